package io.pingdeck.ping.engine;

import io.pingdeck.base.Errno;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.icmp.EchoData;
import io.pingdeck.ping.api.PingHistory;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.target.Protocol;

/// One running ping: decides when it sends, which answers match and when it ends.
final class PingRun {
  private static final long ICMP_SEQUENCE_MASK = 0xffff;

  private final int slot;
  private final PingSpec spec;
  private final long ping;
  private final long limit;
  private final long sequenceMask;
  private final Schedule schedule;
  private final ProbeLedger probes;
  private boolean stopped;
  private boolean gone;
  private Response.From answeredBy;

  /// Link of [ChangedPings]; `touched` says whether its row is still to be written.
  PingRun nextTouched;

  boolean touched;

  PingRun(
      int slot,
      long firstNumber,
      ResolvedPing planned,
      AddressGroup group,
      EngineListener listener,
      long firstNanos) {
    this.slot = slot;
    spec = planned.spec();
    ping = spec.id().value();
    limit = spec.count().orElse(Long.MAX_VALUE);
    sequenceMask = spec.target().protocol() == Protocol.ICMP ? ICMP_SEQUENCE_MASK : -1;
    schedule = Schedule.of(spec, firstNanos);
    long timeout = Schedule.nanos(spec.timeout());
    PingHistory past = planned.past();
    PingLeg leg = new PingLeg(this, planned.address(), group, past.lastSequence() + 1, null);
    probes = new ProbeLedger(ping, slot, firstNumber, timeout, leg, listener, past);
    group.add(leg);
  }

  int slot() {
    return slot;
  }

  long ping() {
    return ping;
  }

  PingSpec spec() {
    return spec;
  }

  ProbeLedger probes() {
    return probes;
  }

  /// The sequence of this name in this ping; below 1 if it belongs to an earlier ping.
  long sequenceOf(long name) {
    return probes.sequenceOf(ProbeTokens.number(name));
  }

  /// Whether a reply from this address may answer the probe; see [PingLeg#isFrom].
  boolean isFrom(long probe, long high, long low, int port) {
    return probes.leg().of(probe).isFrom(probe, high, low, port);
  }

  /// Reports the responder if it is not the address that was probed.
  ///
  /// @return null if it is
  private Response answerFrom(long probe, long high, long low) {
    if (probes.leg().of(probe).address.sameAddress(high, low)) {
      return null;
    }
    if (answeredBy == null || !answeredBy.from().sameAddress(high, low)) {
      answeredBy = new Response.From(new Endpoint(high, low, 0, 0)); // cached: usually the same
    }
    return answeredBy;
  }

  /// Sends the following probes to another address.
  ///
  /// @return the previous leg if it had no probes; null if it is kept
  PingLeg readdress(Endpoint address, AddressGroup group) {
    PingLeg before = probes.leg();
    before.end(probes.last());
    PingLeg older = before.isEmpty() ? before.older : before;
    PingLeg leg = new PingLeg(this, address, group, probes.last() + 1, older);
    group.add(leg);
    probes.leg(leg);
    if (older == before) {
      return null;
    }
    before.older = null;
    return before;
  }

  boolean goesTo(long high, long low) {
    return probes.leg().address.sameAddress(high, low);
  }

  boolean isSpelled(long sequence, long wireSequence) {
    return (sequence & sequenceMask) == wireSequence;
  }

  /// Whether every complete answer carries the token. A host answers an ICMP echo request with all
  /// of its data (RFC 792), while a UDP server may answer with anything.
  boolean echoesToken() {
    return spec.target().protocol() == Protocol.ICMP && EchoData.hasToken(spec.payloadBytes());
  }

  /// A reply to one of its probes, which must be remembered.
  void reply(long probe, RoundTrip roundTrip, Arrival arrival, AnswerReader reader) {
    Response read = reader.read(spec);
    Response answer = read == null ? answerFrom(probe, arrival.high, arrival.low) : read;
    if (isAsExpected(answer)) {
      probes.reply(probe, roundTrip, arrival, false, answer);
    } else {
      probes.unexpected(probe, answer, roundTrip, arrival);
    }
  }

  /// Like `reply`, for a reply that was timed on its own connection.
  void timed(long probe, RoundTrip roundTrip, long received, boolean untagged, Response answer) {
    if (isAsExpected(answer)) {
      probes.timed(probe, roundTrip, received, untagged, answer);
    } else {
      probes.decided(probe, Outcome.UNEXPECTED, 0, answer.after(roundTrip.nanos()), received);
    }
  }

