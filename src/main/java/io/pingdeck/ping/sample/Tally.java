package io.pingdeck.ping.sample;

/// The live [PingCounters] of one running ping, updated in place as one row of columns. Objects per
/// update, or per ping and second, would be medium-lived garbage. The two equations hold after
/// every method.
public final class Tally {
  private final long[] row = new long[PingCounters.COLUMNS];

  /// Copies the row of `batch.counterPings()[i]` from a batch.
  public void take(SampleBatch batch, int i) {
    System.arraycopy(batch.counters(), i * row.length, row, 0, row.length);
  }

  public void take(PingCounters counters) {
    System.arraycopy(counters.row(), 0, row, 0, row.length);
  }

  public PingCounters counters() {
    return PingCounters.read(row, 0);
  }

  public void sent() {
    row[PingCounters.SENT]++;
    row[PingCounters.IN_FLIGHT]++;
  }

  /// Counts the outcome of a probe in flight.
  public void concluded(Outcome outcome) {
    row[PingCounters.IN_FLIGHT]--;
    row[outcome.column()]++;
    if (!outcome.isSent()) {
      row[PingCounters.SENT]--;
    }
  }

  /// Counts the outcome that corrects a loss.
  public void lossCorrected(Outcome outcome) {
    row[Outcome.LOST.column()]--;
    row[outcome.column()]++;
    if (outcome != Outcome.LATE) {
      row[PingCounters.CORRECTED]++;
    }
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

  public void write(long[] columns, int offset) {
    System.arraycopy(row, 0, columns, offset, row.length);
  }
}
