package io.pingdeck.ping.sim;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.engine.ProbeTokens;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/// One run of the production engine in a virtual world: virtual clocks, a network controlled by a
/// [FaultScript], and random commands. Everything is derived from the seed.
final class Simulation {
  private static final int STEPS = 400;
  private static final int MAX_PINGS = 6;
  private static final long[] INTERVALS = {
    0, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
  };
  private static final long[] TIMEOUTS = {
    1_000_000, 20_000_000, 200_000_000, 1_000_000_000, 5_000_000_000L
  };
  private static final Endpoint[] ADDRESSES = {
    Endpoint.ipv4(0x7f000001, 12000),
    Endpoint.ipv4(0x7f000001, 12001),
    Endpoint.ipv4(0x7f000002, 12000),
    new Endpoint(0x2001_0db8L << 32, 1, 12000, 0)
  };
  private static final Outcome[] CONNECTIONS = {
    Outcome.REFUSED,
    Outcome.RESET,
    Outcome.SERVER_LOST,
    Outcome.UNEXPECTED,
    Outcome.TLS_FAILED,
    Outcome.FLOODED,
    Outcome.MALFORMED
  };

  /// An event that reaches the engine at a time, in virtual nanoseconds since the start.
  private record Arrival(long at, long order, Runnable report) {}

  private final SplittableRandom random;
  private final FaultScript script;
  private final long origin;
  private final CheckedEngine engine;
  private final PriorityQueue<Arrival> arrivals =
      new PriorityQueue<>(Comparator.comparingLong(Arrival::at).thenComparingLong(Arrival::order));
  private final List<Long> pings = new ArrayList<>();
  private long now;
  private long wallOffset = 1_735_689_600_000_000_000L;
  private long orders;
  private long nextPing = 1;

  Simulation(long seed) {
    random = new SplittableRandom(seed);
    script = FaultScript.draw(random);
    origin =
        switch (random.nextInt(4)) {
          case 0 -> 0;
          case 1 -> Long.MAX_VALUE - random.nextLong(100_000_000_000L);
          case 2 -> -random.nextLong(100_000_000_000L);
          default -> random.nextLong();
        };
    engine = new CheckedEngine(new ProbeTokens(random.nextLong(), random.nextLong()));
  }

  /// @return every sample and end that the engine reported
  List<Object> run() {
    for (int i = 1 + random.nextInt(MAX_PINGS); i > 0; i--) {
      start();
    }
    for (int step = 0; step < STEPS; step++) {
      moveTime();
      disturb();
      boolean advanceFirst = happens(script.advanceFirst());
      if (advanceFirst) {
        advance();
      }
      deliver();
      if (!advanceFirst) {
        advance();
      }
      if (step % 25 == 0) {
        engine.checkCounters();
      }
    }
    finish();
    engine.checkCounters();
    return engine.log();
  }

  /// The final counters of every ping.
  List<long[]> counterRows() {
    return engine.counterRows();
  }

  private void moveTime() {
    long next = engine.nanosUntilNext(nanos());
    if (!arrivals.isEmpty()) {
      next = Math.min(next, Math.max(0, arrivals.peek().at() - now));
    }
    now += Math.min(next, 1_000_000_000);
    if (script.lateness() > 0 && random.nextInt(4) == 0) {
      now += random.nextLong(script.lateness());
    }
    if (happens(script.pause())) {
      now += random.nextLong(600_000_000_000L);
    }
    if (happens(script.clockStep())) {
      wallOffset += random.nextLong(-3_600_000_000_000L, 3_600_000_000_000L);
    }
  }

  private void disturb() {
    if (happens(script.forged())) {
      forge();
    }
    if (happens(script.command())) {
      switch (random.nextInt(6)) {
        case 0 -> engine.stop(anyPing());
        case 1 -> engine.abort(anyPing());
        case 2, 3 -> engine.readdress(anyPing(), ADDRESSES[random.nextInt(ADDRESSES.length)]);
        default -> start();
      }
    }
  }

  /// Runs until every ping has ended, or until the sockets fail.
  private void finish() {
    if (random.nextInt(4) == 0) {
      engine.failAll(5);
      return;
    }
    for (long ping : pings) {
      engine.stop(ping);
    }
    while (engine.nanosUntilNext(nanos()) != Long.MAX_VALUE) {
      moveTime();
      deliver();
      advance();
    }
  }

  private void start() {
    if (engine.size() >= MAX_PINGS) {
      return;
    }
    Protocol protocol =
        switch (random.nextInt(8)) {
          case 0 -> Protocol.TCP;
          case 1 -> Protocol.HTTP;
          default -> Protocol.UDP;
        };
    Endpoint address = ADDRESSES[random.nextInt(ADDRESSES.length)];
    PingSpec spec =
        PingSpec.of(
                new PingId(nextPing++),
                new Target(
                    protocol,
                    "simulated",
                    address.port(),
                    protocol.hasPath() ? Optional.of("/") : Optional.empty()))
            .name("simulated")
            .interval(Duration.ofNanos(INTERVALS[random.nextInt(INTERVALS.length)]))
            .timeout(Duration.ofNanos(TIMEOUTS[random.nextInt(TIMEOUTS.length)]))
            .count(
                random.nextBoolean()
                    ? OptionalLong.empty()
                    : OptionalLong.of(1 + random.nextInt(50)))
            .build();
    pings.add(spec.id().value());
    engine.start(spec, address, nanos(), random.nextInt(2) * random.nextLong(1_000_000_000));
  }

