package io.pingdeck.ping.loop;

import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.engine.EngineListener;
import io.pingdeck.ping.engine.ProbeEngine;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.SampleBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// Gathers what the engine decides and hands it over in two buffers taking turns, so that no sample
/// costs an allocation or a lock. A listener that falls behind stops the handing over, not the
/// gathering: samples are never dropped. [#isFull()] tells the loop to send no more until then.
final class SampleCollector implements EngineListener {
  private static final int MAX_WAITING_SAMPLES = 1_000_000;

  /// Of so many pings samples wait no longer: to write the counters of thousands takes a
  /// millisecond, for which probes that are due would have to wait.
  static final int MOST_PINGS = 512;

  /// So many samples wait no longer either, so that the buffers of a flood stop growing early: a
  /// flush interval of one that happens to be faster than all before would grow them again.
  static final int MOST_SAMPLES = 2048;

  private final LoopListener listener;
  private final long intervalNanos;
  private final AtomicReference<SampleBuffer> spare = new AtomicReference<>(new SampleBuffer());
  private final LatenessWindow lateness = new LatenessWindow();
  private SampleBuffer filling = new SampleBuffer();
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
  public void sample(
      long ping,
      long sequence,
      long sentEpochNanos,
      long lagNanos,
      Outcome outcome,
      long rttNanos,
      RttSource source,
      boolean untagged,
      int hopLimit,
      int errno,
      IcmpError error,
      Response answer) {
    // A probe of a flood lags behind no plan and says nothing of the scheduler; any other is late
    // by some nanoseconds at least.
    if (lagNanos > 0) {
      lateness.record(lagNanos);
    }
    filling.sample(
        ping,
        sequence,
        sentEpochNanos,
        lagNanos,
        outcome,
        rttNanos,
        source,
        untagged,
        hopLimit,
        errno,
        error,
        answer);
    if (selfDelayed) {
      filling.markSelfDelayed();
    }
  }

  /// Whether samples from now on are of packets that were received while the loop stood still.
  void selfDelayed(boolean isSelfDelayed) {
    selfDelayed = isSelfDelayed;
  }

  @Override
  public void ended(long ping, PingState state) {
    if (ends.isEmpty()) {
      ends = new ArrayList<>();
    }
    ends.add(new LoopListener.End(new PingId(ping), state));
  }

  LatenessWindow lateness() {
    return lateness;
  }

  boolean isFull() {
    return filling.size() >= MAX_WAITING_SAMPLES;
  }

  /// Hands over what was gathered if that has waited for the interval, is much or is of many pings.
  /// Called in every turn.
  ///
  /// @return how long until there is something to hand over, [Long#MAX_VALUE] if nothing waits
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
    if (left > 0 && pings < MOST_PINGS && filling.size() < MOST_SAMPLES) {
      return left;
    }
    return flush(engine) ? Long.MAX_VALUE : intervalNanos;
  }

  /// Hands over everything now.
  ///
  /// @return false if the listener still holds the other buffer; [#giveBack] then tells it
  boolean flush(ProbeEngine engine) {
    SampleBuffer next = spare.getAndSet(null);
    blocked = next == null;
    if (next == null) {
      return false;
    }
    engine.writeCounters(filling);
    SampleBuffer full = filling;
    List<LoopListener.End> endsWithIt = ends;
    filling = next;
    ends = List.of();
    waiting = false;
    try {
      listener.samples(full, endsWithIt);
    } catch (RuntimeException | Error e) {
      filling = full; // to be handed over again
      ends = endsWithIt;
      spare.set(next);
      throw e;
    }
    return true;
  }

  /// Takes a buffer back. The only method other threads may call.
  ///
  /// @return whether the loop waits for it
  boolean giveBack(SampleBuffer buffer) {
    buffer.clear();
    spare.set(buffer);
    return blocked;
  }
}
