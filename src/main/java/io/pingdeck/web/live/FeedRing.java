package io.pingdeck.web.live;

import io.pingdeck.ping.sample.SampleBatch;
import java.util.List;

/// The latest ticks of the live feed, for clients that lag or reconnect. Bounded in ticks and
/// samples.
///
/// Ticks are numbered from 2 without holes. 1 means the beginning, so that "the latest" is a number
/// from the start.
final class FeedRing {
  private final FeedTick[] ticks;
  private final int maxSamples;
  private long oldest = 2;
  private long newest = 1;
  private int samples;

  FeedRing(int maxTicks, int maxSamples) {
    this.ticks = new FeedTick[maxTicks];
    this.maxSamples = maxSamples;
  }

  void add(List<SampleBatch> batches) {
    FeedTick tick = new FeedTick(++newest, batches);
    samples += tick.size();
    while (newest - oldest >= ticks.length || samples > maxSamples && oldest < newest) {
      samples -= tick(oldest).size();
      ticks[slot(oldest++)] = null;
    }
    ticks[slot(newest)] = tick;
  }

  /// The latest tick.
  long newest() {
    return newest;
  }

  /// The oldest tick that is still kept; `newest() + 1` if there is none.
  long oldest() {
    return oldest;
  }

  /// A tick from `oldest()` to `newest()`.
  FeedTick tick(long seq) {
    return ticks[slot(seq)];
  }

  private int slot(long seq) {
    return (int) (seq % ticks.length);
  }
}
