package io.pingdeck.alert.api;

/// A kind of receiver.
public enum ChannelType {
  WEBHOOK("webhook"),
  ALERTMANAGER("alertmanager"),
  NTFY("ntfy"),
  SLACK("slack"),
  DISCORD("discord"),
  TEAMS("teams"),
  TELEGRAM("telegram");

  private final String json;

  ChannelType(String json) {
    this.json = json;
  }

  public String json() {
    return json;
  }
}
