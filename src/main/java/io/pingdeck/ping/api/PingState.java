package io.pingdeck.ping.api;

/// Lifecycle state of a ping.
public enum PingState {
  RUNNING("running"),
  /// A user paused it: it sends nothing until it is resumed.
  PAUSED("paused"),
  /// It sends no more and waits for the outcomes of probes in flight.
  STOPPING("stopping"),
  /// Stopped by a user or script.
  STOPPED("stopped"),
  /// It sent its count, and every probe has its outcome.
  FINISHED("finished"),
  /// Pingdeck could not continue it; see the reason.
  FAILED("failed");

  private final String json;

  PingState(String json) {
    this.json = json;
  }

  public String json() {
    return json;
  }

  /// Whether it is in a final state.
  public boolean isEnded() {
    return this != RUNNING && this != PAUSED && this != STOPPING;
  }
}
