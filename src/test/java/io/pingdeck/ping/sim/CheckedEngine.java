package io.pingdeck.ping.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.engine.Arrival;
import io.pingdeck.ping.engine.EngineListener;
import io.pingdeck.ping.engine.ProbeEngine;
import io.pingdeck.ping.engine.ProbeSender;
import io.pingdeck.ping.engine.ProbeTokens;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.SampleColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Runs the production engine and the [Reference] side by side. Every call goes to both. After each
/// call both must have the same sends, outcomes and ends, and every ledger must balance.
final class CheckedEngine implements EngineListener {
  private static final RttSource[] SOURCES = RttSource.values();

  private final ProbeEngine engine;
  private final Reference reference = new Reference();
  private final SampleColumns samples = new SampleColumns();
  private final SampleColumns buffer = new SampleColumns();
  private final Arrival arrival = new Arrival();
  private final List<Line> lines = new ArrayList<>();
  private final List<Reference.End> ends = new ArrayList<>();
  private final List<Object> log = new ArrayList<>();
  private final Map<Long, PingCounters> counters = new HashMap<>();

  private final Map<Long, long[]> rows = new HashMap<>();

  /// Tokens of the probes whose answer has begun, and of those that were asked about.
  private final Set<Long> begun = new HashSet<>();

  private final Set<Long> asked = new HashSet<>();

  /// By ping: arrivals after this time have not been read yet.
  private final Map<Long, Long> heard = new HashMap<>();

  CheckedEngine(ProbeTokens tokens) {
    engine = new ProbeEngine(tokens, this);
  }

  @Override
  public SampleColumns columns() {
    return samples;
  }

  @Override
  public void sampled() {
    Outcome outcome = samples.outcome(0);
    int flags = samples.flags[0];
    lines.add(
        new Line(
            samples.pings[0],
            samples.sequences[0],
            samples.sentEpochNanos[0],
            samples.lagNanos[0],
            outcome,
            samples.rttNanos[0],
            outcome.hasRtt() ? SOURCES[flags & 3] : null,
            (flags & SampleBatch.UNTAGGED) != 0,
            flags >>> SampleBatch.HOP_LIMIT_SHIFT & 0xff,
            samples.errnos[0],
            samples.icmpErrors[0]));
    samples.clear();
  }

  @Override
  public void ended(long ping, PingState state, long lastSequence) {
    ends.add(new Reference.End(ping, state));
  }

  List<Object> log() {
    return log;
  }

  List<long[]> counterRows() {
    return List.copyOf(rows.values());
  }

  int size() {
    return engine.size();
  }

  long nanosUntilNext(long now) {
    long nanos = engine.nanosUntilNext(now);
    assertSame(nanos, reference.nanosUntilNext(now), "time until the next event");
    return nanos;
  }

  void start(PingSpec spec, Endpoint address, long now, long delay) {
    counters.put(spec.id().value(), PingCounters.ZERO);
    engine.start(new ResolvedPing(spec, address), now, delay);
    reference.start(spec, address, now + delay);
    check();
  }

  void stop(long ping) {
    engine.stop(ping);
    reference.stop(ping);
    check();
  }

  void readdress(long ping, Endpoint address) {
    engine.readdress(ping, address);
    reference.readdress(ping, address);
    check();
  }

  void abort(long ping) {
    boolean wasRunning = engine.isRunning(ping);
    engine.abort(ping);
    reference.abort(ping);
    if (wasRunning) {
      counters.remove(ping);
    }
    check();
  }

  /// Part of the answer to a probe has arrived.
  void begin(Wire wire) {
    begun.add(wire.token());
    reference.begin(wire.ping(), wire.sequence());
  }

  /// Marks everything that arrived for a ping by this time as read, and nothing later until the
  /// next call.
  void heard(long ping, long nanos) {
    heard.put(ping, nanos);
    reference.heard(ping, nanos);
  }

  /// Marks all arrivals for a ping as read from now on.
  void hears(long ping) {
    heard.remove(ping);
    reference.hears(ping);
  }

  private final class Sender implements ProbeSender {
    final List<Wire> wires = new ArrayList<>();
    final List<Reference.Send> sends = new ArrayList<>();

    @Override
    public void send(long token, long sequence, PingSpec spec, Endpoint address) {
      wires.add(new Wire(token, sequence, spec, address));
      sends.add(new Reference.Send(spec.id().value(), sequence));
    }

    @Override
    public boolean hasHeard(PingSpec spec, long deadlineNanos) {
      Long until = heard.get(spec.id().value());
      return until == null || until - deadlineNanos >= 0;
    }

    @Override
    public Response unfinished(long token, PingSpec spec) {
      assertThat(asked.add(token)).as("asked once of each probe").isTrue();
      return begun.contains(token) ? new Response.Malformed("begun") : null;
    }
  }

  List<Wire> advance(long now, long nowEpoch) {
    Sender sender = new Sender();
    List<Reference.Send> sends = sender.sends;
    engine.advance(now, nowEpoch, sender);
    reference.advance(now, nowEpoch);
    sends.sort(Comparator.comparingLong(Reference.Send::ping));
    reference.sends.sort(Comparator.comparingLong(Reference.Send::ping));
    assertSame(sends, reference.sends, "probes sent");
    reference.sends.clear();
    check();
    return sender.wires;
  }

