package io.pingdeck.history;

import io.pingdeck.history.api.Gap;
import io.pingdeck.ping.sample.SampleBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A bounded queue of samples between the bus and the disk. Samples that arrive while it is full
/// are dropped and counted. Batches lost on the way are counted too. Thread-safe.
final class HistoryQueue {
  static final String FULL = "the disk was too slow and the queue was full";
  static final String LOST = "batches from a pinger were lost";

  private final int maxSamples;
  private final List<SampleBatch> batches = new ArrayList<>();
  private final Map<Integer, Long> lastSequences = new HashMap<>();
  private final List<Gap> gaps = new ArrayList<>();
  private long offered;
  private long dropped;
  private long held;

  HistoryQueue(int maxSamples) {
    this.maxSamples = maxSamples;
  }

  synchronized void offer(SampleBatch batch) {
    noteHole(batch);
    offered += batch.size();
    if (held + batch.size() > maxSamples) {
      dropped += batch.size();
      addGap(gap(batch));
    } else {
      held += batch.size();
      batches.add(batch);
    }
  }

  /// Removes and returns the queued batches. They count as held until [#written(long)].
  synchronized List<SampleBatch> take() {
    List<SampleBatch> taken = List.copyOf(batches);
    batches.clear();
    return taken;
  }

  /// Call when this many of the taken samples are on the disk.
  synchronized void written(long samples) {
    held -= samples;
  }

  /// The oldest gap not yet written.
  synchronized Optional<Gap> gap() {
    return gaps.isEmpty() ? Optional.empty() : Optional.of(gaps.getFirst());
  }

  /// Call when the gap is on the disk. What was added to it since becomes a gap of its own.
  synchronized void written(Gap gap) {
    Gap now = gaps.removeFirst();
    if (!now.equals(gap)) {
      gaps.addFirst(
          new Gap(
              gap.toEpochNanos(), now.toEpochNanos(), now.samples() - gap.samples(), now.reason()));
    }
  }

  synchronized long offered() {
    return offered;
  }

  synchronized long dropped() {
    return dropped;
  }

  synchronized long held() {
    return held;
  }

  private void noteHole(SampleBatch batch) {
    Long last = lastSequences.put(batch.worker(), batch.sequence());
    if (last != null && batch.sequence() > last + 1 && batch.size() > 0) {
      long at = batch.sentEpochNanos()[0];
      addGap(new Gap(at, at, 0, LOST));
    }
  }

  private static Gap gap(SampleBatch batch) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (int i = 0; i < batch.size(); i++) {
      first = Math.min(first, batch.sentEpochNanos()[i]);
      last = Math.max(last, batch.sentEpochNanos()[i]);
    }
    return new Gap(first, last, batch.size(), FULL);
  }

  /// Merges consecutive gaps with the same reason.
  private void addGap(Gap gap) {
    Gap last = gaps.isEmpty() ? null : gaps.getLast();
    if (last == null || !last.reason().equals(gap.reason())) {
      gaps.add(gap);
      return;
    }
    gaps.removeLast();
    gaps.add(
        new Gap(
            Math.min(last.fromEpochNanos(), gap.fromEpochNanos()),
            Math.max(last.toEpochNanos(), gap.toEpochNanos()),
            last.samples() + gap.samples(),
            gap.reason()));
  }
}
