package io.pingdeck.ping.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.pingdeck.app.PlatformSockets;
import io.pingdeck.ping.api.LoopStatus;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.testing.Slow;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The whole probe path, from the schedule to the kernel and back, allocates nothing.
@Slow
@Timeout(60)
class LoopAllocationTest {
  private static final long WARM_UP = 200_000;
  private static final long MEASURED = 200_000;
  private static final int ROUNDS = 10;

  @ParameterizedTest
  @ValueSource(strings = {"icmp://127.0.0.1", "icmp://[::1]"})
  void aProbeAllocatesNothing(String target) throws Exception {
    Counter counter = new Counter();
    try (ProbeLoop loop =
        new ProbeLoop("allocation", PlatformSockets.best(), Duration.ofMillis(5), counter)) {
      counter.loop.set(loop);
      PingSpec flood =
          LoopRecorder.spec(1, target, Duration.ZERO, Duration.ofSeconds(1), 1L << 40, 64);
      loop.start(flood, LoopRecorder.planned(flood).address()).toCompletableFuture().get();

      counter.await(WARM_UP);
      double perProbe = counter.bytesPerProbe();
      // The state is steady once the compiler is done, which is late on a busy machine.
      for (int round = 1; perProbe >= 1 && round < ROUNDS; round++) {
        perProbe = counter.bytesPerProbe();
      }

      assertThat(perProbe).as("bytes a probe").isLessThan(1);
    }
  }

  /// Counts and returns buffers, so that only the loop itself can allocate.
  private static final class Counter implements LoopListener {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    final AtomicReference<ProbeLoop> loop = new AtomicReference<>();
    final AtomicLong samples = new AtomicLong();
    private final Semaphore more = new Semaphore(0);
    private volatile long thread;

    double bytesPerProbe() throws InterruptedException {
      long samplesBefore = samples.get();
      long bytesBefore = allocatedBytes();
      await(samplesBefore + MEASURED);
      return (allocatedBytes() - bytesBefore) / (double) (samples.get() - samplesBefore);
    }

    void await(long count) throws InterruptedException {
      while (samples.get() < count) {
        more.acquire();
      }
    }

    private long allocatedBytes() {
      return threads.getThreadAllocatedBytes(thread);
    }

    @Override
    public void samples(SampleColumns buffer, List<End> ends) {
      thread = Thread.currentThread().threadId();
      samples.addAndGet(buffer.size);
      loop.get().giveBack(buffer);
      more.release();
    }

    @Override
    public void status(LoopStatus status) {
      // One object per second.
    }

    @Override
    public void died(Throwable cause) {
      throw new AssertionError(cause);
    }
  }
}
