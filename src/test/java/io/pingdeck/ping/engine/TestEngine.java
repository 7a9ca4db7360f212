package io.pingdeck.ping.engine;

import io.pingdeck.base.Durations;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// An engine with a manual clock in milliseconds, and a record of its output. Its monotonic clock
/// starts below zero, its wall clock at [#WALL].
final class TestEngine implements EngineListener {
  static final long MILLI = 1_000_000;
  static final long WALL = 1_735_689_600_000_000_000L;
  static final Endpoint ADDRESS = Endpoint.ipv4(0x7f000001, 12000);
  static final Endpoint ROUTER = Endpoint.ipv4(0x0a000001, 0);

  private static final long ORIGIN = -5 * MILLI;

  /// A sent probe.
  record Sent(long ping, long token, long sequence, long atMillis) {}

  final ProbeEngine engine = new ProbeEngine(new ProbeTokens(1, 2), this);
  final List<Sent> sent = new ArrayList<>();
  final List<String> ends = new ArrayList<>();

  /// What the sender reports about begun answers, by token, and the probes it was asked about.
  final Map<Long, Response> unfinished = new HashMap<>();

  final List<Long> asked = new ArrayList<>();

  /// The sender has read everything that arrived before this time, in milliseconds.
  long heardMillis = Long.MAX_VALUE;

  /// The sender throws on every call about this ping.
  long throwsForPing = -1;

  final List<Long> heardAskedAtMillis = new ArrayList<>();
  private final SampleColumns buffer = new SampleColumns();
  private final SampleColumns rows = new SampleColumns();
  private final Map<Long, PingCounters> counters = new HashMap<>();
  private long now = ORIGIN;

  static PingSpec spec(long id, String interval, String timeout) {
    return spec(id, Protocol.UDP, interval, timeout, OptionalLong.empty());
  }

  static PingSpec spec(long id, String interval, String timeout, long count) {
    return spec(id, Protocol.UDP, interval, timeout, OptionalLong.of(count));
  }

  static PingSpec spec(
      long id, Protocol protocol, String interval, String timeout, OptionalLong count) {
    Duration every = Durations.parse(interval);
    Target target =
        new Target(
            protocol,
            "test",
            protocol.hasPort() ? 12000 : 0,
            protocol.hasPath() ? Optional.of("/a") : Optional.empty());
    return PingSpec.of(new PingId(id), target)
        .name("test")
        .interval(every)
        .timeout(Durations.parse(timeout))
        .count(count)
        .build();
  }

  void start(PingSpec spec) {
    start(spec, ADDRESS);
  }

  void start(PingSpec spec, Endpoint address) {
    engine.start(new ResolvedPing(spec, address), now, 0);
  }

  long now() {
    return now;
  }

  /// The current wall-clock time.
  long wall() {
    return WALL + now - ORIGIN;
  }

  long millis() {
    return (now - ORIGIN) / MILLI;
  }

  /// Sets the clock without running the engine, like a pause of the process.
  void pauseUntil(long millis) {
    now = ORIGIN + millis * MILLI;
  }

  /// Runs the engine until a time, waking it exactly when it requests.
  void runUntil(long millis) {
    long end = ORIGIN + millis * MILLI;
    for (long wait = engine.nanosUntilNext(now);
        wait <= end - now;
        wait = engine.nanosUntilNext(now)) {
      now += wait;
      advance();
    }
    now = end;
  }

  void advance() {
    engine.advance(now, wall(), new Sender());
  }

  private final class Sender implements ProbeSender {
    @Override
    public void send(long token, long sequence, PingSpec spec, Endpoint address) {
      throwIfAsked(spec);
      sent.add(new Sent(spec.id().value(), token, sequence, millis()));
    }

    @Override
    public boolean hasHeard(PingSpec spec, long deadlineNanos) {
      throwIfAsked(spec);
      heardAskedAtMillis.add(millis());
      return (deadlineNanos - ORIGIN) / MILLI <= heardMillis;
    }

    private void throwIfAsked(PingSpec spec) {
      if (spec.id().value() == throwsForPing) {
        throw new IllegalStateException("as the test wants it");
      }
    }

    @Override
    public Response unfinished(long token, PingSpec spec) {
      asked.add(token);
      return unfinished.get(token);
    }
  }

  long token(int index) {
    return sent.get(index).token();
  }

  /// An answer to the `index`-th probe sent.
  void reply(int index) {
    reply(token(index), sent.get(index).sequence(), ADDRESS);
  }

  void reply(long token, long sequence, Endpoint from) {
    engine.reply(token, sequence, arrival(from), _ -> null);
  }

  void untaggedReply(long sequence, Endpoint from) {
    engine.untaggedReply(sequence, arrival(from), _ -> null);
  }

  /// A packet from an address that arrives now, or an ICMP error about one to it.
  Arrival arrival(Endpoint peer) {
    return new Arrival().peer(peer.high(), peer.low(), peer.port()).at(now, 0).hopLimit(64);
  }

  void icmpError(int index) {
    engine.icmpError(token(index), new IcmpError(3, 3, ROUTER, 0), now, 0);
  }

  List<Sample> samples() {
    SampleBatch batch = buffer.toBatch(0, 0);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      samples.add(batch.sample(i));
    }
    return samples;
  }

  /// Samples as `sequence outcome`.
  List<String> outcomes() {
    return samples().stream().map(s -> s.sequence() + " " + s.outcome().json()).toList();
  }

  PingCounters counters(long ping) {
    engine.writeCounters(rows);
    SampleBatch batch = rows.toBatch(0, 0);
    rows.clear();
    for (int row = 0; row < batch.counterPings().length; row++) {
      counters.put(batch.counterPings()[row], batch.counters(row));
    }
    return counters.getOrDefault(ping, PingCounters.ZERO);
  }

  @Override
  public SampleColumns columns() {
    return buffer;
  }

  @Override
  public void sampled() {}

  @Override
  public void ended(long ping, PingState state, long lastSequence) {
    ends.add(ping + " " + state.json());
  }
}
