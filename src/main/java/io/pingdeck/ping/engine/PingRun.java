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
import io.pingdeck.ping.sample.SampleBuffer;
import io.pingdeck.ping.sample.SampleSink;
import io.pingdeck.ping.target.Protocol;

/// One running ping: when it sends, which answers are meant for it, when it is over.
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

  /// Link of [ChangedPings], and whether its row is still to be written.
  PingRun nextTouched;

  boolean touched;

  PingRun(
      int slot,
      long firstNumber,
      ResolvedPing planned,
      AddressGroup group,
      SampleSink samples,
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
    probes = new ProbeLedger(ping, slot, firstNumber, timeout, leg, samples, past);
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

  /// The sequence that this name is in this ping; below 1 if it is from a ping before it.
  long sequenceOf(long name) {
    return probes.sequenceOf(ProbeTokens.number(name));
  }

  /// Whether this is where the probe went.
  boolean isFrom(long probe, long high, long low, int port) {
    return probes.leg().of(probe).isFrom(probe, high, low, port);
  }

  /// What there is to tell of a reply that comes from there: who answered, if that is not the
  /// address that was asked.
  ///
  /// @return null if there is nothing to tell
  private Response answerFrom(long probe, long high, long low) {
    if (probes.leg().of(probe).address.sameAddress(high, low)) {
      return null;
    }
    if (answeredBy == null || !answeredBy.from().sameAddress(high, low)) {
      answeredBy = new Response.From(new Endpoint(high, low, 0, 0)); // mostly the same: kept
    }
    return answeredBy;
  }

  /// What a reply tells, or else who sent it if that is another address than was asked.
  Response answer(AnswerReader reader, long probe, long high, long low) {
    Response answer = reader.read(spec);
    return answer == null ? answerFrom(probe, high, low) : answer;
  }

  /// The probes from the next one on go to another address.
  ///
  /// @return the leg before if it had no probe; null if it goes on
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

  /// Whether every whole answer carries the token: a host answers an ICMP echo request with all of
  /// its data (RFC 792), while a server behind UDP answers what it likes.
  boolean echoesToken() {
    return spec.target().protocol() == Protocol.ICMP && EchoData.hasToken(spec.payloadBytes());
  }

  /// A reply to one of its probes. Only to one that is remembered.
  ///
  /// @param answer null if there is nothing to tell of it
  void reply(
      long probe,
      RoundTrip roundTrip,
      long received,
      long receivedEpoch,
      int hopLimit,
      Response answer) {
    if (isAsExpected(answer)) {
      probes.reply(probe, roundTrip, received, receivedEpoch, false, hopLimit, answer);
    } else {
      probes.unexpected(probe, answer, roundTrip, received, receivedEpoch);
    }
  }

  /// The same for a reply that was timed on its own connection.
  void timed(long probe, RoundTrip roundTrip, long received, boolean untagged, Response answer) {
    if (isAsExpected(answer)) {
      probes.timed(probe, roundTrip, received, untagged, answer);
    } else {
      probes.decided(probe, Outcome.UNEXPECTED, 0, answer.after(roundTrip.nanos()), received);
    }
  }

  /// Whether an answer says what was asked for; no answer to look at says nothing else.
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

  /// A ping that expects nothing particular accepts all.
  private boolean accepts(int code) {
    return spec.expected().isEmpty() || spec.expected().get().accepts(code);
  }

  /// The latest sequence sent that reads like this on the wire, where ICMP has 16 bits only.
  long latestOf(long wireSequence) {
    return probes.last() - (probes.last() - wireSequence & sequenceMask);
  }

  /// Whether a probe may still be sent, now or later.
  private boolean isSending() {
    return !stopped && !gone && probes.last() < limit;
  }

  boolean isOver() {
    return !isSending() && probes.inFlight() == 0;
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
    probes.leaveGroups();
  }

  /// When this ping next needs [#advance(long, long, ProbeTokens, ProbeSender)]. Only if it is not
  /// over.
  long nextNanos() {
    if (probes.inFlight() == 0) {
      return schedule.due();
    }
    boolean sends = isSending() && schedule.hasWindow(probes.inFlight());
    long expiry = probes.expiryNanos();
    return sends && schedule.due() - expiry < 0 ? schedule.due() : expiry;
  }

  /// Expires what has waited its timeout, then sends what is due. What is due when anything throws
  /// fails with EIO, so that there is progress whatever happens.
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

  /// Only if both have a claim to this sequence.
  boolean sentBefore(PingRun other, long wireSequence) {
    long sent = probes.sentNanos(latestOf(wireSequence));
    return sent - other.probes.sentNanos(other.latestOf(wireSequence)) < 0;
  }

  /// A reply without a token. Only with a claim to its sequence.
  void untaggedReply(
      long wireSequence,
      RoundTrip roundTrip,
      long received,
      long receivedEpoch,
      int hopLimit,
      AnswerReader reader) {
    long probe = latestOf(wireSequence);
    Response answer = reader.read(spec);
    probes.reply(probe, roundTrip, received, receivedEpoch, true, hopLimit, answer);
  }

  void writeCounters(SampleBuffer buffer) {
    int offset = buffer.addCounters(ping);
    probes.tally().write(buffer.counters(), offset);
  }
}
