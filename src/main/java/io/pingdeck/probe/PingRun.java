package io.pingdeck.probe;

import io.pingdeck.packet.Endpoint;

/// One running ping: its schedule, the probes it remembers, its counters. Every method leaves the
/// counters in balance and writes the samples it causes.
final class PingRun {
  private static final long SHORTEST_MEMORY_NANOS = 10_000_000_000L;
  private static final long ICMP_SEQUENCE_MASK = 0xffff;
  private static final long NO_RTT = SampleSink.NO_RTT;

  private final int slot;
  private final long firstNumber;
  private final PingSpec spec;
  private final Endpoint address;
  private final AddressGroup group;
  private final SampleSink samples;
  private final long ping;
  private final long timeout;
  private final long limit;
  private final long sequenceMask;
  private final Schedule schedule;
  private final InFlight probes;
  private final Reordering order = new Reordering();
  private final Tally tally = new Tally();
  private boolean stopped;
  private boolean gone;

  /// Links of the [AddressGroup]'s list.
  PingRun nextInGroup;

  PingRun previousInGroup;

  /// Link of the engine's list of pings whose counters changed; only while `touched`.
  PingRun nextTouched;

  boolean touched;

  PingRun(
      int slot,
      long firstNumber,
      PingSpec spec,
      Endpoint address,
      AddressGroup group,
      SampleSink samples,
      long firstNanos) {
    this.slot = slot;
    this.firstNumber = firstNumber;
    this.spec = spec;
    this.address = address;
    this.group = group;
    this.samples = samples;
    ping = spec.id().value();
    timeout = Schedule.nanos(spec.timeout());
    limit = spec.count().orElse(Long.MAX_VALUE);
    sequenceMask = spec.target().protocol() == Protocol.ICMP ? ICMP_SEQUENCE_MASK : -1;
    schedule = Schedule.of(spec, firstNanos);
    probes = new InFlight(4 * timeout + SHORTEST_MEMORY_NANOS);
    group.add(this);
  }

  int slot() {
    return slot;
  }

  long ping() {
    return ping;
  }

  AddressGroup group() {
    return group;
  }

  PingSpec spec() {
    return spec;
  }

  Endpoint address() {
    return address;
  }

  /// The number that the next probe of this slot gets; see [ProbeTokens].
  long nextNumber() {
    return firstNumber + probes.last() & ProbeTokens.NUMBER_MASK;
  }

  /// The name of this ping's probe with this sequence.
  long name(long sequence) {
    return ProbeTokens.name(slot, firstNumber + sequence - 1);
  }

  /// The sequence of the probe with this number, counted back from the last one sent; below 1 if
  /// the number is not from this ping.
  long sequenceOf(long number) {
    return probes.last() - (nextNumber() - 1 - number & ProbeTokens.NUMBER_MASK);
  }

  /// The latest sequence sent that reads like this on the wire, where ICMP has 16 bits only.
  private long latestOf(long wireSequence) {
    return probes.last() - (probes.last() - wireSequence & sequenceMask);
  }

  boolean isFrom(long high, long low, int port) {
    return address.sameAddress(high, low) && address.port() == port;
  }

  boolean isSpelled(long sequence, long wireSequence) {
    return (sequence & sequenceMask) == wireSequence;
  }

  /// Whether a probe may still be sent, now or later.
  private boolean isSending() {
    return !stopped && !gone && probes.last() < limit;
  }

  boolean isOver() {
    return !isSending() && probes.count() == 0;
  }

  /// How it ended. Only if it is over.
  PingState endState() {
    return probes.last() == limit ? PingState.FINISHED : PingState.STOPPED;
  }

  boolean isGone() {
    return gone;
  }

  void stop() {
    stopped = true;
  }

  /// Ends it at once, whatever is in flight; no further sample.
  void leave() {
    gone = true;
    for (long i = probes.oldest(); i <= probes.last(); i++) {
      if (probes.isInFlight(i)) {
        group.concluded(name(i));
      }
    }
    group.remove(this);
  }

  /// When this ping next needs [#expire(long)] or a send. Only if it is not over.
  long nextNanos() {
    boolean sends = isSending() && schedule.hasWindow(probes.count());
    if (probes.count() == 0) {
      return schedule.due();
    }
    long expiry = probes.sentNanos(probes.oldest()) + timeout;
    return sends && schedule.due() - expiry < 0 ? schedule.due() : expiry;
  }

  /// Every probe that has waited its timeout is lost.
  void expire(long now) {
    while (probes.count() > 0 && now - probes.sentNanos(probes.oldest()) >= timeout) {
      conclude(probes.oldest(), Outcome.LOST, NO_RTT, null, false, 0, 0, null);
    }
  }

  void sendDue(long now, long nowEpoch, ProbeTokens tokens, ProbeSender sender) {
    for (int i = schedule.allowance(now, probes.count()); i > 0 && isSending(); i--) {
      tally.skipped(schedule.missed(now));
      long planned = schedule.take(now);
      if (probes.hasRoom()) {
        long sequence = probes.add(now, nowEpoch, now - planned);
        tally.sent();
        group.sent(name(sequence));
        sender.send(tokens.token(name(sequence)), sequence, spec, address);
      } else {
        tally.skipped(1);
      }
    }
  }

