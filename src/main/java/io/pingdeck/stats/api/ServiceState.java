package io.pingdeck.stats.api;

/// Where the service that a ping asks stands, from its newest decided probes.
public enum ServiceState {
  /// All of the newest ten were answered as asked.
  UP("up"),
  /// Some of the newest ten were not.
  FAILING("failing"),
  /// None of the newest five was answered as asked.
  DOWN("down"),
  /// No probe is decided, or none has been for so long that the last ones prove nothing.
  UNKNOWN("unknown");

  private final String json;

  ServiceState(String json) {
    this.json = json;
  }

  public String json() {
    return json;
  }
}
