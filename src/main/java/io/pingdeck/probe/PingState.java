package io.pingdeck.probe;

/// Where a ping stands.
public enum PingState {
  RUNNING("running"),
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
}
