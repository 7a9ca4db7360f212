package io.pingdeck.echo.api;

/// What an echo server replies.
public enum EchoMode {
  /// The lab's server: the same bytes with `a`-`z` converted to upper case.
  LAB("lab"),
  /// The same bytes (RFC 862).
  RFC862("rfc862"),
  /// TCP only, the lab's first server: sends `Thank you for connecting` and closes.
  GREETING("greeting");

  private final String json;

  EchoMode(String json) {
    this.json = json;
  }

  public String json() {
    return json;
  }
}
