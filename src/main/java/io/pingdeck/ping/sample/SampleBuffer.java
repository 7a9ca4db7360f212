package io.pingdeck.ping.sample;

import java.util.Arrays;

/// The columns of a [SampleBatch] under construction. One thread writes; after the handover another
/// copies and clears it. It grows to the size of a flush interval and then allocates nothing more.
public final class SampleBuffer implements SampleSink {
  private int size;
  private boolean hasIcmpError;
  private boolean hasAnswer;
  private long[] pings = new long[1024];
  private long[] sequences = new long[1024];
  private long[] sentEpochNanos = new long[1024];
  private long[] lagNanos = new long[1024];
  private long[] rttNanos = new long[1024];
  private byte[] outcomes = new byte[1024];
  private short[] flags = new short[1024];
  private int[] errnos = new int[1024];
  private IcmpError[] icmpErrors = new IcmpError[1024];
  private Response[] answers = new Response[1024];
  private int counterRows;
  private long[] counterPings = new long[256];
  private long[] counters = new long[256 * PingCounters.COLUMNS];

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0 && counterRows == 0;
  }

  @Override
  public void sample(
      long ping,
      long sequence,
      long sentEpoch,
      long lag,
      Outcome outcome,
      long rtt,
      RttSource source,
      boolean untagged,
      int hopLimit,
      int errno,
      IcmpError error,
      Response answer) {
    if (size == pings.length) {
      grow();
    }
    int i = size++;
    pings[i] = ping;
    sequences[i] = sequence;
    sentEpochNanos[i] = sentEpoch;
    lagNanos[i] = lag;
    rttNanos[i] = rtt;
    outcomes[i] = (byte) outcome.ordinal();
    flags[i] =
        (short)
            ((source == null ? 0 : source.ordinal())
                | (untagged ? SampleBatch.UNTAGGED : 0)
                | (rtt != NO_TIME && !outcome.hasRtt() ? SampleBatch.AFTER_TIMEOUT : 0)
                | hopLimit << SampleBatch.HOP_LIMIT_SHIFT);
    errnos[i] = errno;
    // Few samples have one of these; the others stay null.
    if (error != null) {
      icmpErrors[i] = error;
      hasIcmpError = true;
    }
    if (answer != null) {
      answers[i] = answer;
      hasAnswer = true;
    }
  }

  /// Marks the newest sample as received while this program was paused.
  public void markSelfDelayed() {
    flags[size - 1] |= SampleBatch.SELF_DELAYED;
  }

  /// Reserves a row of counters for a ping.
  ///
  /// @return the offset in [#counters()] at which to write its [PingCounters#COLUMNS] values
  public int addCounters(long ping) {
    if (counterRows == counterPings.length) {
      counterPings = Arrays.copyOf(counterPings, counterRows * 2);
      counters = Arrays.copyOf(counters, counters.length * 2);
    }
    counterPings[counterRows] = ping;
    return counterRows++ * PingCounters.COLUMNS;
  }

  /// The column to write counters to; valid until the next [#addCounters(long)].
  public long[] counters() {
    return counters;
  }

  /// An immutable copy of the contents.
  public SampleBatch toBatch(int worker, long batchSequence) {
    return new SampleBatch(
        worker,
        batchSequence,
        size,
        Arrays.copyOf(pings, size),
        Arrays.copyOf(sequences, size),
        Arrays.copyOf(sentEpochNanos, size),
        Arrays.copyOf(lagNanos, size),
        Arrays.copyOf(rttNanos, size),
        Arrays.copyOf(outcomes, size),
        Arrays.copyOf(flags, size),
        Arrays.copyOf(errnos, size),
        hasIcmpError ? Arrays.copyOf(icmpErrors, size) : new IcmpError[0],
        hasAnswer ? Arrays.copyOf(answers, size) : new Response[0],
        Arrays.copyOf(counterPings, counterRows),
        Arrays.copyOf(counters, counterRows * PingCounters.COLUMNS));
  }

  public void clear() {
    if (hasIcmpError) {
      Arrays.fill(icmpErrors, 0, size, null);
      hasIcmpError = false;
    }
    if (hasAnswer) {
      Arrays.fill(answers, 0, size, null);
      hasAnswer = false;
    }
    size = 0;
    counterRows = 0;
  }

  private void grow() {
    int capacity = size * 2;
    pings = Arrays.copyOf(pings, capacity);
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
