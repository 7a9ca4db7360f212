package io.pingdeck.ping.http;

import io.pingdeck.base.ProgramVersion;

/// The User-Agent of HTTP probes, which tells a server's operator where they come from.
final class UserAgent {
  static final String TEXT = "pingdeck/" + ProgramVersion.THIS.number();

  private UserAgent() {}
}
