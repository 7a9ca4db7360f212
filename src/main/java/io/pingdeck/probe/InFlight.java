package io.pingdeck.probe;

import java.util.Arrays;

/// The probes a ping remembers: those in flight, and those concluded not long ago, so that a late
/// or second answer still finds its probe. A ring indexed by sequence.
///
/// Invariants:
/// - it holds sequences `next - capacity` (but none before the first) to `next - 1`; capacity is a
///   power of two;
/// - no sequence below `oldest` is in flight; if any is in flight, `oldest` is;
/// - a probe in flight is never overwritten: the ring grows, and at [#MAX_CAPACITY] it has no room
///   ([#hasRoom()]) until the oldest is concluded;
/// - a concluded probe is remembered for `memoryNanos` after its send, unless [#MAX_CAPACITY] later
///   ones were sent meanwhile.
///
/// Send times must not decrease with the sequence: expiry looks at the oldest only.
final class InFlight {
  /// 100,000 probes a second with a timeout of one second; 5 MB for a ping that needs them all.
  static final int MAX_CAPACITY = 1 << 17;

  private static final int MIN_CAPACITY = 16;
  private static final byte IN_FLIGHT = -1;
  private static final Outcome[] OUTCOMES = Outcome.values();

  private final long memoryNanos;
  private int mask = MIN_CAPACITY - 1;
  private long[] sentNanos = new long[MIN_CAPACITY];
  private long[] sentEpochNanos = new long[MIN_CAPACITY];
  private long[] stampEpochNanos = new long[MIN_CAPACITY];
  private long[] lagNanos = new long[MIN_CAPACITY];
  private byte[] outcomes = new byte[MIN_CAPACITY]; // ordinals: a reference costs the collector
  private long first;
  private long oldest;
  private long next;
  private int count;

  InFlight(long memoryNanos) {
    this(memoryNanos, 0);
  }

  /// @param last the sequence before that of the first probe
  InFlight(long memoryNanos, long last) {
    this.memoryNanos = memoryNanos;
    first = last + 1;
    oldest = first;
    next = first;
  }

  /// How many probes are in flight.
  int count() {
    return count;
  }

  /// Sequence of the last probe added, or the one before the first.
  long last() {
    return next - 1;
  }

  /// The oldest probe in flight. Only if there is one.
  long oldest() {
    return oldest;
  }

  boolean hasRoom() {
    return next - oldest < MAX_CAPACITY;
  }

  /// Adds the next probe, in flight. Only if there is room.
  ///
  /// @return its sequence
  long add(long sent, long sentEpoch, long lag) {
    while (isFull() && mustKeep(first, sent)) {
      grow();
    }
    if (isFull()) {
      first++;
    }
    int i = (int) next & mask;
    sentNanos[i] = sent;
    sentEpochNanos[i] = sentEpoch;
    stampEpochNanos[i] = 0;
    lagNanos[i] = lag;
    outcomes[i] = IN_FLIGHT;
    count++;
    return next++;
  }

  private boolean isFull() {
    return next - first > mask;
  }

  private boolean mustKeep(long sequence, long now) {
    return mask + 1 < MAX_CAPACITY
        && (sequence >= oldest || now - sentNanos[(int) sequence & mask] <= memoryNanos);
  }

  private void grow() {
    int capacity = 2 * (mask + 1);
    // Twice the ring behind itself: every sequence then stands at its place under the wider mask.
    sentNanos = doubled(sentNanos);
    sentEpochNanos = doubled(sentEpochNanos);
    stampEpochNanos = doubled(stampEpochNanos);
    lagNanos = doubled(lagNanos);
    byte[] wider = Arrays.copyOf(outcomes, capacity);
    System.arraycopy(outcomes, 0, wider, outcomes.length, outcomes.length);
    outcomes = wider;
    mask = capacity - 1;
  }

  private static long[] doubled(long[] ring) {
    long[] wider = Arrays.copyOf(ring, 2 * ring.length);
    System.arraycopy(ring, 0, wider, ring.length, ring.length);
    return wider;
  }

  /// Whether this sequence is still known at `now`; true for every probe in flight.
  boolean remembers(long sequence, long now) {
    return holds(sequence)
        && (isInFlight(sequence) || now - sentNanos[(int) sequence & mask] <= memoryNanos);
  }

  private boolean holds(long sequence) {
    return sequence >= first && sequence < next;
  }

  boolean isInFlight(long sequence) {
    return holds(sequence) && outcomes[(int) sequence & mask] == IN_FLIGHT;
  }

  /// The outcome of a remembered probe that is not in flight.
  Outcome outcome(long sequence) {
    return OUTCOMES[outcomes[(int) sequence & mask]];
  }

  /// Gives a probe in flight its outcome.
  void conclude(long sequence, Outcome outcome) {
    outcomes[(int) sequence & mask] = (byte) outcome.ordinal();
    count--;
    while (oldest < next && outcomes[(int) oldest & mask] != IN_FLIGHT) {
      oldest++;
    }
  }

  /// The one change of an outcome there is: lost becomes late.
  void turnLate(long sequence) {
    outcomes[(int) sequence & mask] = (byte) Outcome.LATE.ordinal();
  }

  /// The real time of sending; moves the lag with it.
  void sent(long sequence, long nanos, long epochNanos) {
    int i = (int) sequence & mask;
    lagNanos[i] += nanos - sentNanos[i];
    sentNanos[i] = nanos;
    sentEpochNanos[i] = epochNanos;
  }

  void stamp(long sequence, long epochNanos) {
    stampEpochNanos[(int) sequence & mask] = epochNanos;
  }

  long sentNanos(long sequence) {
    return sentNanos[(int) sequence & mask];
  }

  long sentEpochNanos(long sequence) {
    return sentEpochNanos[(int) sequence & mask];
  }

  /// The kernel's transmit stamp, 0 if there is none.
  long stampEpochNanos(long sequence) {
    return stampEpochNanos[(int) sequence & mask];
  }

  long lagNanos(long sequence) {
    return lagNanos[(int) sequence & mask];
  }
}
