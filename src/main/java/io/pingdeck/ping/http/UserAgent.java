package io.pingdeck.ping.http;

/// What HTTP probes call themselves, so that whoever runs a server can tell who is asking.
final class UserAgent {
  static final String TEXT = "pingdeck/" + version();

  private UserAgent() {}

  private static String version() {
    String version = UserAgent.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