  /// Whether an answer has the expected content. An answer without content is as expected.
  private boolean isAsExpected(Response answer) {
    return switch (answer) {
      case null -> true;
      case Response.Http http -> http.reason().isEmpty() && accepts(http.status());
      case Response.Dns dns -> accepts(dns.rcode());
      case Response.Banner _,
          Response.Tls _,
          Response.Smtp _,
          Response.Malformed _,
          Response.From _,
          Response.Echo _ ->
          true;
    };
  }

  /// A ping without expected codes accepts all.
  private boolean accepts(int code) {
    return spec.expected().isEmpty() || spec.expected().get().accepts(code);
  }

  /// The latest sent sequence with this value on the wire, where ICMP has only 16 bits.
  long latestOf(long wireSequence) {
    return probes.last() - (probes.last() - wireSequence & sequenceMask);
  }

  /// Whether it may still send a probe, now or later.
  private boolean isSending() {
    return !stopped && !gone && probes.last() < limit;
  }

  boolean isOver() {
    return !isSending() && probes.inFlight() == 0;
  }

  /// The final state. Requires [#isOver()].
  PingState endState() {
    return probes.last() == limit ? PingState.FINISHED : PingState.STOPPED;
  }

  boolean isGone() {
    return gone;
  }

  void stop() {
    stopped = true;
  }

  /// Ends the ping at once, even with probes in flight; produces no more samples.
  void leave() {
    gone = true;
    probes.leaveGroups();
  }

  /// The time of the next [#advance(long, long, ProbeTokens, ProbeSender)]. Requires that the ping
  /// is not over.
  long nextNanos() {
    if (probes.inFlight() == 0) {
      return schedule.due();
    }
    boolean sends = isSending() && schedule.hasWindow(probes.inFlight());
    long expiry = probes.expiryNanos();
    return sends && schedule.due() - expiry < 0 ? schedule.due() : expiry;
  }

  /// Expires timed-out probes, then sends what is due. If anything throws, what is due fails with
  /// EIO, so that the ping always makes progress.
  void advance(long now, long nowEpoch, ProbeTokens tokens, ProbeSender sender) {
    try {
      probes.expire(now, spec, tokens, sender);
      send(now, nowEpoch, tokens, sender);
    } catch (RuntimeException | Error e) {
      failDue(now);
      throw e;
    }
  }

  private void send(long now, long nowEpoch, ProbeTokens tokens, ProbeSender sender) {
    for (int i = schedule.allowance(now, probes.inFlight()); i > 0 && isSending(); i--) {
      probes.tally().skipped(schedule.missed(now));
      long planned = schedule.take(now);
      if (probes.hasRoom()) {
        long sequence =
            probes.add(now, nowEpoch, schedule.isPlanned() ? now - planned : InFlight.NO_PLAN);
        sender.send(tokens.token(probes.name(sequence)), sequence, spec, probes.leg().address);
      } else {
        probes.tally().skipped(1);
      }
    }
  }

  private void failDue(long now) {
    if (schedule.allowance(now, probes.inFlight()) > 0) {
      probes.tally().skipped(schedule.isPlanned() ? schedule.missed(now) + 1 : 0);
      schedule.take(now);
    }
    probes.failDue(now, Errno.EIO);
  }

  void sendFailed(long sequence, int errno) {
    long sent = probes.sentNanos(sequence);
    if (probes.sendFailed(sequence, errno)) {
      schedule.sendFailed(sent);
    }
  }

  /// Requires that both pings have a claim to this sequence.
  boolean sentBefore(PingRun other, long wireSequence) {
    long sent = probes.sentNanos(latestOf(wireSequence));
    return sent - other.probes.sentNanos(other.latestOf(wireSequence)) < 0;
  }

  /// A reply without a token. Requires a claim to its sequence.
  void untaggedReply(long wireSequence, RoundTrip roundTrip, Arrival arrival, AnswerReader reader) {
    probes.reply(latestOf(wireSequence), roundTrip, arrival, true, reader.read(spec));
  }

  void writeCounters(SampleColumns buffer) {
    int offset = buffer.addCounters(ping);
    probes.tally().write(buffer.counters(), offset);
  }
}
