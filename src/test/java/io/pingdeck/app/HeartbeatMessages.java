package io.pingdeck.app;

import io.pingdeck.base.Fault;
import io.pingdeck.heartbeat.api.BeatChange;
import io.pingdeck.heartbeat.api.BeatReport;
import io.pingdeck.heartbeat.api.BeatSenderAnswer;
import io.pingdeck.heartbeat.api.BeatSenderCommand;
import io.pingdeck.heartbeat.api.BeatSenderSnapshot;
import io.pingdeck.heartbeat.api.BeatSenderSpec;
import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.heartbeat.api.HeartbeatAnswer;
import io.pingdeck.heartbeat.api.HeartbeatCommand;
import io.pingdeck.heartbeat.api.HeartbeatEvent;
import io.pingdeck.heartbeat.monitor.HeartbeatSamples;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// One example of every message of the heartbeat monitor.
final class HeartbeatMessages {
  private static final Instant SEEN = Instant.parse("2026-01-02T03:04:05.678901234Z");
  private static final BeatChange CHANGE =
      new BeatChange(7, "build-7", BeatState.LATE, BeatState.STOPPED, SEEN, "no beat for 5.5s");

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
        new HeartbeatCommand.Beat(
            "build-7",
            new BeatReport(
                BeatReport.Kind.FAIL, OptionalInt.of(3), "disk full", OptionalDouble.of(12.5))),
        new HeartbeatCommand.SetRules("build-7", Optional.of(HeartbeatSamples.DEFAULTS.rules())),
        new HeartbeatCommand.All(),
        new HeartbeatCommand.Defaults(),
        new HeartbeatCommand.Saved(),
        new HeartbeatAnswer.Saved(Optional.of("the disk is full")),
        new HeartbeatCommand.SetDefaults(Optional.of(HeartbeatSamples.DEFAULTS)),
        new HeartbeatCommand.Forget("build-7"),
        new HeartbeatCommand.Changes(Optional.empty(), 10),
        new HeartbeatAnswer.Applications(
            List.of(HeartbeatSamples.beating(), HeartbeatSamples.waiting()),
            2,
            HeartbeatSamples.monitor()),
        new HeartbeatAnswer.Done(HeartbeatSamples.beating()),
        new HeartbeatAnswer.Defaults(HeartbeatSamples.DEFAULTS, HeartbeatSamples.DEFAULTS),
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
}
