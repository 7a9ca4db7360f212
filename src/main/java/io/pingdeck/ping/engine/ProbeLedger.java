package io.pingdeck.ping.engine;

import io.pingdeck.ping.api.PingHistory;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.sample.Tally;

/// The outcomes of one ping's probes. Each probe leaves `in flight` exactly once; afterwards only a
/// loss can change, to the outcome that arrives after the timeout, see [Outcome#corrects(Outcome)].
/// Each method updates the ring, the counters, the address group's count and the sample together.
final class ProbeLedger {
  /// How long a probe is remembered after its send, in addition to four timeouts: ICMP reports an
  /// absent host after 3 s, regardless of the timeout.
  private static final long SHORTEST_MEMORY_NANOS = 10_000_000_000L;

  /// Delay before a sender that has not read since the timeout is asked again.
  private static final long ASK_AGAIN_NANOS = 1_000_000;

  /// Maximum delay of expiry after the timeout, even if the sender has not read.
  private static final long LONGEST_WAIT_NANOS = 2_000_000_000;

  private final long ping;
  private final int slot;

  /// The number of the probe with sequence 1, as if this run had begun with it.
  private final long firstNumber;

  private final long timeout;
  private final EngineListener listener;
  private final InFlight ring;
  private final Reordering order = new Reordering();
  private final Tally tally = new Tally();
  private PingLeg leg;
  private long unheard; // the sequence whose sender is asked again, 0 for none
  private long askAgainNanos;

  /// @param firstNumber the number of the first probe, see [ProbeTokens]
  ProbeLedger(
      long ping,
      int slot,
      long firstNumber,
      long timeout,
      PingLeg leg,
      EngineListener listener,
      PingHistory past) {
    this.ping = ping;
    this.slot = slot;
    this.firstNumber = firstNumber - past.lastSequence();
    this.timeout = timeout;
    this.leg = leg;
    this.listener = listener;
    ring = new InFlight(4 * timeout + SHORTEST_MEMORY_NANOS, past.lastSequence());
    tally.take(past.counters());
  }

  /// Sequence of the last probe; 0 before a new ping's first.
  long last() {
    return ring.last();
  }

  int inFlight() {
    return ring.count();
  }

  boolean hasRoom() {
    return ring.hasRoom();
  }

  Tally tally() {
    return tally;
  }

  /// The number of the next probe.
  long nextNumber() {
    return firstNumber + ring.last() & ProbeTokens.NUMBER_MASK;
  }

  long name(long sequence) {
    return ProbeTokens.name(slot, firstNumber + sequence - 1);
  }

  /// The sequence of the probe with this number, counted back from the last one sent; below 1 if
  /// the number is not from this ping.
  long sequenceOf(long number) {
    return ring.last() - (nextNumber() - 1 - number & ProbeTokens.NUMBER_MASK);
  }

  /// When [#expire] has work to do: the oldest probe in flight times out, or its sender must be
  /// asked again. Requires a probe in flight.
  long expiryNanos() {
    return unheard == ring.oldest() ? askAgainNanos : deadline();
  }

  /// When the oldest probe in flight times out.
  private long deadline() {
    return ring.sentNanos(ring.oldest()) + timeout;
  }

  /// @return the new probe's sequence
  long add(long now, long nowEpoch, long lag) {
    long sequence = ring.add(now, nowEpoch, lag);
    tally.sent();
    leg.group.sent();
    return sequence;
  }

  /// @return whether this changes [#expiryNanos()]
  boolean sent(long sequence, long nanos, long epochNanos) {
    if (!ring.isInFlight(sequence)) {
      return false;
    }
    ring.sent(sequence, nanos, epochNanos);
    unheard = sequence == unheard ? 0 : unheard;
    return sequence == ring.oldest();
  }

  void stamp(long sequence, long epochNanos) {
    if (ring.isInFlight(sequence)) {
      ring.stamp(sequence, epochNanos);
    }
  }

