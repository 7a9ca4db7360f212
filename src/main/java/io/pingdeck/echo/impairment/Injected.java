package io.pingdeck.echo.impairment;

/// What an impairment did to answers that were given all the same.
public enum Injected {
  /// It left later than it could have.
  DELAYED("delayed"),
  /// It was sent a second time.
  DUPLICATED("duplicated"),
  /// It waited until the answer after it had gone.
  REORDERED("reordered"),
  /// One of its bits was flipped.
  CORRUPTED("corrupted"),
  /// It stopped half-way for a time.
  STALLED("stalled"),
  /// Its connection was ended later than it could have been.
  CLOSED_LATE("closedLate");

  private final String json;

  Injected(String json) {
    this.json = json;
  }

  public String json() {
    return json;
  }
}
