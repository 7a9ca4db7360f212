package io.pingdeck.ping.sample;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalLong;

/// The outcome of one probe.
///
/// @param ping the ping it belongs to
/// @param sequence 1 for the ping's first probe
/// @param sentEpochNanos wall-clock send time, nanoseconds since 1970 UTC; for display only
/// @param lagNanos delay between the planned and the actual send time (scheduler lateness); 0 for a
///   flood, which has no planned times
/// @param outcome its outcome
/// @param rttNanos the round-trip time, present exactly for reply and late
/// @param rttSource the clocks of the RTT, present exactly with it
/// @param lateNanos time from the send to the outcome, present exactly if the outcome came after
///   the timeout and is neither a reply nor an ICMP error
/// @param untagged the reply carried no token and was matched by sequence and source only
/// @param selfDelayed the deciding packet arrived during a stall of this program, so it may have
///   waited to be read
/// @param hopLimit TTL or hop limit of the reply, 0 if unknown
/// @param errno the errno of a failed send, or how a reset connection ended (ENODATA: orderly
///   close, too early); otherwise 0
/// @param icmpError the error, present exactly for `icmpError`
/// @param answer the content of the answer, for protocols that report more than the round trip
public record Sample(
    PingId ping,
    long sequence,
    long sentEpochNanos,
    long lagNanos,
    Outcome outcome,
    OptionalLong rttNanos,
    Optional<RttSource> rttSource,
    OptionalLong lateNanos,
    boolean untagged,
    boolean selfDelayed,
    int hopLimit,
    int errno,
    Optional<IcmpError> icmpError,
    Optional<Response> answer) {
  public Sample {
    requireNonNull(ping, "ping");
    requireNonNull(outcome, "outcome");
    requireNonNull(answer, "answer");
    requireNonNull(lateNanos, "lateNanos");
    if (rttNanos.isPresent() != outcome.hasRtt()) {
      throw new IllegalArgumentException(outcome + " with RTT " + rttNanos);
    }
    if (icmpError.isPresent() != (outcome == Outcome.ICMP_ERROR)) {
      throw new IllegalArgumentException(outcome + " with ICMP error " + icmpError);
    }
  }
}
