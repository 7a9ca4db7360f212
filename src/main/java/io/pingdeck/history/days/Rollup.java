package io.pingdeck.history.days;

import io.pingdeck.base.VarReader;
import io.pingdeck.base.VarWriter;
import io.pingdeck.history.api.HistoryBucket;
import io.pingdeck.history.codec.PingBytes;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.OutcomeCounts;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.stats.rtt.RttDistribution;

/// Aggregate of a time span of one ping: the number of samples per outcome, the distribution of
/// RTTs, the longest send delay. Rollups of adjacent spans add up exactly. Only percentiles are
/// rounded, to three significant digits.
final class Rollup {
  private static final Outcome[] OUTCOMES = Outcome.values();

  /// Number of outcomes in the first format.
  private static final int FIRST_OUTCOMES = 9;

  /// Marker before the counts of later outcomes, if there are any. A count is never negative.
  private static final long MORE_OUTCOMES = -1;

  private final OutcomeCounts counts = new OutcomeCounts();
  private RttDistribution rtts = new RttDistribution();
  private long maxLagNanos;

  static Rollup of(SampleColumns samples) {
    Rollup rollup = new Rollup();
    for (int i = 0; i < samples.size; i++) {
      rollup.record(samples, i);
    }
    return rollup;
  }

  void record(SampleColumns c, int i) {
    counts.add(c.outcome(i));
    maxLagNanos = Math.max(maxLagNanos, c.lagNanos[i]);
    if (c.outcome(i).hasRtt()) {
      rtts.record(c.rttNanos[i]);
    }
  }

  void add(Rollup other) {
    counts.add(other.counts);
    rtts.add(other.rtts);
    maxLagNanos = Math.max(maxLagNanos, other.maxLagNanos);
  }

  OutcomeCounts counts() {
    return counts;
  }

  RttDistribution rtts() {
    return rtts;
  }

  long maxLagNanos() {
    return maxLagNanos;
  }

  void write(VarWriter out) {
    if (hasLaterOutcomes()) {
      out.unsigned(MORE_OUTCOMES);
      out.unsigned(OUTCOMES.length - FIRST_OUTCOMES);
      for (int i = FIRST_OUTCOMES; i < OUTCOMES.length; i++) {
        out.unsigned(counts.count(OUTCOMES[i]));
      }
    }
    for (int i = 0; i < FIRST_OUTCOMES; i++) {
      out.unsigned(counts.count(OUTCOMES[i]));
    }
    out.unsigned(maxLagNanos);
    PingBytes.write(rtts, out);
  }

  private boolean hasLaterOutcomes() {
    for (int i = FIRST_OUTCOMES; i < OUTCOMES.length; i++) {
      if (counts.count(OUTCOMES[i]) != 0) {
        return true;
      }
    }
    return false;
  }

  static Rollup read(VarReader in) {
    Rollup rollup = new Rollup();
    long first = in.unsigned();
    if (first == MORE_OUTCOMES) {
      int end = FIRST_OUTCOMES + in.small();
      for (int i = FIRST_OUTCOMES; i < end; i++) {
        rollup.counts.add(OUTCOMES[i], in.unsigned());
      }
      first = in.unsigned();
    }
    rollup.counts.add(OUTCOMES[0], first);
    for (int i = 1; i < FIRST_OUTCOMES; i++) {
      rollup.counts.add(OUTCOMES[i], in.unsigned());
    }
    rollup.maxLagNanos = in.unsigned();
    rollup.rtts = PingBytes.rtts(in);
    return rollup;
  }

  /// Converts the rollup to a bucket of a query's reply.
  ///
  /// @param fromEpochNanos start of the span, in nanoseconds since 1970 UTC
  HistoryBucket toBucket(long fromEpochNanos) {
    return new HistoryBucket(fromEpochNanos, counts.copy(), maxLagNanos(), rtts().summary());
  }
}
