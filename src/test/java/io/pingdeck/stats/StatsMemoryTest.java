package io.pingdeck.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.testing.Slow;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The statistics of many pings fit in memory, and samples allocate almost nothing.
@Slow
class StatsMemoryTest {
  /// So many that what other threads of the JVM keep meanwhile does not count.
  private static final int PINGS = 800;

  private static final int SECONDS = 4_000;
  private static final long SECOND = 1_000_000_000L;
  private static final int HELD = 60;

  /// All windows of a ping that sends once per second, its RTTs 500 µs ± 10 %, and 60 samples: 40
  /// KB were measured, 2 GB for 50,000 pings. Slower pings need less, because slices without a
  /// probe do not exist.
  private static final long BYTES_PER_PING = 44 * 1024;

  /// Slices are created and dropped; one object per sample would be more.
  private static final long BYTES_PER_SAMPLE = 200;

  private final Random random = new Random(1);

  @Test
  void pingThatSendsEachSecondTakesFewKilobytes() {
    List<PingStats> pings = new ArrayList<>();
    send(new PingStats(PingSamples.ping(PINGS), HELD), PINGS); // initializes what all pings share
    long before = used();
    for (int i = 0; i < PINGS; i++) {
      pings.add(new PingStats(PingSamples.ping(i), HELD));
      send(pings.get(i), i);
    }
    long bytesPerPing = (used() - before) / PINGS;

    assertThat(bytesPerPing).isLessThan(BYTES_PER_PING);
    assertThat(pings).hasSize(PINGS);
  }

  @Test
  void sampleCostsHardlyAnyMemory() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    PingStats stats = new PingStats(PingSamples.ping(1), HELD);
    SampleBatch batch = batch(1, 10_000, SECOND / 1_000);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < batch.size(); i++) {
      stats.record(batch, i, batch.sentEpochNanos()[i]);
    }
    long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / batch.size();

    assertThat(bytes).isLessThan(BYTES_PER_SAMPLE);
  }

  private void send(PingStats stats, long id) {
    SampleBatch batch = batch(id, SECONDS, SECOND);
    for (int i = 0; i < batch.size(); i++) {
      stats.record(batch, i, batch.sentEpochNanos()[i]);
    }
  }

  private SampleBatch batch(long id, int size, long interval) {
    SampleColumns buffer = new SampleColumns();
    for (int i = 0; i < size; i++) {
      long rtt = Math.max(100_000, Math.round(500_000 * (1 + random.nextGaussian() / 10)));
      long sent = PingSamples.NOW + i * interval;
      PingSamples.add(buffer, id, i + 1, sent, random.nextInt(50_000), Outcome.REPLY, rtt);
    }
    return buffer.toBatch(0, 1);
  }

  private static long used() {
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
