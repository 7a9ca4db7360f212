package io.pingdeck.stats.api;

/// State of the pinged service, from its newest decided probes.
public enum ServiceState {
  /// All of the newest ten got an expected reply.
  UP("up"),
  /// Some of the newest ten did not.
  FAILING("failing"),
  /// None of the newest five got an expected reply.
  DOWN("down"),
  /// No probe is decided, or the last outcome is too old to be significant.
  UNKNOWN("unknown");

  private final String json;

  ServiceState(String json) {
    this.json = json;
  }

  public String json() {
    return json;
  }
}
