package io.pingdeck.ping.http;

/// The User-Agent of HTTP probes, which tells a server's operator where they come from.
final class UserAgent {
  static final String TEXT = "pingdeck/" + version();

  private UserAgent() {}

  private static String version() {
    String version = UserAgent.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
