package io.pingdeck.probe;

/// The counters of one running ping; see [PingCounters] for their meaning and the two equations
/// that hold after every method here.
final class Tally {
  private final long[] row;

  Tally(PingCounters past) {
    row = past.row();
  }

  void sent() {
    row[PingCounters.SENT]++;
    row[PingCounters.IN_FLIGHT]++;
  }

  /// A probe in flight got its outcome.
  void concluded(Outcome outcome) {
    row[PingCounters.IN_FLIGHT]--;
    row[outcome.column()]++;
    if (!outcome.isSent()) {
      row[PingCounters.SENT]--;
    }
  }

  /// A lost probe got the outcome that corrects its loss.
  void lossCorrected(Outcome outcome) {
    row[PingCounters.LOST]--;
    row[outcome.column()]++;
  }

  void skipped(long slots) {
    row[PingCounters.SKIPPED] += slots;
  }

  void duplicate() {
    row[PingCounters.DUPLICATES]++;
  }

  void reordered() {
    row[PingCounters.REORDERED]++;
  }

  void corrupt() {
    row[PingCounters.CORRUPT]++;
  }

  void wrongSource() {
    row[PingCounters.WRONG_SOURCE]++;
  }

  void conflict() {
    row[PingCounters.CONFLICTS]++;
  }

  /// Writes one row in the order of [PingCounters]' components.
  void write(long[] columns, int offset) {
    System.arraycopy(row, 0, columns, offset, row.length);
  }
}
