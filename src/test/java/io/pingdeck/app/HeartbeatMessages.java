package io.pingdeck.app;

import io.pingdeck.heartbeat.api.BeatChange;
import io.pingdeck.heartbeat.api.BeatReport;
import io.pingdeck.heartbeat.api.BeatSenderApi;
import io.pingdeck.heartbeat.api.BeatSenderSnapshot;
import io.pingdeck.heartbeat.api.BeatSenderSpec;
import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.heartbeat.api.HeartbeatApi;
import io.pingdeck.heartbeat.monitor.HeartbeatSamples;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import io.pingdeck.user.api.Caller;
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
          OptionalLong.of(3),
          Caller.LOCAL);

  private HeartbeatMessages() {}

  static Stream<Record> examples() {
    return Stream.of(
        new HeartbeatApi.Page(Optional.of(BeatState.LOSING), 10, 100),
        new HeartbeatApi.Read("build-7"),
        new HeartbeatApi.Beat(
            "build-7",
            new BeatReport(
                BeatReport.Kind.FAIL, OptionalInt.of(3), "disk full", OptionalDouble.of(12.5))),
        new HeartbeatApi.SetRules("build-7", Optional.of(HeartbeatSamples.DEFAULTS.rules())),
        new HeartbeatApi.All(),
        new HeartbeatApi.ReadDefaults(),
        new HeartbeatApi.Save(),
        new HeartbeatApi.Saved(Optional.of("the disk is full")),
        new HeartbeatApi.SetDefaults(Optional.of(HeartbeatSamples.DEFAULTS)),
        new HeartbeatApi.Forget("build-7"),
        new HeartbeatApi.LatestChanges(Optional.empty(), 10),
        new HeartbeatApi.Applications(
            List.of(HeartbeatSamples.beating(), HeartbeatSamples.waiting()),
            2,
            HeartbeatSamples.monitor()),
        HeartbeatSamples.beating(),
        new HeartbeatApi.Defaults(HeartbeatSamples.DEFAULTS, HeartbeatSamples.DEFAULTS),
        new HeartbeatApi.Forgotten("build-7"),
        new HeartbeatApi.Changes(List.of(CHANGE)),
        new BeatSenderApi.Start(SENDER),
        new BeatSenderApi.Stop("build-7"),
        new BeatSenderApi.All(),
        sending(),
        new BeatSenderApi.Senders(List.of(sending())));
  }

  private static BeatSenderSnapshot sending() {
    return new BeatSenderSnapshot(SENDER, Endpoint.ipv4(0x7f000001, 12002), SEEN, 2, 1);
  }
}
