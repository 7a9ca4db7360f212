package io.pingdeck.ping.sample;

import java.util.Optional;
import java.util.OptionalLong;

/// Samples in columns, and the counters of their pings, as sent on the event bus. Immutable by
/// convention: the arrays are not written after construction.
///
/// @param worker the pinger worker that sent it
/// @param sequence 1, 2, 3 ... per worker: a gap means that a batch was lost
/// @param size number of samples; every sample column has this length
/// @param rttNanos the RTT. For an outcome without an RTT after the timeout, the time since the
///   probe was sent. Otherwise -1
/// @param outcomes ordinals of [Outcome]
/// @param flags bits 0-1: ordinal of [RttSource]; bit 2: untagged; bit 3: self-delayed; bit 4:
///   after the timeout; bits 8-15: hop limit
/// @param icmpErrors same length as the other columns, or empty if the batch has no ICMP error
/// @param answers same length as the other columns, or empty if no sample of the batch has an
///   answer
/// @param counterPings pings whose counters changed
/// @param counters one row of [PingCounters#COLUMNS] longs for each of `counterPings`
public record SampleBatch(
    int worker,
    long sequence,
    int size,
    long[] pings,
    long[] sequences,
    long[] sentEpochNanos,
    long[] lagNanos,
    long[] rttNanos,
    byte[] outcomes,
    short[] flags,
    int[] errnos,
    IcmpError[] icmpErrors,
    Response[] answers,
    long[] counterPings,
    long[] counters) {

  private static final Outcome[] OUTCOMES = Outcome.values();
  private static final long[] NOTHING = {};
  private static final RttSource[] SOURCES = RttSource.values();

  public static final int UNTAGGED = 1 << 2;
  static final int SELF_DELAYED = 1 << 3;

  /// Not set for a late reply or an ICMP error, which contain this information.
  public static final int AFTER_TIMEOUT = 1 << 4;

  public static final int HOP_LIMIT_SHIFT = 8;

  public long ping(int i) {
    return pings[i];
  }

  public Outcome outcome(int i) {
    return OUTCOMES[outcomes[i]];
  }

  /// The answer of sample `i`; null if there is none.
  public Response answer(int i) {
    return answers.length == 0 ? null : answers[i];
  }

  /// Whether sample `i` was decided after the timeout: its probe was normally lost before.
  public boolean isAfterTimeout(int i) {
    return switch (outcome(i)) {
      case LATE -> true;
      case ICMP_ERROR -> icmpErrors.length > 0 && icmpErrors[i].afterTimeout();
      default -> (flags[i] & AFTER_TIMEOUT) != 0;
    };
  }

  /// Sample `i` as an object, for code where one object per sample is acceptable.
  public Sample sample(int i) {
    Outcome outcome = outcome(i);
    boolean hasRtt = outcome.hasRtt();
    return new Sample(
        new PingId(pings[i]),
        sequences[i],
        sentEpochNanos[i],
        lagNanos[i],
        outcome,
        hasRtt ? OptionalLong.of(rttNanos[i]) : OptionalLong.empty(),
        hasRtt ? Optional.of(SOURCES[flags[i] & 3]) : Optional.empty(),
        (flags[i] & AFTER_TIMEOUT) != 0 ? OptionalLong.of(rttNanos[i]) : OptionalLong.empty(),
        (flags[i] & UNTAGGED) != 0,
        (flags[i] & SELF_DELAYED) != 0,
        flags[i] >>> HOP_LIMIT_SHIFT & 0xff,
        errnos[i],
        icmpErrors.length == 0 ? Optional.empty() : Optional.ofNullable(icmpErrors[i]),
        Optional.ofNullable(answer(i)));
  }

  /// The batch without counters, which take three times as much space.
  public SampleBatch withoutCounters() {
    return new SampleBatch(
        worker,
        sequence,
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
        NOTHING,
        NOTHING);
  }

  /// The counters of `counterPings[row]` at the time of the batch.
  public PingCounters counters(int row) {
    return PingCounters.read(counters, row);
  }
}
