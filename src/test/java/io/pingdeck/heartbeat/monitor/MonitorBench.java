package io.pingdeck.heartbeat.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pingdeck.heartbeat.api.BeatChange;
import io.pingdeck.heartbeat.api.BeatCounts;
import io.pingdeck.heartbeat.api.BeatDefaults;
import io.pingdeck.heartbeat.api.BeatRules;
import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.heartbeat.api.HeartbeatSnapshot;
import io.pingdeck.heartbeat.api.KnownApplication;
import io.pingdeck.heartbeat.api.MonitorRules;
import io.pingdeck.heartbeat.api.PartialRules;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.text.Beat;
import io.pingdeck.packet.text.BeatKey;
import io.pingdeck.packet.text.BeatText;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A monitor with manual clocks: it ticks as in the loop, and datagrams arrive when the test sends
/// them.
final class MonitorBench {
  static final Endpoint SENDER = Endpoint.ipv4(0x7f000001, 40_000);
  static final Duration TICK = Duration.ofMillis(100);
  static final MonitorRules RULES =
      new MonitorRules(new BeatDefaults(BeatRules.DEFAULT, Duration.ofMinutes(1)), 1000, TICK);

  final List<BeatChange> changes = new ArrayList<>();
  final List<KnownApplication> known;
  BeatMonitor monitor;
  private long nanos = -5_000_000_000L; // a monotonic clock may be negative
  private long epochNanos = 1_735_689_600_000_000_000L;
  private long bootNanos = 77;

  MonitorBench(KnownApplication... known) {
    this(RULES, known);
  }

  MonitorBench(MonitorRules rules, KnownApplication... known) {
    this.known = List.of(known);
    monitor = new BeatMonitor(rules, this.known, now(), changes::add);
  }

  static KnownApplication everySecond(String name) {
    return new KnownApplication(name, PartialRules.all(seconds(1)), Optional.empty());
  }

  static KnownApplication signed(String name, BeatKey key) {
    return new KnownApplication(name, PartialRules.all(seconds(1)), Optional.of(key));
  }

  /// Uses the given interval, grace 0.5 s, late after 2, stopped after 5.
  static BeatRules seconds(long interval) {
    return new BeatRules(
        Optional.of(Duration.ofSeconds(interval)), Optional.of(Duration.ofMillis(500)), 2, 5, 0.1);
  }

  Moment now() {
    return new Moment(nanos, epochNanos, bootNanos);
  }

  /// Advances the time while the monitor runs.
  void run(Duration time) {
    long left = time.toNanos();
    while (left > 0) {
      long step = Math.min(left, TICK.toNanos());
      move(step);
      monitor.advance(now());
      left -= step;
    }
  }

  /// Advances the time while the monitor is stalled.
  void stall(Duration time) {
    move(time.toNanos());
  }

  /// Suspends the machine: the monotonic clock stops too.
  void sleep(Duration time) {
    epochNanos += time.toNanos();
    bootNanos += time.toNanos();
  }

  /// Sets the wall clock.
  void jump(Duration time) {
    epochNanos += time.toNanos();
  }

  private void move(long step) {
    nanos += step;
    epochNanos += step;
    bootNanos += step;
  }

  void send(String text) {
    send(text.getBytes(UTF_8), SENDER);
  }

  void send(String text, Endpoint sender) {
    send(text.getBytes(UTF_8), sender);
  }

  void send(byte[] bytes, Endpoint sender) {
    monitor.receive(ByteBuffer.wrap(bytes), bytes.length, sender, now(), now());
  }

  /// A beat as Pingdeck's sender writes it, sent now by a correct clock.
  void beat(String name, long sequence, String epoch) {
    send(BeatText.format(message(false, name, sequence, epoch)), SENDER);
  }

  Beat message(boolean goodbye, String name, long sequence, String epoch) {
    return new Beat(
        goodbye,
        sequence,
        OptionalLong.of(epochNanos),
        Optional.of(name),
        Optional.of(epoch).filter(text -> !text.isEmpty()));
  }

  /// One beat per second: the first at once, and a pause of a second after the last.
  void beats(String name, String epoch, long from, long to) {
    for (long sequence = from; sequence <= to; sequence++) {
      beat(name, sequence, epoch);
      run(Duration.ofSeconds(1));
    }
  }

  /// Ends the process; another continues with the saved state.
  void restart(Duration down) {
    SavedMonitor saved = monitor.save(now());
    restart(saved, down);
  }

  void restart(SavedMonitor saved, Duration down) {
    move(down.toNanos());
    nanos += 1_234_567_890_123L; // a new boot has a new origin
    monitor = new BeatMonitor(monitor.rules(), known, now(), changes::add);
    monitor.restore(saved, now());
  }

  HeartbeatSnapshot of(String name) {
    return ApplicationViews.snapshot(monitor.find(name).orElseThrow(), now());
  }

  BeatState state(String name) {
    return monitor.find(name).orElseThrow().state();
  }

  BeatCounts counts(String name) {
    return of(name).counts();
  }

  /// The states that an application entered, in order.
  List<BeatState> states(String name) {
    return changes.stream()
        .filter(change -> change.application().equals(name))
        .map(BeatChange::to)
        .toList();
  }

  long count(String name, BeatState state) {
    return states(name).stream().filter(state::equals).count();
  }

  long datagramsInTables() {
    long sum = 0;
    for (Application application : monitor.applications()) {
      sum += application.ledger().counts().datagrams();
    }
    return sum;
  }
}
