package io.pingdeck.ping.loop;

import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.engine.EngineListener;
import io.pingdeck.ping.engine.ProbeEngine;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.SampleColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// Buffers the engine's samples and delivers them in two alternating buffers, so that no sample
/// costs an allocation or a lock. A slow listener delays delivery, but samples are never dropped.
/// [#isFull()] tells the loop to stop sending until then.
final class SampleCollector implements EngineListener {
  private static final int MAX_WAITING_SAMPLES = 1_000_000;

  /// Samples of this many pings are delivered at once. Writing the counters of thousands of pings
  /// takes a millisecond, which would delay due probes.
  static final int MOST_PINGS = 512;

  /// This many samples are also delivered at once, so that the buffers of a flood stop growing
  /// early. Otherwise each interval with a new highest rate would grow them again.
  static final int MOST_SAMPLES = 2048;

  private static final int ROOM = 1024;

  private final LoopListener listener;
  private final long intervalNanos;
  private final AtomicReference<SampleColumns> spare =
      new AtomicReference<>(new SampleColumns(ROOM));
  private final LatenessWindow lateness = new LatenessWindow();
  private SampleColumns filling = new SampleColumns(ROOM);
  private List<LoopListener.End> ends = List.of();
  private boolean waiting;
  private long waitingSince;
  private boolean selfDelayed;
  private volatile boolean blocked;

  SampleCollector(LoopListener listener, long intervalNanos) {
    this.listener = listener;
    this.intervalNanos = intervalNanos;
  }

  @Override
  public SampleColumns columns() {
    return filling;
  }

  @Override
  public void sampled() {
    long lag = filling.lagNanos[filling.size - 1];
    // Probes of a flood have no planned time, so their lag says nothing about the scheduler. Any
    // other probe is late by at least some nanoseconds.
    if (lag > 0) {
      lateness.record(lag);
    }
    if (selfDelayed) {
      filling.selfDelayed();
    }
  }

  /// Marks the following samples as packets received while the loop stalled.
  void selfDelayed(boolean isSelfDelayed) {
    selfDelayed = isSelfDelayed;
  }

  @Override
  public void ended(long ping, PingState state, long lastSequence) {
    if (ends.isEmpty()) {
      ends = new ArrayList<>();
    }
    ends.add(new LoopListener.End(new PingId(ping), state, lastSequence));
  }

  LatenessWindow lateness() {
    return lateness;
  }

  boolean isFull() {
    return filling.size >= MAX_WAITING_SAMPLES;
  }

  /// Delivers the buffered samples if the interval is over, or if they are many or from many pings.
  /// Called in every turn.
  ///
  /// @return time until the next delivery, [Long#MAX_VALUE] if nothing is buffered
  long flushIfDue(long nowNanos, ProbeEngine engine) {
    int pings = engine.changedCounters();
    if (filling.isEmpty() && ends.isEmpty() && pings == 0) {
      waiting = false;
      return Long.MAX_VALUE;
    }
    if (!waiting) {
      waiting = true;
      waitingSince = nowNanos;
    }
    long left = intervalNanos - (nowNanos - waitingSince);
    if (left > 0 && pings < MOST_PINGS && filling.size < MOST_SAMPLES) {
      return left;
    }
    return flush(engine) ? Long.MAX_VALUE : intervalNanos;
  }

  /// Delivers everything now.
  ///
  /// @return false if the listener still holds the other buffer; [#giveBack] then returns true
  boolean flush(ProbeEngine engine) {
    SampleColumns next = spare.getAndSet(null);
    blocked = next == null;
    if (next == null) {
      return false;
    }
    engine.writeCounters(filling);
    SampleColumns full = filling;
    List<LoopListener.End> endsWithIt = ends;
    filling = next;
    ends = List.of();
    waiting = false;
    try {
      listener.samples(full, endsWithIt);
    } catch (RuntimeException | Error e) {
      filling = full; // retried with the next flush
      ends = endsWithIt;
      spare.set(next);
      throw e;
    }
    return true;
  }

  /// Takes a buffer back. The only thread-safe method.
  ///
  /// @return whether the loop waits for it
  boolean giveBack(SampleColumns buffer) {
    buffer.clear();
    spare.set(buffer);
    return blocked;
  }
}
