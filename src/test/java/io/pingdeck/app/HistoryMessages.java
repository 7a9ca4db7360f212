package io.pingdeck.app;

import io.pingdeck.history.api.Gap;
import io.pingdeck.history.api.HistogramBin;
import io.pingdeck.history.api.HistoryApi;
import io.pingdeck.history.api.HistoryBucket;
import io.pingdeck.history.api.HistoryHealth;
import io.pingdeck.history.api.HistoryLimits;
import io.pingdeck.history.api.HistorySeries;
import io.pingdeck.history.api.SamplePage;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.OutcomeCounts;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.stats.PingSamples;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.rtt.RttSummary;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Every message of the history, with every component set.
final class HistoryMessages {
  private static final PingId PING = new PingId(7);

  private HistoryMessages() {}

  /// Counts each outcome by its position, multiplied by `times`.
  private static OutcomeCounts counts(int times) {
    OutcomeCounts counts = new OutcomeCounts();
    for (Outcome outcome : Outcome.values()) {
      counts.add(outcome, (1L + outcome.ordinal()) * times);
    }
    return counts;
  }

  static Stream<Record> examples(PingSnapshot ping) {
    RttSummary spread = new RttSummary(3, 1, 2.5, 1, 1, 2, 3, 3, 3, 3, 4, 4, 0.5);
    HistoryBucket full = new HistoryBucket(10, counts(1), 17, Optional.of(spread));
    HistoryBucket empty = new HistoryBucket(20, counts(0), 0, Optional.empty());
    Gap gap = new Gap(1, 2, 3, "the disk is full");
    HistoryHealth health =
        new HistoryHealth(
            HistoryHealth.State.PAUSED,
            "the disk is full",
            10,
            7,
            2,
            1,
            0.5,
            1 << 20,
            0,
            OptionalDouble.of(3.5),
            4,
            Optional.of(HistoryLimits.DEFAULT),
            List.of("on nfs"));
    return Stream.of(
        new HistoryApi.ReadSeries(PING, 1, 2, 3),
        new HistoryApi.ReadSamples(PING, 1, 2, 3),
        new HistoryApi.FindPing(PING),
        new HistoryApi.ReadHealth(),
        new HistoryApi.Save(),
        new HistorySeries(
            PING, 10, List.of(full, empty), List.of(new HistogramBin(1, 2, 3)), List.of(gap)),
        new SamplePage(
            List.of(PingSamples.one(7, 1, Outcome.REPLY, 9).sample(0)), OptionalLong.of(5)),
        new HistoryApi.KeptPing(Optional.of(ping)),
        new HistoryApi.Health(health, "3 of 5 pings are back"),
        new HistoryApi.Saved(Optional.of("the disk is full")));
  }
}
