package io.pingdeck.history.storage;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts data that cannot be read because its checksum or its file is damaged, and logs each place
/// once. Thread-safe.
public final class CorruptionLog {
  private static final Logger LOG = LoggerFactory.getLogger(CorruptionLog.class);
  private static final int LINES = 20;

  private final AtomicLong blocks = new AtomicLong();

  public void found(Object where, String what) {
    long count = blocks.incrementAndGet();
    if (count <= LINES) {
      LOG.warn("history: {} is damaged: {}; the rest is read", where, what);
    }
  }

  public long blocks() {
    return blocks.get();
  }
}
