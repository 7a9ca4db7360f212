package io.pingdeck.stats.api;

/// A span of a ping's recent past over which statistics are computed.
public enum Window {
  /// The ten decided probes with the highest sequence numbers.
  TEN_PROBES("10probes"),
  /// The last minute, in steps of 5 s: the running step and the eleven before it.
  MINUTE("1m"),
  /// The last five minutes, in steps of 30 s.
  FIVE_MINUTES("5m"),
  /// The last hour, in steps of five minutes.
  HOUR("1h"),
  /// Everything since the ping was started.
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