  /// Concludes each timed-out probe. It is lost, unless its answer has begun: then the host was
  /// reached and its answer violates the protocol. The sender must first have read once more,
  /// because a reply that arrived in time but was not yet read is not lost.
  void expire(long now, PingSpec spec, ProbeTokens tokens, ProbeSender sender) {
    while (ring.count() > 0 && now - deadline() >= 0) {
      long sequence = ring.oldest();
      if (now - deadline() < LONGEST_WAIT_NANOS && !sender.hasHeard(spec, deadline())) {
        unheard = sequence;
        askAgainNanos = now + ASK_AGAIN_NANOS;
        return;
      }
      Response begun = sender.unfinished(tokens.token(name(sequence)), spec);
      Outcome outcome =
          switch (begun) {
            case null -> Outcome.LOST;
            case Response.Tls _ -> Outcome.TLS_FAILED;
            default -> Outcome.MALFORMED;
          };
      conclude(sequence, outcome, 0, null, begun);
    }
  }

  /// @return whether the probe was in flight
  boolean sendFailed(long sequence, int errno) {
    if (!ring.isInFlight(sequence)) {
      return false;
    }
    conclude(sequence, Outcome.SEND_FAILED, errno, null, null);
    return true;
  }

  /// Fails the timed-out probes and the one added at `now`.
  void failDue(long now, int errno) {
    while (ring.count() > 0 && now - deadline() >= 0) {
      conclude(ring.oldest(), Outcome.SEND_FAILED, errno, null, null);
    }
    if (ring.isInFlight(last()) && ring.sentNanos(last()) == now) {
      conclude(last(), Outcome.SEND_FAILED, errno, null, null);
    }
  }

  /// Fails all probes in flight, which can no longer be answered.
  void failAll(int errno) {
    while (ring.count() > 0) {
      conclude(ring.oldest(), Outcome.SEND_FAILED, errno, null, null);
    }
  }

  /// The leg of the next probe.
  PingLeg leg() {
    return leg;
  }

  /// @param next a leg that begins with the next probe
  void leg(PingLeg next) {
    leg = next;
  }

  /// Detaches the legs whose probes are no longer remembered.
  ///
  /// @return the newest of them; null if there is none
  PingLeg forgetLegs(long now) {
    PingLeg kept = leg;
    while (kept.older != null && isRemembered(kept.older, now)) {
      kept = kept.older;
    }
    PingLeg forgotten = kept.older;
    kept.older = null;
    return forgotten;
  }

  private boolean isRemembered(PingLeg old, long now) {
    boolean inFlight = ring.count() > 0 && ring.oldest() <= old.last();
    return inFlight || ring.remembers(old.last(), now);
  }

  /// Subtracts the probes in flight from the address groups' counts, without outcome or sample.
  void leaveGroups() {
    for (long i = ring.oldest(); i <= ring.last(); i++) {
      if (ring.isInFlight(i)) {
        leg.of(i).group.concluded();
      }
    }
  }

  /// Whether this probe is still remembered, in flight or with its outcome.
  boolean remembers(long sequence, long now) {
    return ring.remembers(sequence, now);
  }

  /// A reply to a remembered probe.
  ///
  /// @param answer null if there is no content to report
  void reply(
      long sequence, RoundTrip roundTrip, Arrival arrival, boolean untagged, Response answer) {
    if (isOpen(sequence)) {
      measure(sequence, roundTrip, arrival);
      answered(sequence, roundTrip, roundTrip.nanos(), untagged, arrival.hopLimit, answer);
    } else if (ring.outcome(sequence).hasRtt()) {
      tally.duplicate();
    } else {
      tally.conflict();
    }
  }

  /// A reply to a remembered probe, whose round trip was timed on its own connection.
  ///
  /// @param answer null if there is no content to report
  void timed(long sequence, RoundTrip roundTrip, long received, boolean untagged, Response answer) {
    if (isOpen(sequence)) {
      answered(sequence, roundTrip, received - ring.sentNanos(sequence), untagged, 0, answer);
    } else {
      tally.conflict();
    }
  }

  /// @param waited the time that counts against the timeout
  private void answered(
      long sequence,
      RoundTrip roundTrip,
      long waited,
      boolean untagged,
      int hopLimit,
      Response answer) {
    if (order.arrived(sequence)) {
      tally.reordered();
    }
    Outcome outcome = isLate(sequence, waited) ? Outcome.LATE : Outcome.REPLY;
    settle(sequence, outcome);
    SampleColumns sample =
        sample(sequence, outcome)
            .rtt(roundTrip.nanos(), roundTrip.source())
            .hopLimit(hopLimit)
            .answer(answer);
    if (untagged) {
      sample.untagged();
    }
    listener.sampled();
  }

