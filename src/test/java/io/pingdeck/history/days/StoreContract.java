package io.pingdeck.history.days;

import static io.pingdeck.history.days.MadeSamples.DAY;
import static io.pingdeck.history.days.MadeSamples.HOUR;
import static io.pingdeck.history.days.MadeSamples.MINUTE;
import static io.pingdeck.history.days.MadeSamples.SECOND;
import static io.pingdeck.history.days.MadeSamples.START;
import static io.pingdeck.history.days.StoreFixture.settle;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.history.api.Gap;
import io.pingdeck.history.api.HistogramBin;
import io.pingdeck.history.api.HistoryBucket;
import io.pingdeck.history.api.HistorySeries;
import io.pingdeck.history.api.SamplePage;
import io.pingdeck.history.codec.SampleBlock;
import io.pingdeck.history.storage.CorruptionLog;
import io.pingdeck.history.storage.DayFile;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.stats.rtt.RttDistribution;
import io.pingdeck.stats.rtt.RttSummary;
import io.pingdeck.testing.Proves;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The contract of a store, regardless of where it keeps its data.
abstract class StoreContract {
  private static final MadeSamples PING = new MadeSamples(7, START, SECOND);

  @Test
  public void samplesAreThereAsSoonAsTheyAreAppended() throws IOException {
    try (DayStore store = open()) {
      store.append(List.of(PING.batch(1, 100)));

      assertThat(all(store)).isEqualTo(PING.samples(1, 100));
    }
  }

  @Test
  public void packingChangesNoSample() throws IOException {
    try (DayStore store = open()) {
      for (long second = 1; second <= 600; second++) {
        store.append(List.of(PING.batch(second, second)));
      }
      settle(store, START + 11 * MINUTE);

      assertThat(all(store)).isEqualTo(PING.samples(1, 600));
      assertThat(journalMinutes(store)).isEmpty();
    }
  }

  @Test
  public void everythingIsThereAfterReopening() throws IOException {
    try (DayStore store = open()) {
      store.append(List.of(PING.batch(1, 300)));
      settle(store, START + 3 * MINUTE);
    }
    try (DayStore store = open()) {
      settle(store, START + 10 * MINUTE);
      store.append(List.of(PING.batch(301, 400)));

      assertThat(all(store)).isEqualTo(PING.samples(1, 400));
    }
  }

  @Test
  public void sampleIsKeptOnceHoweverOftenItIsAppended() throws IOException {
    try (DayStore store = open()) {
      store.append(List.of(PING.batch(1, 90)));
      settle(store, START + 5 * MINUTE);
      store.append(List.of(PING.batch(30, 90), PING.batch(30, 90)));
      settle(store, START + 10 * MINUTE);

      assertThat(all(store)).isEqualTo(PING.samples(1, 90));
      assertThat(sum(series(store, START, START + HOUR, 60))).isEqualTo(90);
    }
  }

  @Test
  public void lostSampleTurnsLateBeforeAndAfterPackingAndInEveryRollup() throws IOException {
    try (DayStore store = open()) {
      store.append(List.of(PING.one(1, Outcome.LOST), PING.one(1, Outcome.LATE)));
      store.append(List.of(PING.one(2, Outcome.LOST)));
      store.append(List.of(PING.one(3, Outcome.LOST)));
      store.append(List.of(PING.one(2, Outcome.LATE)));
      settle(store, START + 2 * HOUR);
      store.append(List.of(PING.one(3, Outcome.LATE)));

      assertThat(all(store)).extracting(Sample::outcome).containsOnly(Outcome.LATE);

      settle(store, START + 3 * HOUR);

      assertThat(all(store)).extracting(Sample::outcome).containsOnly(Outcome.LATE);
      for (int points : new int[] {400, 100, 1}) {
        assertThat(series(store, START, START + HOUR, points).buckets())
            .as("%d points", points)
            .extracting(bucket -> bucket.outcomes().count(Outcome.LATE))
            .contains(3L);
      }
    }
  }

