package io.pingdeck.stats.api;

/// A stretch of a ping's newest past that figures are taken from.
public enum Window {
  /// The ten probes with the highest sequences that are decided.
  TEN_PROBES("10probes"),
  /// The last minute, in steps of 5 s: the running step and the eleven before it.
  MINUTE("1m"),
  /// The last five minutes, in steps of 30 s.
  FIVE_MINUTES("5m"),
  /// The last hour, in steps of five minutes.
  HOUR("1h"),
  /// All since the ping was started.
  ALL("all");

  private final String json;

  Window(String json) {
    this.json = json;
  }

  /// Its name in JSON.
  public String json() {
    return json;
  }
}
