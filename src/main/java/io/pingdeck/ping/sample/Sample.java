package io.pingdeck.ping.sample;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalLong;

/// What became of one probe.
///
/// @param ping which ping it belongs to
/// @param sequence 1 for the ping's first probe
/// @param sentEpochNanos wall-clock time of sending, nanoseconds since 1970 UTC; for display only
/// @param lagNanos how much later than planned the probe was sent (scheduler lateness); 0 for a
///   flood, which has no plan
/// @param outcome its outcome
/// @param rttNanos the round-trip time, present exactly for reply and late
/// @param rttSource which clocks the RTT was taken from, present exactly with it
/// @param lateNanos how long after its sending it was decided, present exactly if that was after
///   the timeout by what is neither a reply nor an ICMP error
/// @param untagged the reply carried no token and was matched by sequence and source only
/// @param selfDelayed what decided it was received while this program stood still: it may have
///   waited for us
/// @param hopLimit TTL or hop limit of the reply, 0 if unknown
/// @param errno the system's error number for a failed send, and for a reset connection how it
///   ended (ENODATA: closed in good order, too early); otherwise 0
/// @param icmpError the error, present exactly for `icmpError`
/// @param answer what the probe was answered, where its protocol tells more than a round trip
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
