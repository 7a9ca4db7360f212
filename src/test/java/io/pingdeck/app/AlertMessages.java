package io.pingdeck.app;

import io.pingdeck.alert.api.AlertApi;
import io.pingdeck.alert.api.AlertChange;
import io.pingdeck.alert.api.AlertSnapshot;
import io.pingdeck.alert.api.AlertState;
import io.pingdeck.alert.api.Episode;
import io.pingdeck.alert.api.Scope;
import io.pingdeck.alert.api.Silence;
import io.pingdeck.alert.api.Subject;
import io.pingdeck.ping.sample.PingId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// Examples of the messages of alerts.
final class AlertMessages {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final AlertChange CHANGE =
      new AlertChange(
          1,
          2,
          "lossy",
          "loss > 20 % over 20 probes",
          new Subject(Subject.Kind.PING, "17", "a \"name\"", "udp://a:1"),
          AlertState.OK,
          AlertState.FIRING,
          "firing",
          true,
          3,
          OptionalDouble.of(4.5),
          AT,
          AT,
          "loss is 100 %",
          List.of("hook"));

  private AlertMessages() {}

  static Stream<Record> examples() {
    AlertSnapshot snapshot =
        new AlertSnapshot(
            CHANGE, Optional.of(new AlertSnapshot.Acknowledgement("ada", AT, "known")));
    AlertApi.OutgoingMessage message =
        new AlertApi.OutgoingMessage("k-1", "hook", "text", 1, Optional.of(AT), "status 500");
    return Stream.of(
        new AlertApi.Page(
            Optional.of(AlertState.FIRING), Optional.of("lossy"), Optional.of("17"), 5),
        new AlertApi.Alerts(List.of(snapshot), Map.of("firing", 1), 1, "no space"),
        new AlertApi.History(Optional.of(2L), 10),
        new AlertApi.Changes(List.of(CHANGE)),
        new AlertApi.Acknowledge(2, "ada", "known"),
        snapshot,
        new AlertApi.Mute("lossy", new Scope("berlin-*"), Duration.ofHours(1), "ada", "works"),
        new AlertApi.Silences(List.of(new Silence("lossy", Scope.ALL, AT, "ada", "works"))),
        new AlertApi.ReadSilences(),
        new AlertApi.ReadRules(),
        new AlertApi.Rules(
            List.of(new AlertApi.RuleSnapshot("lossy", "icmpError", "all", List.of("hook"), 7))),
        new AlertApi.ReadChannels(),
        new AlertApi.Channels(
            List.of(new AlertApi.ChannelSnapshot("hook", "webhook", 1, 2, "status 500"))),
        new AlertApi.Test("hook"),
        new AlertApi.Tested("status 500"),
        new AlertApi.ReadOutbox(5),
        new AlertApi.Outgoing(List.of(message), List.of(message)),
        new AlertApi.SendAgain("hook", "k-1"),
        new AlertApi.StopReplay("r"),
        new AlertApi.ReplayStopped(true),
        new AlertApi.Replay("r", "icmpError", new PingId(7), 1, 2, 3),
        new AlertApi.Replayed(
            "icmpError",
            1,
            AlertState.OK,
            60,
            1_000_000_000,
            List.of(new Episode(AT, Optional.of(AT), OptionalDouble.of(2)))));
  }
}
