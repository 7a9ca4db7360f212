package io.pingdeck.ping.sample;

/// The counters of one running ping; see [PingCounters] for their meaning and the two equations
/// that hold after every method here.
public final class Tally {
  private final long[] row;

  public Tally(PingCounters past) {
    row = past.row();
  }

  public void sent() {
    row[PingCounters.SENT]++;
    row[PingCounters.IN_FLIGHT]++;
  }

  /// A probe in flight got its outcome.
  public void concluded(Outcome outcome) {
    row[PingCounters.IN_FLIGHT]--;
    row[outcome.column()]++;
    if (!outcome.isSent()) {
      row[PingCounters.SENT]--;
    }
  }

  /// A lost probe got the outcome that corrects its loss.
  public void lossCorrected(Outcome outcome) {
    row[PingCounters.LOST]--;
    row[outcome.column()]++;
  }

  public void skipped(long slots) {
    row[PingCounters.SKIPPED] += slots;
  }

  public void duplicate() {
    row[PingCounters.DUPLICATES]++;
  }

  public void reordered() {
    row[PingCounters.REORDERED]++;
  }

  public void corrupt() {
    row[PingCounters.CORRUPT]++;
  }

  public void wrongSource() {
    row[PingCounters.WRONG_SOURCE]++;
  }

  public void conflict() {
    row[PingCounters.CONFLICTS]++;
  }

  /// Writes one row in the order of [PingCounters]' components.
  public void write(long[] columns, int offset) {
    System.arraycopy(row, 0, columns, offset, row.length);
  }
}
