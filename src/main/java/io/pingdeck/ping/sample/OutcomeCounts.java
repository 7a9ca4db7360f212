package io.pingdeck.ping.sample;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/// Number of probes per outcome. Mutable and not thread-safe; copy it before sharing.
public final class OutcomeCounts {
  private static final Outcome[] OUTCOMES = Outcome.values();
  private static final long[] NONE = {};

  // By the outcome's ordinal, up to the highest that occurred: replies come first and often alone,
  // and each ping has some forty of these objects.
  private long[] counts = NONE;

  public OutcomeCounts() {
    // All zero.
  }

  /// @param counts by the outcome's ordinal; the rest is zero
  @JsonCreator
  OutcomeCounts(@JsonProperty("counts") long[] counts) {
    this.counts = Arrays.copyOf(counts, Math.min(counts.length, OUTCOMES.length));
  }

  /// Without the trailing zeros of outcomes that never occurred.
  @JsonProperty("counts")
  long[] counts() {
    return counts.clone();
  }

  public void add(Outcome outcome) {
    add(outcome, 1);
  }

  public void add(Outcome outcome, long probes) {
    if (probes != 0) {
      makeRoom(outcome.ordinal() + 1);
      counts[outcome.ordinal()] += probes;
    }
  }

  public void add(OutcomeCounts other) {
    makeRoom(other.counts.length);
    for (int i = 0; i < other.counts.length; i++) {
      counts[i] += other.counts[i];
    }
  }

  private void makeRoom(int length) {
    if (length > counts.length) {
      counts = Arrays.copyOf(counts, length);
    }
  }

  /// Replaces one loss with the outcome that corrects it.
  public void lossCorrected(Outcome outcome) {
    add(Outcome.LOST, -1);
    add(outcome, 1);
  }

  public void clear() {
    Arrays.fill(counts, 0);
  }

  public OutcomeCounts copy() {
    OutcomeCounts copy = new OutcomeCounts();
    copy.add(this);
    return copy;
  }

  public long count(Outcome outcome) {
    return outcome.ordinal() < counts.length ? counts[outcome.ordinal()] : 0;
  }

  /// Probes that left this host: the denominator of every loss figure.
  public long sent() {
    long sum = 0;
    for (Outcome outcome : OUTCOMES) {
      sum += outcome.isSent() ? count(outcome) : 0;
    }
    return sum;
  }

  /// Probes that never left this host.
  public long notSent() {
    return Arrays.stream(counts).sum() - sent();
  }

  public boolean isEmpty() {
    for (long count : counts) {
      if (count != 0) {
        return false;
      }
    }
    return true;
  }

  /// Probes that count as lost, see [Outcome#isUnanswered()].
  public long unanswered() {
    long sum = 0;
    for (Outcome outcome : OUTCOMES) {
      sum += outcome.isUnanswered() ? count(outcome) : 0;
    }
    return sum;
  }

  /// Percentage of the sent probes that are unanswered (RFC 7680 with the ping's timeout as Tmax),
  /// 0-100; undefined while none was sent.
  public OptionalDouble lossPercent() {
    long sent = sent();
    return sent == 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * unanswered() / sent);
  }

  /// The counts by their JSON names.
  public Map<String, Long> byName() {
    Map<String, Long> named = new LinkedHashMap<>();
    for (Outcome outcome : OUTCOMES) {
      named.merge(outcome.counter(), count(outcome), Long::sum);
    }
    return named;
  }

  /// Of two outcomes that share a column, the first gets the value of the row.
  static OutcomeCounts read(long[] columns, int offset) {
    OutcomeCounts read = new OutcomeCounts();
    int seen = 0;
    for (Outcome outcome : OUTCOMES) {
      int bit = 1 << outcome.column();
      read.add(outcome, (seen & bit) == 0 ? columns[offset + outcome.column()] : 0);
      seen |= bit;
    }
    return read;
  }

  void write(long[] columns, int offset) {
    for (Outcome outcome : OUTCOMES) {
      columns[offset + outcome.column()] += count(outcome);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OutcomeCounts that && Arrays.equals(all(), that.all());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(all());
  }

  private long[] all() {
    return Arrays.copyOf(counts, OUTCOMES.length);
  }

  @Override
  public String toString() {
    return byName().toString();
  }
}
