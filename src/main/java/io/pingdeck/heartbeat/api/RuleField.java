package io.pingdeck.heartbeat.api;

/// The single rules of [BeatRules].
public enum RuleField {
  INTERVAL("interval"),
  GRACE("grace"),
  LATE_MISSES("lateMisses"),
  MISSES("misses"),
  LOSS_THRESHOLD("lossThreshold");

  private final String json;

  RuleField(String json) {
    this.json = json;
  }

  public String json() {
    return json;
  }
}