  private void deliver() {
    while (!arrivals.isEmpty() && arrivals.peek().at() <= now) {
      arrivals.poll().report().run();
    }
  }

  private void advance() {
    List<Wire> sent = engine.advance(nanos(), wall());
    for (Wire wire : sent) {
      if (happens(script.sendFailure())) {
        engine.sendFailed(wire, 101);
      } else {
        now += random.nextInt(2_000);
        engine.sent(wire, nanos(), wall());
        travel(wire);
      }
    }
  }

  /// Simulates the network for one probe.
  private void travel(Wire wire) {
    long stamp = happens(script.stamps()) ? wall() + random.nextInt(5_000) : 0;
    if (stamp != 0) {
      later(random.nextInt(20_000), () -> engine.transmitted(wire, stamp));
    }
    if (happens(script.icmp())) {
      later(delay(wire), () -> fail(wire));
    }
    if (wire.hasConnection() && happens(script.tcp())) {
      Outcome outcome = CONNECTIONS[random.nextInt(CONNECTIONS.length)];
      later(delay(wire), () -> engine.conclude(wire, outcome, nanos()));
    }
    if (wire.hasConnection() && happens(script.begun())) {
      later(delay(wire), () -> engine.begin(wire));
    }
    if (wire.hasConnection() && happens(script.unheard())) {
      long until = nanos() + random.nextLong(wire.timeoutNanos());
      engine.heard(wire.ping(), until);
      later(random.nextLong(5_000_000_000L), () -> engine.hears(wire.ping()));
    }
    if (!happens(script.loss())) {
      later(delay(wire), () -> answer(wire, stamp != 0));
      if (happens(script.duplicate())) {
        later(delay(wire), () -> answer(wire, stamp != 0));
      }
    }
  }

  private void later(long delay, Runnable report) {
    arrivals.add(new Arrival(now + delay, orders++, report));
  }

  private long delay(Wire wire) {
    long timeout = wire.timeoutNanos();
    return happens(script.slow())
        ? random.nextLong(3 * timeout)
        : 1_000 + random.nextLong(timeout / 10);
  }

  private void answer(Wire wire, boolean stamped) {
    if (wire.protocol() == Protocol.HTTP) {
      engine.timedReply(wire, random.nextInt(4) == 0 ? 500 : 200, nanos());
      return;
    }
    long epoch = stamped ? wall() - random.nextInt(1_000) : 0;
    int hopLimit = random.nextInt(256);
    if (!wire.hasConnection() && happens(script.untagged())) {
      engine.untaggedReply(wire.sequence(), wire.address(), nanos(), epoch, hopLimit);
    } else if (!wire.hasConnection() && happens(script.corrupt() / 2)) {
      engine.corruptReply(wire.address());
    } else {
      Endpoint from = happens(script.wrongSource()) ? elsewhere(wire) : wire.address();
      long text = happens(script.corrupt()) ? random.nextInt(3) : wire.sequence();
      engine.reply(wire, text, from, nanos(), epoch, hopLimit);
    }
  }

  private Endpoint elsewhere(Wire wire) {
    return random.nextBoolean()
        ? wire.address().withPort(wire.address().port() + 7)
        : Endpoint.ipv4(0x0a000001, wire.address().port());
  }

  private void fail(Wire wire) {
    IcmpError error = anyError();
    if (!wire.hasConnection() && happens(script.shortQuote())) {
      engine.icmpErrorWithoutQuote(wire.address(), error, nanos());
    } else {
      engine.icmpError(wire, error, nanos());
    }
  }

  private IcmpError anyError() {
    int[] types = {3, 3, 3, 11, 12, 4, 5};
    return new IcmpError(
        types[random.nextInt(types.length)], random.nextInt(16), Endpoint.ipv4(0x0a000002, 0), 0);
  }

  private void forge() {
    Endpoint from = ADDRESSES[random.nextInt(ADDRESSES.length)];
    switch (random.nextInt(4)) {
      case 0 -> engine.forgedReply(random.nextLong(), 1 + random.nextInt(50), from, nanos());
      case 1 -> engine.forgedError(random.nextLong(), anyError(), nanos());
      case 2 -> engine.untaggedReply(random.nextInt(60) - 5, from, nanos(), wall(), 0);
      default -> engine.icmpErrorWithoutQuote(from, anyError(), nanos());
    }
  }

  private boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  private long anyPing() {
    return 1 + random.nextLong(nextPing);
  }

  private long nanos() {
    return origin + now;
  }

  private long wall() {
    return wallOffset + now;
  }
}
