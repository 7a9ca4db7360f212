package io.pingdeck.echo.impairment;

/// Impairments applied to replies that were still sent.
public enum Injected {
  /// Sent later than possible.
  DELAYED("delayed"),
  /// Sent twice.
  DUPLICATED("duplicated"),
  /// Sent after the reply that follows it.
  REORDERED("reordered"),
  /// Sent with one flipped bit.
  CORRUPTED("corrupted"),
  /// Paused half-way for a time.
  STALLED("stalled"),
  /// Connection closed later than possible.
  CLOSED_LATE("closedLate");

  private final String json;

  Injected(String json) {
    this.json = json;
  }

  public String json() {
    return json;
  }
}
