package io.pingdeck.history;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.EndedThread;
import io.pingdeck.base.EpochNanos;
import io.pingdeck.disk.NewerFormatException;
import io.pingdeck.history.api.Gap;
import io.pingdeck.history.api.HistoryHealth;
import io.pingdeck.history.api.HistoryHealth.State;
import io.pingdeck.history.state.PingLedger;
import io.pingdeck.history.storage.SampleStore;
import io.pingdeck.history.storage.SampleStore.StoreSize;
import io.pingdeck.ping.sample.SampleBatch;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes samples to a [SampleStore] once a second, on its own thread.
///
/// If the store fails, measuring continues: samples are buffered in memory up to a limit, and the
/// writer retries until the store works again.
public final class HistoryWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);
  private static final long SECOND = 1_000_000_000L;
  private static final long LONGEST_PAUSE = 10 * SECOND;
  private static final double RATE_GAIN = 0.1;

  private final SampleStore store;
  private final Optional<PingLedger> ledger;
  private final List<String> warnings;
  private final HistoryQueue queue;
  private final List<SampleBatch> pending = new ArrayList<>();
  private final Thread thread;
  private volatile boolean closing;
  private volatile String trouble = "";
  private volatile long written;
  private volatile double writtenPerSecond;
  private long retryAt;
  private long pause = SECOND;

  private HistoryWriter(
      SampleStore store, Optional<PingLedger> ledger, int maxQueued, List<String> warnings) {
    this.store = requireNonNull(store, "store");
    this.ledger = requireNonNull(ledger, "ledger");
    this.warnings = List.copyOf(warnings);
    queue = new HistoryQueue(maxQueued);
    thread = Thread.ofPlatform().name("history").daemon(true).unstarted(this::run);
  }

  /// Starts the thread. The writer closes the store.
  ///
  /// @param ledger receives the measured samples, including those not yet on the disk
  /// @param maxQueued maximum number of samples buffered in memory
  /// @param warnings warnings about the store's location, for the health
  static HistoryWriter start(
      SampleStore store, PingLedger ledger, int maxQueued, List<String> warnings) {
    HistoryWriter writer = new HistoryWriter(store, Optional.of(ledger), maxQueued, warnings);
    writer.thread.start();
    return writer;
  }

  /// A writer without a thread; the caller calls [#turn(long)].
  public static HistoryWriter manual(SampleStore store, int maxQueued) {
    return new HistoryWriter(store, Optional.empty(), maxQueued, List.of());
  }

  /// Queues a batch. Never blocks.
  public void offer(SampleBatch batch) {
    queue.offer(batch);
  }

  /// Thread-safe.
  public HistoryHealth health() {
    StoreSize size = store.size();
    String reason = trouble;
    long soFar = written;
    return new HistoryHealth(
        reason.isEmpty() ? State.RECORDING : State.PAUSED,
        reason,
        queue.offered(),
        soFar,
        queue.dropped(),
        queue.held(),
        writtenPerSecond,
        size.bytes(),
        size.freeBytes(),
        size.bytesPerDay() <= 0
            ? OptionalDouble.empty()
            : OptionalDouble.of((double) size.freeBytes() / size.bytesPerDay()),
        store.damaged(),
        Optional.empty(),
        warnings);
  }

  /// Writes the queued samples, if the disk allows it, and closes the store.
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    EndedThread.await(thread);
  }

  private void run() {
    long next = System.nanoTime();
    try (store) {
      while (!closing) {
        turn(EpochNanos.now());
        next = Math.max(next + SECOND, System.nanoTime());
        while (!closing && next - System.nanoTime() > 0) {
          LockSupport.parkNanos(this, next - System.nanoTime());
        }
      }
      retryAt = 0;
      turn(EpochNanos.now());
    } catch (RuntimeException e) {
      trouble = "the thread that writes it died; the log says of what";
      LOG.error("history: recording has stopped", e);
    }
  }

  /// The work done once a second.
  public void turn(long nowEpochNanos) {
    List<SampleBatch> taken = queue.take();
    ledger.ifPresent(l -> l.record(taken));
    pending.addAll(taken);
    if (nowEpochNanos < retryAt && retryAt - nowEpochNanos <= LONGEST_PAUSE) {
      return;
    }
    try {
      write();
      store.maintain(nowEpochNanos);
      works();
    } catch (IOException e) {
      fails(nowEpochNanos, e);
    } catch (NewerFormatException e) {
      fails(nowEpochNanos, new IOException(e.getMessage(), e));
    }
  }

  private void write() throws IOException {
    long samples = pending.stream().mapToLong(SampleBatch::size).sum();
    if (samples > 0) {
      store.append(pending);
      pending.clear();
      queue.written(samples);
      written += samples;
    }
    writtenPerSecond += (samples - writtenPerSecond) * RATE_GAIN;
    for (Optional<Gap> gap = queue.gap(); gap.isPresent(); gap = queue.gap()) {
      store.append(gap.get());
      queue.written(gap.get());
    }
  }

  private void works() {
    if (!trouble.isEmpty()) {
      LOG.info("history: recording again");
    }
    trouble = "";
    pause = SECOND;
    retryAt = 0;
  }

  private void fails(long nowEpochNanos, IOException e) {
    String what = e instanceof NoSuchFileException ? e.getMessage() + " is gone" : e.getMessage();
    if (!trouble.equals(what)) {
      LOG.warn("history is paused: {}", what);
    }
    trouble = what;
    retryAt = nowEpochNanos + pause;
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  }
}
