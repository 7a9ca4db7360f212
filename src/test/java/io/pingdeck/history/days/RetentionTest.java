package io.pingdeck.history.days;

import static io.pingdeck.history.days.MadeSamples.DAY;
import static io.pingdeck.history.days.MadeSamples.HOUR;
import static io.pingdeck.history.days.MadeSamples.MINUTE;
import static io.pingdeck.history.days.MadeSamples.START;
import static io.pingdeck.history.days.StoreFixture.settle;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.history.api.HistoryLimits;
import io.pingdeck.history.api.HistorySeries;
import io.pingdeck.history.sqlite.DataDirectory;
import io.pingdeck.history.storage.DayFile.Kind;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Slow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Slow
class RetentionTest {
  private static final long PER_DAY = 60_000;

  /// Short, but only one minute per day: every minute costs a commit.
  private static final long INTERVAL = MINUTE / PER_DAY;

  @TempDir private Path directory;

  @Test
  @Proves("D9")
  void thirtyDaysStayWithinTheDaysAllowed() throws IOException {
    try (DayStore store = DayStore.inFiles(directory, new HistoryLimits(3, 10, 1L << 30))) {
      for (int day = 0; day < 30; day++) {
        writeDay(store, day);
        assertThat(days(Kind.SAMPLES)).hasSize(Math.min(day + 1, 3));
        assertThat(days(Kind.ROLLUPS)).hasSize(Math.min(day + 1, 10));
      }

      assertThat(days(Kind.SAMPLES).getLast()).isEqualTo(LocalDate.of(2026, 1, 30));
      HistorySeries month = store.reader().series(new PingId(7), START, START + 30 * DAY, 60);
      assertThat(month.buckets().stream().filter(bucket -> !bucket.hasNoData()))
          .hasSizeBetween(10, 22)
          .allMatch(bucket -> bucket.fromEpochNanos() >= START + 19 * DAY);
    }
  }

  @Test
  @Proves("D9")
  void thirtyDaysStayWithinTheBytesAllowedAndOneDay() throws IOException {
    long limit = 5_000_000;
    long largestDay = 0;
    try (DayStore store = DayStore.inFiles(directory, new HistoryLimits(365, 365, limit))) {
      for (int day = 0; day < 30; day++) {
        long before = new DataDirectory(directory).bytes();
        writeDay(store, day);
        long now = new DataDirectory(directory).bytes();
        largestDay = Math.max(largestDay, now - before);
        assertThat(now).as("bytes on day %d", day).isLessThan(limit + largestDay);
        assertThat(days(Kind.SAMPLES)).contains(LocalDate.of(2026, 1, 1).plusDays(day));
      }

      assertThat(days(Kind.SAMPLES)).hasSizeBetween(1, 29);
    }
  }

  @Test
  void clockThatIsWrongForAWhileDeletesNoMoreThanOneDay() throws IOException {
    try (DayStore store = DayStore.inFiles(directory, new HistoryLimits(3, 10, 1L << 30))) {
      for (int day = 0; day < 3; day++) {
        writeDay(store, day);
      }
      MadeSamples inThePast = new MadeSamples(7, 0, MINUTE);
      MadeSamples inTheFuture = new MadeSamples(7, START + 100L * 365 * DAY, MINUTE);
      store.append(List.of(inThePast.batch(30_000, 30_010)));
      store.append(List.of(inTheFuture.batch(30_011, 30_020)));
      settle(store, START + 100L * 365 * DAY + 20 * MINUTE);

      assertThat(days(Kind.SAMPLES)).contains(LocalDate.of(2026, 1, 2), LocalDate.of(2026, 1, 3));
    }
  }

  /// Writes a minute in each of two hours of the day.
  private void writeDay(DayStore store, int day) throws IOException {
    for (long at : new long[] {START + day * DAY, START + day * DAY + 5 * HOUR}) {
      MadeSamples ping = new MadeSamples(7, at, INTERVAL);
      store.append(List.of(ping.batch(1, PER_DAY / 2)));
    }
    settle(store, START + (day + 1) * DAY - 3 * MINUTE);
    settle(store, START + (day + 1) * DAY - MINUTE);
  }

  private List<LocalDate> days(Kind kind) throws IOException {
    return List.copyOf(new DataDirectory(directory).days(kind).keySet());
  }
}