  void sent(Wire wire, long nanos, long epochNanos) {
    engine.sent(wire.token(), nanos, epochNanos);
    reference.sent(wire.ping(), wire.sequence(), nanos, epochNanos);
    check();
  }

  void sendFailed(Wire wire, int errno) {
    engine.sendFailed(wire.token(), errno);
    reference.sendFailed(wire.ping(), wire.sequence(), errno);
    check();
  }

  void transmitted(Wire wire, long stamp) {
    engine.transmitted(wire.token(), stamp);
    reference.transmitted(wire.ping(), wire.sequence(), stamp);
    check();
  }

  private Arrival arrival(Endpoint peer, long nanos, long epochNanos) {
    return arrival.peer(peer.high(), peer.low(), peer.port()).at(nanos, epochNanos);
  }

  void reply(Wire wire, long text, Endpoint from, long received, long epoch, int hopLimit) {
    Arrival arrival = arrival(from, received, epoch).hopLimit(hopLimit);
    engine.reply(wire.token(), text, arrival, _ -> null);
    reference.reply(wire.ping(), wire.sequence(), text, from, received, epoch, hopLimit);
    check();
  }

  /// The answer to an HTTP request.
  void timedReply(Wire wire, int status, long received) {
    Response answer = new Response.Http(status, 1, OptionalLong.empty(), 2, 3, Optional.empty());
    engine.timedReply(wire.token(), 3, RttSource.KERNEL, received, false, answer);
    reference.timedReply(wire.ping(), wire.sequence(), 3, status == 200, received);
    check();
  }

  void forgedReply(long token, long text, Endpoint from, long received) {
    engine.reply(token, text, arrival(from, received, 0).hopLimit(0), _ -> null);
    reference.forgedReply(from);
    check();
  }

  void untaggedReply(long sequence, Endpoint from, long received, long epoch, int hopLimit) {
    Arrival arrival = arrival(from, received, epoch).hopLimit(hopLimit);
    engine.untaggedReply(sequence, arrival, _ -> null);
    reference.untaggedReply(sequence, from, received, epoch, hopLimit);
    check();
  }

  void corruptReply(Endpoint from) {
    engine.corruptReply(arrival(from, 0, 0));
    reference.corruptReply(from);
    check();
  }

  void icmpError(Wire wire, IcmpError error, long now) {
    engine.icmpError(wire.token(), error, now, 0);
    reference.icmpError(wire.ping(), wire.sequence(), error, now);
    check();
  }

  void forgedError(long token, IcmpError error, long now) {
    engine.icmpError(token, error, now, 0);
    reference.forgedError(error);
    check();
  }

  void icmpErrorWithoutQuote(Endpoint to, IcmpError error, long now) {
    engine.icmpErrorWithoutQuote(error, arrival(to, now, 0));
    reference.icmpErrorWithoutQuote(to, error, now);
    check();
  }

  void conclude(Wire wire, Outcome outcome, long now) {
    engine.conclude(wire.token(), outcome, 0, null, now);
    reference.conclude(wire.ping(), wire.sequence(), outcome, now);
    check();
  }

  void failAll(int errno) {
    engine.failAll(errno);
    reference.failAll(errno);
    check();
  }

  /// Called after every call.
  private void check() {
    // The engine and the reference may handle pings in different orders, but the order within a
    // ping is the same.
    lines.sort(Comparator.comparingLong(Line::ping));
    reference.lines.sort(Comparator.comparingLong(Line::ping));
    ends.sort(Comparator.comparingLong(Reference.End::ping));
    reference.ends.sort(Comparator.comparingLong(Reference.End::ping));
    assertSame(lines, reference.lines, "samples");
    assertSame(ends, reference.ends, "ends");
    log.addAll(lines);
    log.addAll(ends);
    lines.clear();
    ends.clear();
    reference.lines.clear();
    reference.ends.clear();
    readCounters();
  }

  private void readCounters() {
    engine.writeCounters(buffer);
    SampleBatch batch = buffer.toBatch(0, 0);
    buffer.clear();
    for (int row = 0; row < batch.counterPings().length; row++) {
      PingCounters read = batch.counters(row);
      int from = row * PingCounters.COLUMNS;
      rows.put(
          batch.counterPings()[row],
          Arrays.copyOfRange(batch.counters(), from, from + PingCounters.COLUMNS));
      long outcomes = read.outcomes().sent() + read.inFlight();
      assertSame(read.sent(), outcomes, "ledger of ping " + batch.counterPings()[row]);
      PingCounters before = counters.put(batch.counterPings()[row], read);
      assertThat(before).as("counters of an aborted or unknown ping").isNotNull();
    }
  }

  /// Compares all counters with a recount of all events.
  void checkCounters() {
    assertThat(counters).isEqualTo(reference.counters());
    assertThat(engine.counters()).isEqualTo(reference.engineCounters());
  }

  /// Faster than AssertJ if the values are equal, which is the usual case.
  private static void assertSame(Object actual, Object expected, String what) {
    if (!actual.equals(expected)) {
      assertThat(actual).as(what).isEqualTo(expected);
    }
  }
}
