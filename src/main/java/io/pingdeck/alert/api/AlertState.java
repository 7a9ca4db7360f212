package io.pingdeck.alert.api;

/// State of one rule for one ping or heartbeat.
public enum AlertState {
  OK("ok"),
  /// The condition is met, but not yet for as long as the rule wants.
  PENDING("pending"),
  /// Told, or to be told now.
  FIRING("firing"),
  /// It would fire, but is not told: a parent fires, or during maintenance or a silence.
  SUPPRESSED("suppressed"),
  /// It fired within the last hour, and no longer does.
  RESOLVED("resolved"),
  /// The ping has no outcomes any more: neither ok nor firing can be told.
  NO_DATA("noData");

  private final String json;

  AlertState(String json) {
    this.json = json;
  }

  public String json() {
    return json;
  }
}
