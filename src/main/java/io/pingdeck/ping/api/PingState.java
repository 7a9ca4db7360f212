package io.pingdeck.ping.api;

/// Where a ping stands.
public enum PingState {
  RUNNING("running"),
  /// It sends no more and waits for the outcome of the probes in flight.
  STOPPING("stopping"),
  /// A person or script stopped it.
  STOPPED("stopped"),
  /// It sent its count and every probe has its outcome.
  FINISHED("finished"),
  /// Pingdeck could not go on with it; the reason says why.
  FAILED("failed");

  private final String json;

  PingState(String json) {
    this.json = json;
  }

  public String json() {
    return json;
  }

  /// Whether nothing more will come of it.
  public boolean isEnded() {
    return this != RUNNING && this != STOPPING;
  }
}