  @Test
  public void lostSampleTurnsIntoAnIcmpErrorBeforeAndAfterPackingAndInEveryRollup()
      throws IOException {
    try (DayStore store = open()) {
      store.append(List.of(PING.one(1, Outcome.LOST), PING.lateError(1)));
      store.append(List.of(PING.one(2, Outcome.LOST)));
      store.append(List.of(PING.one(3, Outcome.LOST)));
      store.append(List.of(PING.lateError(2)));
      settle(store, START + 2 * HOUR);
      store.append(List.of(PING.lateError(3), PING.one(3, Outcome.LOST)));

      for (int round = 3; round < 5; round++) {
        assertThat(all(store))
            .hasSize(3)
            .allSatisfy(sample -> {
              assertThat(sample.outcome()).isEqualTo(Outcome.ICMP_ERROR);
              assertThat(sample.icmpError().orElseThrow().afterTimeout()).isTrue();
              assertThat(sample.icmpError().orElseThrow().afterNanos()).hasValue(3_050_000_000L);
            });
        settle(store, START + round * HOUR);
      }
      for (int points : new int[] {400, 100, 1}) {
        assertThat(series(store, START, START + HOUR, points).buckets())
            .as("%d points", points)
            .extracting(bucket -> bucket.outcomes().count(Outcome.ICMP_ERROR))
            .contains(3L);
      }
    }
  }

  @Test
  public void outcomeAfterTheTimeoutReplacesALoss() throws IOException {
    try (DayStore store = open()) {
      store.append(List.of(PING.one(1, Outcome.LOST), PING.late(1, Outcome.RESET, 1_400_000_000L)));
      store.append(List.of(PING.one(2, Outcome.LOST)));
      settle(store, START + 2 * HOUR);
      store.append(List.of(PING.late(2, Outcome.RESET, 1_400_000_000L)));

      for (int round = 3; round < 5; round++) {
        assertThat(all(store))
            .hasSize(2)
            .allSatisfy(sample -> {
              assertThat(sample.outcome()).isEqualTo(Outcome.RESET);
              assertThat(sample.lateNanos()).hasValue(1_400_000_000L);
            });
        settle(store, START + round * HOUR);
      }
      assertThat(series(store, START, START + HOUR, 1).buckets())
          .extracting(bucket -> bucket.outcomes().count(Outcome.RESET))
          .containsExactly(2L);
    }
  }

  @Test
  public void lateSampleIsNeverTurnedBackIntoLost() throws IOException {
    try (DayStore store = open()) {
      store.append(List.of(PING.one(1, Outcome.LATE), PING.one(1, Outcome.LOST)));
      settle(store, START + HOUR);

      assertThat(all(store)).extracting(Sample::outcome).containsExactly(Outcome.LATE);
    }
  }

