package io.pingdeck.heartbeat.monitor;

import io.pingdeck.heartbeat.api.BeatCounts;
import io.pingdeck.heartbeat.api.BeatDefaults;
import io.pingdeck.heartbeat.api.BeatDelaySummary;
import io.pingdeck.heartbeat.api.BeatLoss;
import io.pingdeck.heartbeat.api.BeatRules;
import io.pingdeck.heartbeat.api.BeatRun;
import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.heartbeat.api.BeatTiming;
import io.pingdeck.heartbeat.api.BeatVia;
import io.pingdeck.heartbeat.api.HeartbeatSnapshot;
import io.pingdeck.heartbeat.api.MonitorSnapshot;
import io.pingdeck.heartbeat.api.StateDamage;
import io.pingdeck.packet.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Example snapshots of applications and of their monitor.
public final class HeartbeatSamples {
  public static final BeatDefaults DEFAULTS =
      new BeatDefaults(
          new BeatRules(Optional.of(Duration.ofSeconds(1)), Optional.empty(), 2, 5, 0.1),
          Duration.ofMinutes(1));
  private static final Instant SEEN = Instant.parse("2026-01-02T03:04:05.678901234Z");

  private HeartbeatSamples() {}

  public static HeartbeatSnapshot beating() {
    return snapshot(
        Optional.of(Endpoint.ipv4(0x7f000001, 40_000)),
        new BeatCounts(1, 2, 3, 4, 5, 6, 7, 8, 9),
        new BeatDelaySummary(
            OptionalLong.of(-5),
            OptionalLong.of(-7),
            OptionalLong.of(2),
            OptionalLong.of(-1),
            OptionalLong.of(3)),
        OptionalLong.of((1L << 62) - 1),
        Optional.of(SEEN));
  }

  public static HeartbeatSnapshot waiting() {
    OptionalLong none = OptionalLong.empty();
    return snapshot(
        Optional.empty(),
        BeatCounts.NONE,
        new BeatDelaySummary(none, none, none, none, none),
        none,
        Optional.empty());
  }

  private static HeartbeatSnapshot snapshot(
      Optional<Endpoint> sender,
      BeatCounts counts,
      BeatDelaySummary delay,
      OptionalLong lastSequence,
      Optional<Instant> lastSeen) {
    Duration second = Duration.ofSeconds(1);
    return new HeartbeatSnapshot(
        "build-7",
        true,
        false,
        BeatVia.UDP,
        sender,
        BeatState.ALIVE,
        SEEN,
        counts,
        new BeatLoss(60, 6, 0),
        new BeatLoss(3600, 6, 60_000_000_000L),
        new BeatLoss(0, 0, 0),
        DEFAULTS.rules(),
        true,
        new BeatTiming(second, true, second, second, second),
        delay,
        "9f3c",
        lastSequence,
        lastSeen,
        OptionalLong.of(5),
        lastSeen,
        "rrlr",
        Map.of("unsigned", 2L),
        Optional.of(
            new BeatRun(
                Optional.of(SEEN),
                lastSeen,
                lastSeen.isPresent(),
                OptionalLong.of(9),
                OptionalInt.of(3),
                "disk full",
                OptionalDouble.of(12.5))),
        Optional.of("a note"));
  }

  public static MonitorSnapshot monitor() {
    return new MonitorSnapshot(
        Optional.of(Endpoint.ipv4(0x7f000001, 12002)),
        "",
        10,
        8,
        Map.of("empty", 2L),
        0,
        OptionalLong.of(0),
        Map.of("alive", 1),
        DEFAULTS,
        DEFAULTS,
        1,
        OptionalLong.of(1_500_000_000),
        Optional.of(SEEN),
        new StateDamage(2, List.of("heartbeats.state is damaged")));
  }
}
