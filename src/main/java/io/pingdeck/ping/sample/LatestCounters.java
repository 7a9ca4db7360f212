package io.pingdeck.ping.sample;

import static java.util.Objects.requireNonNull;

/// The newest counters of one ping. What a batch tells is copied and overwritten: an object for
/// each ping and second would outlive a collection just to be dropped in the next.
public final class LatestCounters {
  private final long[] row = new long[PingCounters.COLUMNS];
  private PingCounters given = PingCounters.ZERO; // null once there is a row

  /// Takes over the counters of `batch.counterPings()[i]`.
  public void take(SampleBatch batch, int i) {
    System.arraycopy(batch.counters(), i * row.length, row, 0, row.length);
    given = null;
  }

  public void take(PingCounters counters) {
    given = requireNonNull(counters, "counters");
  }

  public PingCounters get() {
    return given == null ? PingCounters.read(row, 0) : given;
  }
}