  @Test
  @Proves("D8")
  public void clockSetBackOrdersBySequence() throws IOException {
    MadeSamples before = new MadeSamples(7, START + 30 * SECOND, SECOND);
    MadeSamples after = new MadeSamples(7, START - 20 * SECOND, SECOND);
    try (DayStore store = open()) {
      store.append(List.of(before.batch(1, 20)));
      store.append(List.of(after.batch(21, 60)));
      settle(store, START + HOUR);

      List<Sample> expected = new ArrayList<>(before.samples(1, 20));
      expected.addAll(after.samples(21, 60));
      assertThat(all(store)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10000000, 10, 1000",
    "1000000000, 600, 100",
    "1000000000, 5400, 300",
    "1000000000, 7200, 40",
    "10000000000, 90000, 30"
  })
  public void everyLevelSaysWhatTheSamplesSay(long interval, long seconds, int points)
      throws IOException {
    MadeSamples ping = new MadeSamples(7, START, interval);
    long last = seconds * SECOND / interval;
    try (DayStore store = open()) {
      for (long first = 1; first <= last; first += 1000) {
        store.append(List.of(ping.batch(first, Math.min(last, first + 999))));
      }
      // The newest minutes stay in the journal.
      settle(store, START + seconds * SECOND - 3 * MINUTE);

      HistorySeries series = series(store, START, START + seconds * SECOND, points);

      assertThat(journalMinutes(store)).hasSizeLessThanOrEqualTo(4);
      assertThat(store.damaged()).isZero();
      assertThat(series.buckets()).hasSizeLessThanOrEqualTo(points);
      assertThat(series).isEqualTo(reference(ping, last, series));
    }
  }

  @Test
  public void hourOfManyPingsIsAddedUpInPiecesAndThereOnceAllOfItIs() throws IOException {
    SampleColumns buffer = new SampleColumns();
    for (long ping = 1; ping <= 2_500; ping++) {
      new MadeSamples(ping, START, SECOND).addTo(buffer, 1, 2);
    }
    MadeSamples meanwhile = new MadeSamples(9_999, START + 2 * HOUR, SECOND);
    try (DayStore store = open()) {
      store.append(List.of(buffer.toBatch(0, 1)));
      int turnsBefore = 0;
      for (int turn = 0; turn < 20; turn++) {
        store.maintain(START + 2 * HOUR);
        store.append(List.of(meanwhile.batch(turn + 1, turn + 1)));
        long first = samplesInFirstHour(store, 1);
        assertThat(samplesInFirstHour(store, 2_500)).isEqualTo(first);
        turnsBefore += first == 0 ? 1 : 0;
      }

      assertThat(samplesInFirstHour(store, 2_500)).isEqualTo(2);
      int pieces = store.storage().hasTransactionPerDay() ? 3 : 1;
      assertThat(turnsBefore).as("one for the minute, the others for hours").isEqualTo(pieces);
      assertThat(StoreFixture.all(store, meanwhile.id())).hasSize(20);
    }
  }

  @Test
  public void minuteOfManyPingsIsPackedInPiecesAndNothingOfItIsLost() throws IOException {
    int pings = 7_001;
    SampleColumns buffer = new SampleColumns();
    for (long ping = 1; ping <= pings; ping++) {
      new MadeSamples(ping, START, SECOND).addTo(buffer, 1, 1);
    }
    try (DayStore store = open()) {
      store.maintain(START); // finds the data of an earlier run
      store.append(List.of(buffer.toBatch(0, 1)));
      int turns = 0;
      while (!StoreFixture.journalMinutes(store.storage()).isEmpty()) {
        store.maintain(START + 10 * MINUTE);
        turns++;
        if (turns == 1) {
          // After its ping was packed, and before the others are.
          store.append(List.of(new MadeSamples(1, START, SECOND).batch(2, 2)));
        }
        assertThat(StoreFixture.all(store, new PingId(1))).hasSize(2);
        assertThat(StoreFixture.all(store, new PingId(pings))).hasSize(1);
      }

      assertThat(turns).as("two for all of them, one for the late sample").isEqualTo(3);
      for (long ping = 2; ping <= pings; ping += 99) {
        assertThat(StoreFixture.all(store, new PingId(ping))).hasSize(1);
      }
      assertThat(StoreFixture.all(store, new PingId(1))).hasSize(2);
      assertThat(sum(store.reader().series(new PingId(1), START, START + MINUTE, 1))).isEqualTo(2);
    }
  }

  /// The value in the rollup of the hour; 0 if there is none.
  private static long samplesInFirstHour(DayStore store, long ping) throws IOException {
    long hour = START / HOUR;
    List<DayFile> files = store.storage().files(DayFile.Kind.ROLLUPS);
    try (DayRollups rollups = DayRollups.open(store.storage(), files, new CorruptionLog())) {
      return rollups.hours(ping, hour, hour).values().stream()
          .mapToLong(rollup -> rollup.counts().sent() + rollup.counts().notSent())
          .sum();
    }
  }

  @Test
  public void recentSamplesAreAnHourOfFewAndFiveMinutesOfMany() throws IOException {
    try (DayStore store = open()) {
      store.append(List.of(PING.batch(1, 7_200)));
      settle(store, START + 3 * HOUR);
      long last = START + 7_199 * SECOND;

      SampleBatch few = store.reader().recent(PING.id(), last, 4_000);
      SampleBatch many = store.reader().recent(PING.id(), last, 3_000);

      assertThat(few.sequences()).startsWith(3_541);
      assertThat(few.sequences()[few.size() - 1]).isEqualTo(7_200);
      assertThat(many.sequences()).startsWith(6_841);
      assertThat(many.sequences()[many.size() - 1]).isEqualTo(7_200);
    }
  }

  @Test
  public void spanWithoutSamplesIsNoData() throws IOException {
    try (DayStore store = open()) {
      store.append(List.of(PING.batch(1, 10), PING.batch(3601, 3610)));
      settle(store, START + 2 * HOUR);

      HistorySeries series = series(store, START, START + 2 * HOUR, 10_000);

      assertThat(series.buckets().stream().filter(b -> !b.hasNoData()))
          .extracting(HistoryBucket::fromEpochNanos)
          .allMatch(at -> at < START + 12 * SECOND || at >= START + HOUR)
          .hasSizeGreaterThan(2);
      assertThat(series(store, START + 10 * DAY, START + 20 * DAY, 100).buckets())
          .allMatch(HistoryBucket::hasNoData);
      assertThat(store.reader().series(new PingId(8), START, START + DAY, 100).buckets())
          .allMatch(HistoryBucket::hasNoData);
    }
  }

  @Test
  public void pagesOfSamplesAddUp() throws IOException {
    try (DayStore store = open()) {
      store.append(List.of(PING.batch(1, 1000)));
      settle(store, START + 10 * MINUTE);

      List<Sample> samples = new ArrayList<>();
      long from = START;
      int pages = 0;
      SamplePage page = store.reader().samples(PING.id(), from, START + HOUR, 130);
      samples.addAll(page.samples());
      while (page.nextEpochNanos().isPresent() && pages++ < 100) {
        from = page.nextEpochNanos().getAsLong();
        page = store.reader().samples(PING.id(), from, START + HOUR, 130);
        samples.addAll(page.samples());
      }

      assertThat(pages).isGreaterThan(3);
      assertThat(samples).isEqualTo(PING.samples(1, 1000));
    }
  }

  @Test
  public void gapsAreKeptAndAnswered() throws IOException {
    Gap gap = new Gap(START + MINUTE, START + 2 * MINUTE, 60, "the disk is full");
    try (DayStore store = open()) {
      store.append(List.of(PING.batch(1, 10)));
      store.append(gap);
    }
    try (DayStore store = open()) {
      assertThat(series(store, START, START + HOUR, 60).gaps()).containsExactly(gap);
      assertThat(series(store, START + HOUR, START + 2 * HOUR, 60).gaps()).isEmpty();
    }
  }

  /// Opens the store, each time with its previous content.
  public abstract DayStore open() throws IOException;

  private static List<Long> journalMinutes(DayStore store) throws IOException {
    return StoreFixture.journalMinutes(store.storage());
  }

  private static List<Sample> all(DayStore store) throws IOException {
    return StoreFixture.all(store, PING.id());
  }

  private static HistorySeries series(DayStore store, long from, long to, int points)
      throws IOException {
    return store.reader().series(PING.id(), from, to, points);
  }

  private static long sum(HistorySeries series) {
    return series.buckets().stream()
        .mapToLong(b -> b.outcomes().sent() + b.outcomes().notSent())
        .sum();
  }

  /// Computes the same buckets directly from the samples. Means are rounded like those of added
  /// parts.
  private static HistorySeries reference(MadeSamples ping, long last, HistorySeries like) {
    SampleColumns columns = new SampleColumns();
    var batch = ping.batch(1, last);
    for (int i = 0; i < batch.size(); i++) {
      SampleBlock.add(columns, batch, i);
    }
    List<HistoryBucket> buckets = new ArrayList<>();
    RttDistribution rtts = new RttDistribution();
    for (HistoryBucket bucket : like.buckets()) {
      Rollup rollup = new Rollup();
      for (int i = 0; i < columns.size; i++) {
        long at = columns.sentEpochNanos[i];
        if (at >= bucket.fromEpochNanos() && at < bucket.fromEpochNanos() + like.widthNanos()) {
          rollup.record(columns, i);
        }
      }
      rtts.add(rollup.rtts());
      buckets.add(sameMeans(rollup.toBucket(bucket.fromEpochNanos()), bucket));
    }
    return new HistorySeries(
        ping.id(), like.widthNanos(), buckets, HistogramBin.of(rtts), List.of());
  }

  private static HistoryBucket sameMeans(HistoryBucket expected, HistoryBucket actual) {
    if (expected.rtt().isEmpty() || actual.rtt().isEmpty()) {
      return expected;
    }
    RttSummary want = expected.rtt().get();
    RttSummary got = actual.rtt().get();
    boolean same =
        Math.abs(want.mean() - got.mean()) < 1e-3 && Math.abs(want.stddev() - got.stddev()) < 1e-3;
    return same ? withMeans(expected, want, got) : expected;
  }

  private static HistoryBucket withMeans(HistoryBucket b, RttSummary s, RttSummary means) {
    RttSummary spread =
        new RttSummary(
            s.count(),
            s.min(),
            means.mean(),
            s.p5(),
            s.p25(),
            s.median(),
            s.p75(),
            s.p90(),
            s.p95(),
            s.p99(),
            s.p999(),
            s.max(),
            means.stddev());
    return new HistoryBucket(
        b.fromEpochNanos(), b.outcomes(), b.maxLagNanos(), java.util.Optional.of(spread));
  }
}
