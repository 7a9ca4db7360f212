package io.pingdeck.echo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.StampedLock;

/// The counters of one echo server. Its loop counts a batch privately and publishes it whole, so
/// that whoever reads sees equations that hold; readers retry and never hold the loop up.
final class EchoCounters {
  private static final DropReason[] REASONS = DropReason.values();

  // The loop's own.
  private long batchReceived;
  private long batchReplied;
  private final long[] batchDropped = new long[REASONS.length];

  private final StampedLock lock = new StampedLock();
  private long received;
  private long replied;
  private final long[] dropped = new long[REASONS.length];
  private long kernelDrops = -1;

  void received(int datagrams) {
    batchReceived += datagrams;
  }

  void replied() {
    batchReplied++;
  }

  void dropped(DropReason reason) {
    batchDropped[reason.ordinal()]++;
  }

  /// Makes what was counted since the last call readable.
  void publish() {
    long stamp = lock.writeLock();
    try {
      received += batchReceived;
      replied += batchReplied;
      for (int i = 0; i < dropped.length; i++) {
        dropped[i] += batchDropped[i];
        batchDropped[i] = 0;
      }
    } finally {
      lock.unlockWrite(stamp);
    }
    batchReceived = 0;
    batchReplied = 0;
  }

  /// @param drops as [io.pingdeck.net.DatagramPort#kernelDrops()] tells them
  void kernelDrops(long drops) {
    long stamp = lock.writeLock();
    kernelDrops = drops;
    lock.unlockWrite(stamp);
  }

  /// What all threads may ask.
  EchoCounts read() {
    while (true) {
      long stamp = lock.tryOptimisticRead();
      EchoCounts counts = new EchoCounts(received, replied, drops(), undefinedBelowZero());
      if (lock.validate(stamp)) {
        return counts;
      }
      Thread.onSpinWait();
    }
  }

  private Map<String, Long> drops() {
    Map<String, Long> drops = new LinkedHashMap<>();
    for (DropReason reason : REASONS) {
      drops.put(reason.json(), dropped[reason.ordinal()]);
    }
    return drops;
  }

  private OptionalLong undefinedBelowZero() {
    return kernelDrops < 0 ? OptionalLong.empty() : OptionalLong.of(kernelDrops);
  }
}
