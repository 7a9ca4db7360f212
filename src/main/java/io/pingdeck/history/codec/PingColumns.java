package io.pingdeck.history.codec;

import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.SampleBatch;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Samples of one ping in growable columns, as documented in [SampleBatch].
public final class PingColumns {
  private static final Outcome[] OUTCOMES = Outcome.values();

  public int size;
  public long[] sequences;
  public long[] sentEpochNanos;
  public long[] lagNanos;
  public long[] rttNanos;
  public byte[] outcomes;
  short[] flags;
  int[] errnos;
  IcmpError[] icmpErrors;
  Response[] answers;

  public PingColumns() {
    this(8);
  }

  /// @param room initial capacity in samples, at least 1; grows on demand
  public PingColumns(int room) {
    sequences = new long[room];
    sentEpochNanos = new long[room];
    lagNanos = new long[room];
    rttNanos = new long[room];
    outcomes = new byte[room];
    flags = new short[room];
    errnos = new int[room];
    icmpErrors = new IcmpError[room];
    answers = new Response[room];
  }

  public void add(SampleBatch batch, int i) {
    int at = addRow();
    sequences[at] = batch.sequences()[i];
    sentEpochNanos[at] = batch.sentEpochNanos()[i];
    lagNanos[at] = batch.lagNanos()[i];
    rttNanos[at] = batch.rttNanos()[i];
    outcomes[at] = batch.outcomes()[i];
    flags[at] = batch.flags()[i];
    errnos[at] = batch.errnos()[i];
    icmpErrors[at] = batch.icmpErrors().length == 0 ? null : batch.icmpErrors()[i];
    answers[at] = AnswerColumn.stored(batch.answer(i));
  }

  /// Removes all samples and keeps the capacity.
  public void clear() {
    Arrays.fill(icmpErrors, 0, size, null);
    Arrays.fill(answers, 0, size, null);
    size = 0;
  }

  private void add(PingColumns other, int i) {
    copy(other, i, addRow());
  }

  public PingColumns append(PingColumns other) {
    for (int i = 0; i < other.size; i++) {
      add(other, i);
    }
    return this;
  }

  /// Adds a row for one sample.
  ///
  /// @return its index
  public int addRow() {
    if (size == sequences.length) {
      resize(2 * size);
    }
    return size++;
  }

  public Outcome outcome(int i) {
    return OUTCOMES[outcomes[i]];
  }

  /// The same samples ordered by sequence, each sequence once. Of two samples with the same
  /// sequence the first one wins, unless the second corrects a loss.
  public PingColumns ordered() {
    if (isOrdered()) {
      return this;
    }
    // The sort is stable: later samples stay later.
    int[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingLong(i -> sequences[i]))
            .mapToInt(i -> i)
            .toArray();
    PingColumns ordered = new PingColumns();
    for (int i : order) {
      int last = ordered.size - 1;
      if (last < 0 || ordered.sequences[last] != sequences[i]) {
        ordered.add(this, i);
      } else if (outcome(i).corrects(ordered.outcome(last))) {
        ordered.copy(this, i, last);
      }
    }
    return ordered;
  }

  /// The samples as a batch that shares the columns.
  public SampleBatch toBatch(long ping) {
    long[] pings = new long[size];
    Arrays.fill(pings, ping);
    return new SampleBatch(
        0,
        1,
        size,
        pings,
        sequences,
        sentEpochNanos,
        lagNanos,
        rttNanos,
        outcomes,
        flags,
        errnos,
        icmpErrors,
        answers,
        new long[0],
        new long[0]);
  }

  private boolean isOrdered() {
    for (int i = 1; i < size; i++) {
      if (sequences[i] <= sequences[i - 1]) {
        return false;
      }
    }
    return true;
  }

  private void copy(PingColumns other, int i, int at) {
    sequences[at] = other.sequences[i];
    sentEpochNanos[at] = other.sentEpochNanos[i];
    lagNanos[at] = other.lagNanos[i];
    rttNanos[at] = other.rttNanos[i];
    outcomes[at] = other.outcomes[i];
    flags[at] = other.flags[i];
    errnos[at] = other.errnos[i];
    icmpErrors[at] = other.icmpErrors[i];
    answers[at] = other.answers[i];
  }

  private void resize(int capacity) {
    sequences = Arrays.copyOf(sequences, capacity);
    sentEpochNanos = Arrays.copyOf(sentEpochNanos, capacity);
    lagNanos = Arrays.copyOf(lagNanos, capacity);
    rttNanos = Arrays.copyOf(rttNanos, capacity);
    outcomes = Arrays.copyOf(outcomes, capacity);
    flags = Arrays.copyOf(flags, capacity);
    errnos = Arrays.copyOf(errnos, capacity);
    icmpErrors = Arrays.copyOf(icmpErrors, capacity);
    answers = Arrays.copyOf(answers, capacity);
  }
}
