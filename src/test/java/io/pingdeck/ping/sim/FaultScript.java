package io.pingdeck.ping.sim;

import java.util.random.RandomGenerator;

/// The faults of one simulated run, as probabilities per probe or per step; drawn from the run's
/// seed.
///
/// @param loss share of probes that get no answer
/// @param slow share of answers that take up to three timeouts instead of a tenth of one
/// @param duplicate share of answers that arrive twice
/// @param corrupt share of answers with a different sequence in their text
/// @param wrongSource share of answers from another address
/// @param untagged share of answers without a token
/// @param icmp share of probes that a router answers with an ICMP error
/// @param shortQuote share of ICMP errors without a token in the quote
/// @param tcp share of TCP probes that are refused, reset or dropped by the server
/// @param begun share of TCP probes whose answer begins and does not end
/// @param unheard share of TCP probes whose sender reads answers only long after the timeout
/// @param sendFailure share of probes that the kernel refuses
/// @param stamps share of probes with kernel timestamps
/// @param forged share of steps with a forged reply or error
/// @param pause share of steps preceded by a pause of the process of up to 600 seconds
/// @param lateness longest wake-up delay in nanoseconds
/// @param clockStep share of steps before which the wall clock is set
/// @param command share of steps with a start, stop, abort or address change
/// @param advanceFirst share of steps that advance the time before the waiting packets are read
record FaultScript(
    double loss,
    double slow,
    double duplicate,
    double corrupt,
    double wrongSource,
    double untagged,
    double icmp,
    double shortQuote,
    double tcp,
    double begun,
    double unheard,
    double sendFailure,
    double stamps,
    double forged,
    double pause,
    long lateness,
    double clockStep,
    double command,
    double advanceFirst) {

  static FaultScript draw(RandomGenerator random) {
    return new FaultScript(
        random.nextInt(8) == 0 ? 1 : rarely(random, 1.0),
        rarely(random, 1.0),
        rarely(random, 0.2),
        rarely(random, 0.2),
        rarely(random, 0.2),
        rarely(random, 0.5),
        rarely(random, 0.5),
        random.nextDouble(),
        rarely(random, 0.5),
        rarely(random, 0.5),
        rarely(random, 0.5),
        rarely(random, 0.3),
        random.nextDouble(),
        rarely(random, 0.3),
        rarely(random, 0.02),
        random.nextInt(2) == 0 ? 0 : random.nextLong(50_000_000),
        rarely(random, 0.02),
        rarely(random, 0.05),
        rarely(random, 0.5));
  }

  /// 0 in half of the runs, so that each fault also occurs without the others.
  private static double rarely(RandomGenerator random, double most) {
    return random.nextBoolean() ? 0 : random.nextDouble() * most;
  }
}
