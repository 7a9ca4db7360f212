package io.pingdeck.history.days;

import static io.pingdeck.history.days.MadeSamples.MINUTE;
import static io.pingdeck.history.days.MadeSamples.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.history.api.HistorySeries;
import io.pingdeck.history.sqlite.DataDirectory;
import io.pingdeck.history.storage.CorruptionLog;
import io.pingdeck.history.storage.DayConnection;
import io.pingdeck.history.storage.DayStorage;
import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Slow;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A query reads no more rows than its points need, regardless of the amount of data.
@Slow
class BoundedReadingTest {
  private static final int POINTS = 500;

  private static final Duration LONGEST_OF_MINUTES = Duration.ofDays(3);

  /// Rows that are read for every span: the list of files, and the minutes of the current hour.
  private static final long FEW_ROWS = 200;

  /// Every minute has samples since then; before, every thirtieth.
  private static final Duration DENSE = Duration.ofDays(16);

  @TempDir private Path directory;
  private final AtomicLong rows = new AtomicLong();

  @Test
  @Proves("D10")
  void anySpanFromTenSecondsToAYearReadsABoundedNumberOfRows() throws IOException {
    long now = Instant.now().getEpochSecond() * SECOND;
    long minute = now / MINUTE;
    long dense = minute - DENSE.toMinutes();
    MadeHistory.write(directory, minute - Duration.ofDays(366).toMinutes(), dense, 30, 1);
    MadeHistory.write(directory, dense, minute, 1, 1);

    try (HistoryReader reader =
        new HistoryReader(
            counting(DayStorage.class, new DataDirectory(directory)), new CorruptionLog())) {
      for (Duration span : spans()) {
        rows.set(0);
        HistorySeries series = reader.series(MadeHistory.PING, now - span.toNanos(), now, POINTS);

        assertThat(rows.get()).as("rows for %s", span).isBetween(1L, mostRows(span));
        assertThat(series.buckets()).hasSizeLessThanOrEqualTo(POINTS);
        long sent = series.buckets().stream().mapToLong(b -> b.outcomes().sent()).sum();
        if (span.compareTo(DENSE) < 0) {
          assertThat(sent)
              .as("samples of %s", span)
              .isBetween(span.toMinutes() - 2, span.toMinutes() + series.widthNanos() / MINUTE + 1);
        } else {
          assertThat(sent).isGreaterThan(DENSE.toMinutes() + span.minus(DENSE).toHours());
        }
      }
    }
  }

  /// An hour is read twice: first to check that it exists.
  private static long mostRows(Duration span) {
    long needed =
        span.compareTo(LONGEST_OF_MINUTES) > 0
            ? 2 * span.toHours()
            : LONGEST_OF_MINUTES.toMinutes();
    return FEW_ROWS + needed;
  }

  private static List<Duration> spans() {
    return List.of(
        Duration.ofSeconds(90),
        Duration.ofMinutes(5),
        Duration.ofMinutes(40),
        Duration.ofHours(1),
        Duration.ofHours(4),
        Duration.ofHours(12),
        Duration.ofDays(1),
        Duration.ofDays(3),
        Duration.ofDays(7),
        Duration.ofDays(10),
        Duration.ofDays(15),
        Duration.ofDays(30),
        Duration.ofDays(90),
        Duration.ofDays(365));
  }

  /// Wraps the target, and counts every row that is read through it.
  private <T> T counting(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                Object answer = method.invoke(target, arguments);
                if (target instanceof ResultSet && method.getName().equals("next")) {
                  rows.addAndGet(answer.equals(true) ? 1 : 0);
                }
                return counted(answer);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private Object counted(Object answer) {
    return switch (answer) {
      case Optional<?> some -> some.map(this::counted);
      case DayConnection connection -> counting(DayConnection.class, connection);
      case PreparedStatement statement -> counting(PreparedStatement.class, statement);
      case ResultSet set -> counting(ResultSet.class, set);
      case null, default -> answer;
    };
  }
}
