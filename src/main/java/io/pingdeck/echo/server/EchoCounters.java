package io.pingdeck.echo.server;

import io.pingdeck.echo.api.DropReason;
import io.pingdeck.echo.api.EchoCounts;
import io.pingdeck.echo.impairment.Injected;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.StampedLock;

/// The counters of one echo server. The loop counts a batch privately and publishes it as a whole,
/// so that the equations between counters always hold for readers. Readers retry and never block
/// the loop.
public final class EchoCounters {
  private static final DropReason[] REASONS = DropReason.values();
  private static final Injected[] INJECTED = Injected.values();

  // Used by the loop only.
  private long batchReceived;
  private long batchReplied;
  private long batchWaiting;
  private final long[] batchDropped = new long[REASONS.length];
  private final long[] batchInjected = new long[INJECTED.length];

  private final StampedLock lock = new StampedLock();
  private long received;
  private long replied;
  private long waiting;
  private final long[] dropped = new long[REASONS.length];
  private final long[] injected = new long[INJECTED.length];
  private long kernelDrops = -1;

  void received(long datagrams) {
    batchReceived += datagrams;
  }

  void replied() {
    batchReplied++;
  }

  /// Adds to the number of waiting replies; a negative number removes.
  void waiting(int answers) {
    batchWaiting += answers;
  }

  void injected(Injected what) {
    batchInjected[what.ordinal()]++;
  }

  void dropped(DropReason reason) {
    dropped(reason, 1);
  }

  void dropped(DropReason reason, long datagrams) {
    batchDropped[reason.ordinal()] += datagrams;
  }

  /// Publishes the counts since the last call.
  void publish() {
    long stamp = lock.writeLock();
    try {
      received += batchReceived;
      replied += batchReplied;
      waiting += batchWaiting;
      move(batchDropped, dropped);
      move(batchInjected, injected);
    } finally {
      lock.unlockWrite(stamp);
    }
    batchReceived = 0;
    batchReplied = 0;
    batchWaiting = 0;
  }

  private static void move(long[] from, long[] to) {
    for (int i = 0; i < from.length; i++) {
      to[i] += from[i];
      from[i] = 0;
    }
  }

  /// @param drops value of [io.pingdeck.net.DatagramPort#kernelDrops()]
  void kernelDrops(long drops) {
    long stamp = lock.writeLock();
    kernelDrops = drops;
    lock.unlockWrite(stamp);
  }

  /// The published counters. Thread-safe.
  public EchoCounts read() {
    while (true) {
      long stamp = lock.tryOptimisticRead();
      EchoCounts counts =
          new EchoCounts(received, replied, waiting, drops(), injections(), undefinedBelowZero());
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

  private Map<String, Long> injections() {
    Map<String, Long> injections = new LinkedHashMap<>();
    for (Injected what : INJECTED) {
      injections.put(what.json(), injected[what.ordinal()]);
    }
    return injections;
  }

  private OptionalLong undefinedBelowZero() {
    return kernelDrops < 0 ? OptionalLong.empty() : OptionalLong.of(kernelDrops);
  }
}
