package io.pingdeck.bench;

import io.pingdeck.history.api.HistoryLimits;
import io.pingdeck.history.api.HistorySeries;
import io.pingdeck.history.days.DayStore;
import io.pingdeck.history.days.HistoryReader;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.SampleColumns;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// How much disk space the history needs, and how fast its queries are. Writes the samples of the
/// given number of pings, second by second of simulated time, as fast as possible.
///
/// Arguments: directory, pings, samples per second of each, seconds.
public final class StoreBench {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = 1_767_225_600L * SECOND;

  private final int pings;
  private final int rate;
  private final Random random = new Random(1);

  private StoreBench(int pings, int rate) {
    this.pings = pings;
    this.rate = rate;
  }

  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    StoreBench bench = new StoreBench(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    int seconds = Integer.parseInt(args[3]);
    bench.write(directory, seconds);
    bench.read(directory, seconds);
  }

  private void write(Path directory, int seconds) throws IOException {
    HistoryLimits limits = new HistoryLimits(10_000, 10_000, Long.MAX_VALUE);
    long began = System.nanoTime();
    long cpu = cpuNanos();
    long slowest = 0;
    try (DayStore store = DayStore.inFiles(directory, limits)) {
      SampleColumns buffer = new SampleColumns();
      for (int second = 0; second < seconds; second++) {
        fill(buffer, second);
        long turn = System.nanoTime();
        store.append(List.of(buffer.toBatch(0, second + 1)));
        store.maintain(START + (second + 1) * SECOND);
        slowest = Math.max(slowest, System.nanoTime() - turn);
        buffer.clear();
      }
    }
    long samples = (long) pings * rate * seconds;
    double wall = (System.nanoTime() - began) / 1e9;
    double busy = (cpuNanos() - cpu) / 1e9;
    System.out.printf(
        "%d samples, %.0f/s; CPU %.2f s a million, %.1f %% of a core at this rate; slowest second"
            + " %.0f ms; %.1f bytes a sample, rollups %.1f%n",
        samples,
        samples / wall,
        busy * 1e6 / samples,
        100 * busy / seconds,
        slowest / 1e6,
        (double) bytes(directory, "samples") / samples,
        (double) bytes(directory, "rollups") / samples);
  }

  private void fill(SampleColumns buffer, int second) {
    for (int ping = 0; ping < pings; ping++) {
      for (int i = 0; i < rate; i++) {
        long sequence = (long) second * rate + i + 1;
        long lag = 20_000 + random.nextInt(60_000);
        long sent = START + second * SECOND + i * (SECOND / rate) + lag + random.nextInt(100);
        boolean lost = random.nextInt(100) == 0;
        buffer.add(ping + 1, sequence, sent, lag, lost ? Outcome.LOST : Outcome.REPLY);
        if (!lost) {
          long rtt = 150_000 + (long) (30_000 * Math.exp(random.nextGaussian()));
          buffer.rtt(rtt, RttSource.KERNEL).hopLimit(64);
        }
      }
    }
  }

  private void read(Path directory, int seconds) throws IOException {
    HistoryReader reader = new HistoryReader(directory);
    for (long span = 10; span < 10L * seconds; span *= 6) {
      long end = START + seconds * SECOND;
      long began = System.nanoTime();
      HistorySeries series = reader.series(new PingId(1), end - span * SECOND, end, 500);
      System.out.printf(
          "the last %d s in %d buckets of %.2f s: %.0f ms%n",
          span,
          series.buckets().size(),
          series.widthNanos() / 1e9,
          (System.nanoTime() - began) / 1e6);
    }
  }

  private static long bytes(Path directory, String prefix) throws IOException {
    long sum = 0;
    try (var paths = Files.list(directory)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        sum += path.getFileName().toString().startsWith(prefix) ? Files.size(path) : 0;
      }
    }
    return sum;
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
