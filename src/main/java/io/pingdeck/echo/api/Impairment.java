package io.pingdeck.echo.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Mix;
import java.time.Duration;
import java.util.OptionalLong;

/// What an echo server does on purpose to its answers, and to what it answers. Duplication,
/// reordering, corruption and the loss of requests are for UDP only, stream faults for TCP.
///
/// @param loss the chance that a datagram or line is not answered, 0-1
/// @param burst how many in a row are lost on average, at least 1; 1 is independent loss (up to
///   what chance brings together), more is Gilbert and Elliott's model with a good state that loses
///   nothing and a bad one that loses all. A loss that leaves no room for such short bursts makes
///   them longer
/// @param lossAs how a TCP server shows its loss
/// @param icmpError the chance that a datagram, or an attempt to connect to a TCP server, is
///   answered with an ICMP error instead, 0-1; of what `loss` leaves. Over TCP it is chosen by the
///   SYN's own sequence number, which a seed does not repeat
/// @param icmpErrorAs which error
/// @param delay how long an answer waits
/// @param jitter how far delays spread, as `jitterShape` says; never below a delay of 0
/// @param duplicate the chance that an answer is sent twice, 0-1
/// @param reorder the chance that an answer waits until the one after it has gone, for a second at
///   most, 0-1
/// @param corrupt the chance that one bit of an answer is flipped, 0-1
/// @param bitsPerSecond what the way back carries, headers included; empty for no bound
/// @param wayIn what happens to requests
/// @param stream what happens to TCP streams
/// @param seed repeats the same choices in every run; empty draws a fresh seed
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
    WayIn wayIn,
    StreamFaults stream,
    OptionalLong seed) {
  /// The classic lab server draws an integer from 0 to 10 and drops below 4: 4/11, not the 30 % its
  /// text says.
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
        WayIn.CLEAR,
        StreamFaults.NONE,
        seed);
  }

  /// What a server stands with when this is asked of it: without a seed of its own it goes on with
  /// the present one.
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

  /// The seed of one of several sequences of choices, which have nothing in common.
  public OptionalLong seedOf(int sequence) {
    return seed.isPresent() ? OptionalLong.of(Mix.of(seed.getAsLong() + sequence)) : seed;
  }

  /// Whether answers may leave late, twice, damaged or in another order: everything but loss.
  public boolean shapes() {
    return delays() || duplicate > 0 || reorder > 0 || corrupt > 0;
  }

  /// Whether answers may leave late.
  public boolean delays() {
    return !delay.isZero() || !jitter.isZero() || bitsPerSecond.isPresent() || wayIn.delays();
  }
}