  /// A complete answer with unexpected content, at its arrival, to a remembered probe.
  void unexpected(long sequence, Response answer, RoundTrip roundTrip, Arrival arrival) {
    measure(sequence, roundTrip, arrival);
    Response timed = answer.after(roundTrip.nanos());
    decide(sequence, Outcome.UNEXPECTED, 0, timed, roundTrip.nanos());
  }

  private void measure(long sequence, RoundTrip roundTrip, Arrival arrival) {
    roundTrip.measure(
        ring.stampEpochNanos(sequence),
        ring.sentEpochNanos(sequence),
        arrival.epochNanos,
        ring.sentNanos(sequence),
        arrival.nanos);
  }

  /// @return false if this probe is no longer remembered
  boolean icmpError(long sequence, IcmpError error, RoundTrip roundTrip, Arrival arrival) {
    if (!ring.remembers(sequence, arrival.nanos)) {
      return false;
    }
    if (isOpen(sequence)) {
      measure(sequence, roundTrip, arrival);
      long waited = roundTrip.nanos();
      IcmpError timed = isLate(sequence, waited) ? error.late(waited) : error.after(waited);
      conclude(sequence, Outcome.ICMP_ERROR, 0, timed, null);
    } else {
      tally.conflict();
    }
    return true;
  }

  /// The outcome of a remembered probe's connection.
  ///
  /// @param errno for RESET, otherwise 0
  /// @param answer null if there is no content to report
  void decided(long sequence, Outcome outcome, int errno, Response answer, long nanos) {
    decide(sequence, outcome, errno, answer, nanos - ring.sentNanos(sequence));
  }

  private void decide(long sequence, Outcome outcome, int errno, Response answer, long waited) {
    if (isOpen(sequence)) {
      long after = isLate(sequence, waited) ? waited : SampleColumns.NO_TIME;
      settle(sequence, outcome);
      tell(sequence, outcome, after, errno, null, answer);
    } else {
      tally.conflict();
    }
  }

  /// Whether a remembered probe may still get an outcome: it is in flight, or it was lost and the
  /// outcome corrects that.
  private boolean isOpen(long sequence) {
    return ring.isInFlight(sequence) || ring.outcome(sequence) == Outcome.LOST;
  }

  /// Whether the outcome of an open probe came after its timeout.
  private boolean isLate(long sequence, long waited) {
    return !ring.isInFlight(sequence) || waited > timeout;
  }

  /// Rank of this probe's claim to an answer without a token: 3 if it is in flight, 2 if it was
  /// lost, 1 if it has another outcome, 0 if it is not remembered.
  int claim(long sequence, long now) {
    if (!ring.remembers(sequence, now)) {
      return 0;
    }
    if (ring.isInFlight(sequence)) {
      return 3;
    }
    return ring.outcome(sequence) == Outcome.LOST ? 2 : 1;
  }

  /// See [InFlight#onlyOpen(long, long, long)].
  long onlyOpen(long from, long to, long now) {
    return ring.onlyOpen(from, to, now);
  }

  /// Requires that the probe is remembered.
  long sentNanos(long sequence) {
    return ring.sentNanos(sequence);
  }

  /// Sets the outcome, without an RTT, of an open probe.
  private void conclude(
      long sequence, Outcome outcome, int errno, IcmpError error, Response answer) {
    settle(sequence, outcome);
    tell(sequence, outcome, SampleColumns.NO_TIME, errno, error, answer);
  }

  /// Reports an outcome without an RTT.
  private void tell(
      long sequence, Outcome outcome, long after, int errno, IcmpError error, Response answer) {
    SampleColumns sample = sample(sequence, outcome).errno(errno).icmpError(error).answer(answer);
    if (after != SampleColumns.NO_TIME) {
      sample.afterTimeout(after);
    }
    listener.sampled();
  }

  private SampleColumns sample(long sequence, Outcome outcome) {
    long sent = ring.sentEpochNanos(sequence);
    return listener.columns().add(ping, sequence, sent, ring.lagNanos(sequence), outcome);
  }

  private void settle(long sequence, Outcome outcome) {
    if (ring.isInFlight(sequence)) {
      ring.conclude(sequence, outcome);
      tally.concluded(outcome);
      leg.of(sequence).group.concluded();
    } else {
      ring.correct(sequence, outcome);
      tally.lossCorrected(outcome);
    }
  }
}
