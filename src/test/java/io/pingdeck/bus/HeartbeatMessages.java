package io.pingdeck.bus;

import io.pingdeck.heartbeat.BeatChange;
import io.pingdeck.heartbeat.BeatCounts;
import io.pingdeck.heartbeat.BeatDelaySummary;
import io.pingdeck.heartbeat.BeatLoss;
import io.pingdeck.heartbeat.BeatRules;
import io.pingdeck.heartbeat.BeatSenderSnapshot;
import io.pingdeck.heartbeat.BeatSenderSpec;
import io.pingdeck.heartbeat.BeatState;
import io.pingdeck.heartbeat.BeatTiming;
import io.pingdeck.heartbeat.BeatVia;
import io.pingdeck.heartbeat.HeartbeatSnapshot;
import io.pingdeck.heartbeat.MonitorSnapshot;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.probe.Fault;
import io.pingdeck.probe.Protocol;
import io.pingdeck.probe.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// One example of every message of the heartbeat monitor.
final class HeartbeatMessages {
  private static final Instant SEEN = Instant.parse("2026-01-02T03:04:05.678901234Z");
  private static final BeatChange CHANGE =
      new BeatChange(7, "build-7", BeatState.LATE, BeatState.STOPPED, SEEN, "no beat for 5.5s");
  private static final BeatRules RULES =
      new BeatRules(Optional.of(Duration.ofSeconds(1)), Optional.empty(), 2, 5, 0.1);

  private static final BeatSenderSpec SENDER =
      new BeatSenderSpec(
          new Target(Protocol.UDP, "127.0.0.1", 12002),
          "build-7",
          Duration.ofSeconds(1),
          OptionalLong.of(3));

  private HeartbeatMessages() {}

  static Stream<Record> examples() {
    return Stream.of(
        new HeartbeatEvent.Changed(List.of(CHANGE)),
        new HeartbeatCommand.Page(Optional.of(BeatState.LOSING), 10, 100),
        new HeartbeatCommand.Read("build-7"),
        new HeartbeatCommand.Beat("build-7", true),
        new HeartbeatCommand.SetRules("build-7", Optional.of(RULES)),
        new HeartbeatCommand.Forget("build-7"),
        new HeartbeatCommand.Changes(Optional.empty(), 10),
        new HeartbeatAnswer.Applications(List.of(beating(), waiting()), 2, monitor()),
        new HeartbeatAnswer.Done(beating()),
        new HeartbeatAnswer.Forgotten("build-7"),
        new HeartbeatAnswer.Changes(List.of(CHANGE)),
        new HeartbeatAnswer.Refused("no room"),
        new HeartbeatAnswer.Unknown("build-8"),
        new BeatSenderCommand.Start(SENDER),
        new BeatSenderCommand.Stop("build-7"),
        new BeatSenderCommand.All(),
        new BeatSenderAnswer.Done(sending()),
        new BeatSenderAnswer.Senders(List.of(sending())),
        new BeatSenderAnswer.Refused(List.of(new Fault("name", "is sending already"))),
        new BeatSenderAnswer.Unknown("build-8"));
  }

  private static BeatSenderSnapshot sending() {
    return new BeatSenderSnapshot(SENDER, Endpoint.ipv4(0x7f000001, 12002), SEEN, 2, 1);
  }

  private static HeartbeatSnapshot beating() {
    return snapshot(
        Optional.of(Endpoint.ipv4(0x7f000001, 40_000)),
        new BeatCounts(1, 2, 3, 4, 5, 6, 7, 8),
        new BeatDelaySummary(
            OptionalLong.of(-5),
            OptionalLong.of(-7),
            OptionalLong.of(2),
            OptionalLong.of(-1),
            OptionalLong.of(3)),
        OptionalLong.of((1L << 62) - 1),
        Optional.of(SEEN));
  }

  private static HeartbeatSnapshot waiting() {
    OptionalLong none = OptionalLong.empty();
    return snapshot(
        Optional.empty(),
        new BeatCounts(0, 0, 0, 0, 0, 0, 0, 0),
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
        new BeatLoss(60, 6),
        new BeatLoss(3600, 6),
        new BeatLoss(0, 0),
        RULES,
        new BeatTiming(second, true, second, second, second),
        delay,
        "9f3c",
        lastSequence,
        lastSeen,
        OptionalLong.of(5),
        lastSeen,
        "rrlr",
        Map.of("unsigned", 2L));
  }

  private static MonitorSnapshot monitor() {
    return new MonitorSnapshot(
        Optional.of(Endpoint.ipv4(0x7f000001, 12002)),
        "",
        10,
        8,
        Map.of("empty", 2L),
        0,
        OptionalLong.of(0),
        Map.of("alive", 1),
        1,
        OptionalLong.of(1_500_000_000),
        Optional.of(SEEN));
  }
}
