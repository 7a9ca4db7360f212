package io.pingdeck.ping.engine;

import io.pingdeck.ping.sample.Outcome;
import java.util.Arrays;

/// The probes that a ping remembers: those in flight and those concluded recently, so that a late
/// or duplicate answer still finds its probe. A ring indexed by sequence.
///
/// Invariants:
/// - it holds sequences `next - capacity` (but none before the first) to `next - 1`; capacity is a
///   power of two;
/// - no sequence below `oldest` is in flight; if any is in flight, `oldest` is;
/// - a probe in flight is never overwritten: the ring grows, and at [#MAX_CAPACITY] it has no room
///   ([#hasRoom()]) until the oldest is concluded;
/// - a concluded probe is remembered for `memoryNanos` after its send, unless [#MAX_CAPACITY] later
///   ones were sent in the meantime.
///
/// Send times must not decrease with the sequence, because expiry checks only the oldest.
final class InFlight {
  /// Enough for 100,000 probes per second with a timeout of one second; 5 MB for a ping that needs
  /// it all.
  static final int MAX_CAPACITY = 1 << 17;

  private static final int MIN_CAPACITY = 16;

  /// Result of [#onlyOpen(long, long, long)] if more than one probe is open.
  static final long SEVERAL = -1;

  /// Maximum probes that [#onlyOpen(long, long, long)] inspects. Otherwise each error of a flood
  /// could search a hundred thousand probes.
  private static final int MAX_LOOKED_AT = 4096;

  /// Lag of a probe without a planned time; [#lagNanos(long)] returns 0 for it.
  static final long NO_PLAN = Long.MIN_VALUE / 2;

  // Offsets within a probe's times.
  private static final int SENT = 0;
  private static final int SENT_EPOCH = 1;
  private static final int STAMP_EPOCH = 2;
  private static final int LAG = 3;
  private static final int TIMES = 4;

  private static final byte IN_FLIGHT = -1;
  private static final Outcome[] OUTCOMES = Outcome.values();

  private final long memoryNanos;
  private int mask = MIN_CAPACITY - 1;
  private long[] times = new long[MIN_CAPACITY * TIMES]; // grouped by probe
  private byte[] outcomes = new byte[MIN_CAPACITY]; // ordinals: references cost GC time
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

  /// Number of probes in flight.
  int count() {
    return count;
  }

  /// Sequence of the last probe added, or the one before the first.
  long last() {
    return next - 1;
  }

  /// The oldest probe in flight. Requires that one is in flight.
  long oldest() {
    return oldest;
  }

  boolean hasRoom() {
    return next - oldest < MAX_CAPACITY;
  }

  /// Adds the next probe, in flight. Requires [#hasRoom()].
  ///
  /// @return its sequence
  long add(long sent, long sentEpoch, long lag) {
    while (isFull() && mustKeep(first, sent)) {
      grow();
    }
    if (isFull()) {
      first++;
    }
    int i = times(next);
    times[i + SENT] = sent;
    times[i + SENT_EPOCH] = sentEpoch;
    times[i + STAMP_EPOCH] = 0;
    times[i + LAG] = lag;
    outcomes[place(next)] = IN_FLIGHT;
    count++;
    return next++;
  }

  private boolean isFull() {
    return next - first > mask;
  }

  private boolean mustKeep(long sequence, long now) {
    return mask + 1 < MAX_CAPACITY
        && (sequence >= oldest || now - sentNanos(sequence) <= memoryNanos);
  }

  private void grow() {
    int capacity = 2 * (mask + 1);
    // Duplicates the ring: each sequence is then at its index under the wider mask.
    long[] twice = Arrays.copyOf(times, 2 * times.length);
    System.arraycopy(times, 0, twice, times.length, times.length);
    times = twice;
    byte[] wider = Arrays.copyOf(outcomes, capacity);
    System.arraycopy(outcomes, 0, wider, outcomes.length, outcomes.length);
    outcomes = wider;
    mask = capacity - 1;
  }

  private int place(long sequence) {
    return (int) sequence & mask;
  }

  private int times(long sequence) {
    return place(sequence) * TIMES;
  }

  /// Whether this sequence is still remembered at `now`; true for every probe in flight.
  boolean remembers(long sequence, long now) {
    return holds(sequence) && (isInFlight(sequence) || now - sentNanos(sequence) <= memoryNanos);
  }

  private boolean holds(long sequence) {
    return sequence >= first && sequence < next;
  }

  boolean isInFlight(long sequence) {
    return holds(sequence) && outcomes[place(sequence)] == IN_FLIGHT;
  }

  /// The outcome of a remembered probe that is not in flight.
  Outcome outcome(long sequence) {
    return OUTCOMES[outcomes[place(sequence)]];
  }

  /// The only remembered probe from `from` to `to` (both inclusive) that is in flight or lost.
  ///
  /// @return its sequence; 0 if there is none; [#SEVERAL] if there are several, or too many probes
  ///   to inspect
  long onlyOpen(long from, long to, long now) {
    long found = 0;
    int looks = MAX_LOOKED_AT;
    for (long i = Math.min(to, last()); i >= Math.max(from, first); i--, looks--) {
      boolean isRemembered = remembers(i, now);
      if (!isRemembered && (count == 0 || i < oldest)) {
        return found;
      }
      if (isRemembered && (isInFlight(i) || outcome(i) == Outcome.LOST)) {
        if (found > 0) {
          return SEVERAL;
        }
        found = i;
      }
      if (looks == 0) {
        return SEVERAL;
      }
    }
    return found;
  }

  /// Sets the outcome of a probe in flight.
  void conclude(long sequence, Outcome outcome) {
    outcomes[place(sequence)] = (byte) outcome.ordinal();
    count--;
    while (oldest < next && outcomes[place(oldest)] != IN_FLIGHT) {
      oldest++;
    }
  }

  /// Replaces the outcome of a lost probe.
  void correct(long sequence, Outcome outcome) {
    outcomes[place(sequence)] = (byte) outcome.ordinal();
  }

  /// Sets the actual send time and adjusts the lag accordingly.
  void sent(long sequence, long nanos, long epochNanos) {
    int i = times(sequence);
    times[i + LAG] += nanos - times[i + SENT];
    times[i + SENT] = nanos;
    times[i + SENT_EPOCH] = epochNanos;
  }

  void stamp(long sequence, long epochNanos) {
    times[times(sequence) + STAMP_EPOCH] = epochNanos;
  }

  long sentNanos(long sequence) {
    return times[times(sequence) + SENT];
  }

  long sentEpochNanos(long sequence) {
    return times[times(sequence) + SENT_EPOCH];
  }

  /// The kernel's transmit timestamp, 0 if there is none.
  long stampEpochNanos(long sequence) {
    return times[times(sequence) + STAMP_EPOCH];
  }

  /// Delay between the planned and the actual send time, at least 0.
  long lagNanos(long sequence) {
    return Math.max(0, times[times(sequence) + LAG]);
  }
}
