package io.pingdeck.ping.sample;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Samples in growable columns, as documented in [SampleBatch], and the counters of their pings.
/// One thread writes; after a handover another one copies and clears them. They keep their
/// capacity, so that a sample costs no allocation in the long run.
public final class SampleColumns {
  /// Marks an absent time.
  public static final long NO_TIME = -1;

  private static final Outcome[] OUTCOMES = Outcome.values();

  public int size;
  public long[] pings;
  public long[] sequences;
  public long[] sentEpochNanos;
  public long[] lagNanos;
  public long[] rttNanos;
  public byte[] outcomes;
  public short[] flags;
  public int[] errnos;
  public IcmpError[] icmpErrors;
  public Response[] answers;
  private int counterRows;
  private long[] counterPings = {};
  private long[] counters = {};

  public SampleColumns() {
    this(8);
  }

  /// @param room initial capacity in samples, at least 1; grows on demand
  public SampleColumns(int room) {
    pings = new long[room];
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

  public boolean isEmpty() {
    return size == 0 && counterRows == 0;
  }

  public Outcome outcome(int i) {
    return OUTCOMES[outcomes[i]];
  }

  /// Adds a row whose columns are to be set, except that it has no ICMP error and no answer.
  ///
  /// @return its index
  public int addRow() {
    if (size == sequences.length) {
      grow();
    }
    return size++;
  }

  /// Adds a sample. The methods below set the rest of it.
  public SampleColumns add(
      long ping, long sequence, long sentEpochNanos, long lagNanos, Outcome outcome) {
    int i = addRow();
    pings[i] = ping;
    sequences[i] = sequence;
    this.sentEpochNanos[i] = sentEpochNanos;
    this.lagNanos[i] = lagNanos;
    rttNanos[i] = NO_TIME;
    outcomes[i] = (byte) outcome.ordinal();
    flags[i] = 0;
    errnos[i] = 0;
    return this;
  }

  /// Sets the RTT of the newest sample. Its outcome has one.
  public SampleColumns rtt(long nanos, RttSource source) {
    rttNanos[size - 1] = nanos;
    flags[size - 1] |= (short) source.ordinal();
    return this;
  }

  /// Marks the newest sample, whose outcome has no RTT, as decided after its timeout. An ICMP error
  /// contains this itself.
  ///
  /// @param nanos time since its probe was sent
  public SampleColumns afterTimeout(long nanos) {
    rttNanos[size - 1] = nanos;
    flags[size - 1] |= SampleBatch.AFTER_TIMEOUT;
    return this;
  }

  /// Marks the newest sample as matched without a token.
  public SampleColumns untagged() {
    flags[size - 1] |= SampleBatch.UNTAGGED;
    return this;
  }

  /// Marks the newest sample as received while this program was paused.
  public void selfDelayed() {
    flags[size - 1] |= SampleBatch.SELF_DELAYED;
  }

  /// @param hopLimit TTL of the reply, 0 if unknown
  public SampleColumns hopLimit(int hopLimit) {
    flags[size - 1] |= (short) (hopLimit << SampleBatch.HOP_LIMIT_SHIFT);
    return this;
  }

  /// @param errno for SEND_FAILED the errno, for RESET how the connection ended (ENODATA: orderly
  ///   close), otherwise 0
  public SampleColumns errno(int errno) {
    errnos[size - 1] = errno;
    return this;
  }

  /// @param error for ICMP_ERROR, otherwise null
  public SampleColumns icmpError(IcmpError error) {
    icmpErrors[size - 1] = error;
    return this;
  }

  /// @param answer null if there is no content to report
  public SampleColumns answer(Response answer) {
    answers[size - 1] = answer;
    return this;
  }

  public void add(SampleBatch batch, int i) {
    add(
        batch.pings()[i],
        batch.sequences()[i],
        batch.sentEpochNanos()[i],
        batch.lagNanos()[i],
        batch.outcome(i));
    int at = size - 1;
    rttNanos[at] = batch.rttNanos()[i];
    flags[at] = batch.flags()[i];
    errnos[at] = batch.errnos()[i];
    icmpErrors[at] = batch.icmpErrors().length == 0 ? null : batch.icmpErrors()[i];
    answers[at] = batch.answer(i);
  }

  public SampleColumns append(SampleColumns other) {
    for (int i = 0; i < other.size; i++) {
      copy(other, i, addRow());
    }
    return this;
  }

  /// Reserves a row of counters for a ping.
  ///
  /// @return the offset in [#counters()] at which to write its [PingCounters#COLUMNS] values
  public int addCounters(long ping) {
    if (counterRows == counterPings.length) {
      int room = Math.max(256, counterRows * 2);
      counterPings = Arrays.copyOf(counterPings, room);
      counters = Arrays.copyOf(counters, room * PingCounters.COLUMNS);
    }
    counterPings[counterRows] = ping;
    return counterRows++ * PingCounters.COLUMNS;
  }

  /// The column to write counters to; valid until the next [#addCounters(long)].
  public long[] counters() {
    return counters;
  }

  /// Removes everything and keeps the capacity.
  public void clear() {
    Arrays.fill(icmpErrors, 0, size, null);
    Arrays.fill(answers, 0, size, null);
    size = 0;
    counterRows = 0;
  }

  /// The same samples of one ping ordered by sequence, each sequence once. Of two samples with the
  /// same sequence the first one wins, unless the second corrects a loss.
  public SampleColumns ordered() {
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
    SampleColumns ordered = new SampleColumns();
    for (int i : order) {
      int last = ordered.size - 1;
      if (last < 0 || ordered.sequences[last] != sequences[i]) {
        ordered.copy(this, i, ordered.addRow());
      } else if (outcome(i).corrects(ordered.outcome(last))) {
        ordered.copy(this, i, last);
      }
    }
    return ordered;
  }

  private boolean isOrdered() {
    for (int i = 1; i < size; i++) {
      if (sequences[i] <= sequences[i - 1]) {
        return false;
      }
    }
    return true;
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
        Arrays.copyOf(icmpErrors, hasAny(icmpErrors) ? size : 0),
        Arrays.copyOf(answers, hasAny(answers) ? size : 0),
        Arrays.copyOf(counterPings, counterRows),
        Arrays.copyOf(counters, counterRows * PingCounters.COLUMNS));
  }

  /// The samples, all of one ping, as a batch that shares the columns.
  public SampleBatch share(long ping) {
    Arrays.fill(pings, 0, size, ping);
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

  private boolean hasAny(Object[] column) {
    for (int i = 0; i < size; i++) {
      if (column[i] != null) {
        return true;
      }
    }
    return false;
  }

  private void copy(SampleColumns other, int i, int at) {
    pings[at] = other.pings[i];
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
