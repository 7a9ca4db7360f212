package io.pingdeck.ping.sample;

/// The [PingCounters] of one running ping while they change, as one row of columns: an object for
/// each change, or for each ping and second, would outlive a collection just to be dropped in the
/// next. The two equations hold after every method here.
public final class Tally {
  private final long[] row = new long[PingCounters.COLUMNS];

  /// Takes over what another one wrote to a batch, for `batch.counterPings()[i]`.
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

  /// Writes the row.
  public void write(long[] columns, int offset) {
    System.arraycopy(row, 0, columns, offset, row.length);
  }
}