  void sent(long sequence, long nanos, long epochNanos) {
    if (probes.isInFlight(sequence)) {
      probes.sent(sequence, nanos, epochNanos);
    }
  }

  void stamp(long sequence, long epochNanos) {
    if (probes.isInFlight(sequence)) {
      probes.stamp(sequence, epochNanos);
    }
  }

  void sendFailed(long sequence, int errno) {
    if (probes.isInFlight(sequence)) {
      schedule.sendFailed(probes.sentNanos(sequence));
      conclude(sequence, Outcome.SEND_FAILED, NO_RTT, null, false, 0, errno, null);
    }
  }

  /// @return false if this probe is no longer remembered
  boolean reply(
      long sequence,
      RoundTrip roundTrip,
      long received,
      long receivedEpoch,
      boolean untagged,
      int hopLimit) {
    if (!probes.remembers(sequence, received)) {
      return false;
    }
    boolean inFlight = probes.isInFlight(sequence);
    if (!inFlight && probes.outcome(sequence) != Outcome.LOST) {
      answeredAgain(sequence);
      return true;
    }
    roundTrip.measure(
        probes.stampEpochNanos(sequence),
        probes.sentEpochNanos(sequence),
        receivedEpoch,
        probes.sentNanos(sequence),
        received);
    if (order.arrived(sequence)) {
      tally.reordered();
    }
    if (inFlight) {
      Outcome outcome = roundTrip.nanos() <= timeout ? Outcome.REPLY : Outcome.LATE;
      conclude(
          sequence, outcome, roundTrip.nanos(), roundTrip.source(), untagged, hopLimit, 0, null);
    } else {
      probes.turnLate(sequence);
      tally.lostTurnedLate();
      sample(
          sequence,
          Outcome.LATE,
          roundTrip.nanos(),
          roundTrip.source(),
          untagged,
          hopLimit,
          0,
          null);
    }
    return true;
  }

  private void answeredAgain(long sequence) {
    if (probes.outcome(sequence).hasRtt()) {
      tally.duplicate();
    } else {
      tally.conflict();
    }
  }

  /// An outcome that is not a reply: an ICMP error, or what a TCP connection came to.
  ///
  /// @param error for ICMP_ERROR, otherwise null
  /// @return false if this probe is no longer remembered
  boolean decide(long sequence, Outcome outcome, IcmpError error, long now) {
    if (!probes.remembers(sequence, now)) {
      return false;
    }
    if (probes.isInFlight(sequence)) {
      conclude(sequence, outcome, NO_RTT, null, false, 0, 0, error);
    } else {
      tally.conflict();
    }
    return true;
  }

  /// The probe cannot be waited for any longer.
  void failAll(int errno) {
    while (probes.count() > 0) {
      conclude(probes.oldest(), Outcome.SEND_FAILED, NO_RTT, null, false, 0, errno, null);
    }
  }

  void corrupt() {
    tally.corrupt();
  }

  void wrongSource() {
    tally.wrongSource();
  }

  /// How good a claim this ping has to an answer without a token: 3 the probe is in flight, 2 it
  /// was lost, 1 it had another outcome, 0 it is not known.
  int claim(long wireSequence, long now) {
    long sequence = latestOf(wireSequence);
    if (!probes.remembers(sequence, now)) {
      return 0;
    }
    if (probes.isInFlight(sequence)) {
      return 3;
    }
    return probes.outcome(sequence) == Outcome.LOST ? 2 : 1;
  }

  /// Only if both have a claim to this sequence.
  boolean sentBefore(PingRun other, long wireSequence) {
    return probes.sentNanos(latestOf(wireSequence))
            - other.probes.sentNanos(other.latestOf(wireSequence))
        < 0;
  }

  /// A reply without a token. Only with a claim to its sequence.
  void untaggedReply(
      long wireSequence, RoundTrip roundTrip, long received, long receivedEpoch, int hopLimit) {
    reply(latestOf(wireSequence), roundTrip, received, receivedEpoch, true, hopLimit);
  }

  void writeCounters(SampleBuffer buffer) {
    int offset = buffer.addCounters(ping);
    tally.write(buffer.counters(), offset);
  }

  private void conclude(
      long sequence,
      Outcome outcome,
      long rtt,
      RttSource source,
      boolean untagged,
      int hopLimit,
      int errno,
      IcmpError error) {
    probes.conclude(sequence, outcome);
    tally.concluded(outcome);
    group.concluded(name(sequence));
    sample(sequence, outcome, rtt, source, untagged, hopLimit, errno, error);
  }

  private void sample(
      long sequence,
      Outcome outcome,
      long rtt,
      RttSource source,
      boolean untagged,
      int hopLimit,
      int errno,
      IcmpError error) {
    samples.sample(
        ping,
        sequence,
        probes.sentEpochNanos(sequence),
        probes.lagNanos(sequence),
        outcome,
        rtt,
        source,
        untagged,
        hopLimit,
        errno,
        error);
  }
}
