package io.pingdeck.history.storage;

import io.pingdeck.history.storage.SampleStore.StoreSize;
import java.io.IOException;

/// Measures the disk space of the history and how fast it grows.
public final class DiskUsage {
  private static final long SECOND = 1_000_000_000L;
  private static final long PAUSE_NANOS = 5 * SECOND;
  private static final long DAY_SECONDS = 86_400;

  /// A shorter time says nothing, because files grow in steps.
  private static final long SHORTEST_SECONDS = 600;

  private final DayStorage storage;
  private final long maxBytes;
  private long measuredAt;
  private long startEpochNanos = -1;
  private long startBytes;
  private volatile StoreSize size = new StoreSize(0, 0, 0);

  public DiskUsage(DayStorage storage, long maxBytes) {
    this.storage = storage;
    this.maxBytes = maxBytes;
  }

  /// Checks the disk every few seconds.
  public void measure(long nowEpochNanos) throws IOException {
    if (nowEpochNanos >= measuredAt && nowEpochNanos - measuredAt < PAUSE_NANOS) {
      return;
    }
    measuredAt = nowEpochNanos;
    long bytes = storage.bytes();
    long seconds = (nowEpochNanos - startEpochNanos) / SECOND;
    // Restart after a day was deleted or the clock was set back, which is not growth.
    if (startEpochNanos < 0 || bytes < startBytes || seconds < 0) {
      startEpochNanos = nowEpochNanos;
      startBytes = bytes;
      seconds = 0;
    }
    long perDay =
        seconds < SHORTEST_SECONDS
            ? size.bytesPerDay()
            : (long) ((double) (bytes - startBytes) * DAY_SECONDS / seconds);
    long free = Math.min(Math.max(0, maxBytes - bytes), storage.freeBytes());
    size = new StoreSize(bytes, free, perDay);
  }

  public StoreSize size() {
    return size;
  }
}
