package io.pingdeck.echo.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Hashing;
import java.time.Duration;
import java.util.OptionalLong;

/// Impairments that an echo server applies to its replies and to incoming requests. Duplication,
/// reordering, corruption and request loss are for UDP only, stream faults for TCP.
///
/// @param loss probability that a datagram or line is not answered, 0-1
/// @param burst mean length of a loss burst, at least 1. 1 is independent loss, where bursts occur
///   only by chance. More selects the Gilbert-Elliott model with a good state that loses nothing
///   and a bad state that loses everything. A loss too high for such short bursts makes them longer
/// @param lossAs how a TCP server shows its loss
/// @param icmpError probability that a datagram, or a connection attempt to a TCP server, is
///   answered with an ICMP error instead, 0-1; applies to what `loss` leaves. Over TCP the sequence
///   number of the SYN decides, so a seed does not repeat the choice
/// @param icmpErrorAs which error
/// @param delay how long a reply is delayed
/// @param jitter spread of delays, distributed as in `jitterShape`; a delay is never below 0
/// @param duplicate probability that a reply is sent twice, 0-1
/// @param reorder probability that a reply is held until the next one was sent, for at most a
///   second, 0-1
/// @param corrupt probability that one bit of a reply is flipped, 0-1
/// @param bitsPerSecond bandwidth of the outgoing path, headers included; empty for unlimited
/// @param wayIn impairments of requests
/// @param stream impairments of TCP streams
/// @param seed makes the same choices in every run; empty draws a random seed
public record Impairment(
    double loss,
    double burst,
    LossAs lossAs,
    double icmpError,
    IcmpErrorAs icmpErrorAs,
    Duration delay,
    Duration jitter,
    JitterShape jitterShape,
    double duplicate,
    double reorder,
    double corrupt,
    OptionalLong bitsPerSecond,
    RequestImpairment wayIn,
    StreamFaults stream,
    OptionalLong seed) {
  /// The classic lab server draws an integer from 0 to 10 and drops below 4: 4/11, not the 30 % its
  /// text claims.
  public static final double LAB_LOSS = 4.0 / 11;

  public static final Duration MAX_DELAY = Ranges.MAX_DELAY;
  public static final double MAX_BURST = 1e6;
  public static final long MIN_BITS_PER_SECOND = 1000;

  public static final Impairment NONE = new Impairment(0, OptionalLong.empty());

  public Impairment {
    Ranges.chance("loss", loss);
    Ranges.chance("icmpError", icmpError);
    Ranges.chance("duplicate", duplicate);
    Ranges.chance("reorder", reorder);
    Ranges.chance("corrupt", corrupt);
    if (!(burst >= 1 && burst <= MAX_BURST)) {
      throw new IllegalArgumentException("a burst is 1-1000000 long on average: " + burst);
    }
    requireNonNull(lossAs, "lossAs");
    requireNonNull(icmpErrorAs, "icmpErrorAs");
    requireNonNull(jitterShape, "jitterShape");
    Ranges.delay("delay", delay);
    Ranges.delay("jitter", jitter);
    Ranges.rate(bitsPerSecond);
    requireNonNull(wayIn, "wayIn");
    requireNonNull(stream, "stream");
    requireNonNull(seed, "seed");
  }

  /// Independent loss and nothing else.
  public Impairment(double loss, OptionalLong seed) {
    this(
        loss,
        1,
        LossAs.LOST,
        0,
        IcmpErrorAs.HOST_UNREACHABLE,
        Duration.ZERO,
        Duration.ZERO,
        JitterShape.UNIFORM,
        0,
        0,
        0,
        OptionalLong.empty(),
        RequestImpairment.CLEAR,
        StreamFaults.NONE,
        seed);
  }

  /// The effective impairment after this one is requested. Without a seed of its own, it keeps the
  /// present one.
  public Impairment after(Impairment present) {
    return new Impairment(
        loss,
        burst,
        lossAs,
        icmpError,
        icmpErrorAs,
        delay,
        jitter,
        jitterShape,
        duplicate,
        reorder,
        corrupt,
        bitsPerSecond,
        wayIn,
        stream,
        seed.isPresent() ? seed : present.seed);
  }

  /// The seed of one of several independent sequences of choices.
  public OptionalLong seedOf(int sequence) {
    return seed.isPresent() ? OptionalLong.of(Hashing.of(seed.getAsLong() + sequence)) : seed;
  }

  /// Whether replies may be delayed, duplicated, corrupted or reordered: everything but loss.
  public boolean shapes() {
    return delays() || duplicate > 0 || reorder > 0 || corrupt > 0;
  }

  /// Whether replies may be delayed.
  public boolean delays() {
    return !delay.isZero() || !jitter.isZero() || bitsPerSecond.isPresent() || wayIn.delays();
  }
}
