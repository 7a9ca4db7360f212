package io.pingdeck.alert.api;

import java.net.URI;

/// A kind of receiver.
public enum ChannelType {
  WEBHOOK("webhook"),
  ALERTMANAGER("alertmanager"),
  NTFY("ntfy"),
  SLACK("slack"),
  DISCORD("discord"),
  TEAMS("teams"),
  TELEGRAM("telegram");

  /// Why an address of ntfy is refused.
  public static final String NO_TOPIC = "has no topic of ntfy at its end, as https://ntfy.sh/mine";

  private final String json;

  ChannelType(String json) {
    this.json = json;
  }

  public String json() {
    return json;
  }

  /// Whether this may be the address of such a receiver: one of ntfy ends in the topic.
  public boolean isAddress(URI url) {
    return this != NTFY || url.getPath().matches(".*/[^/]+");
  }
}
