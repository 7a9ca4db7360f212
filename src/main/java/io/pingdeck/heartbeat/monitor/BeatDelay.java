package io.pingdeck.heartbeat.monitor;

import java.util.Optional;
import java.util.OptionalLong;

/// One-way delay between two unsynchronised clocks, as far as it can be known: how much longer a
/// beat took than the fastest of its run. The clock offset is unknown, so the raw difference may be
/// negative or huge. It is reported unchanged and never used to detect loss.
final class BeatDelay {
  private boolean any;
  private long lastDifference;
  private long minimum;
  private boolean pair;
  private long previousSequence;
  private long previousArrival;
  private long previousSent;
  private long variations;
  private double variationSum;
  private long lastVariation;

  /// Records a beat that is the newest of its run.
  ///
  /// @param arrivedAt arrival on the monotonic clock
  /// @param arrivedEpochNanos arrival on this machine's wall clock
  void observe(long sequence, OptionalLong sent, long arrivedAt, long arrivedEpochNanos) {
    if (sent.isEmpty()) {
      pair = false;
      return;
    }
    long sentNanos = sent.getAsLong();
    lastDifference = arrivedEpochNanos - sentNanos;
    minimum = any ? Math.min(minimum, lastDifference) : lastDifference;
    any = true;
    if (pair && sequence == previousSequence + 1) {
      lastVariation = arrivedAt - previousArrival - (sentNanos - previousSent);
      variationSum += Math.abs((double) lastVariation);
      variations++;
    }
    pair = true;
    previousSequence = sequence;
    previousArrival = arrivedAt;
    previousSent = sentNanos;
  }

  /// Call when beats before the next one may not have been seen.
  void interrupt() {
    pair = false;
  }

  /// Starts a new run, whose clock may be that of another machine.
  void restart() {
    any = false;
    pair = false;
  }

  /// The persistent state. After a restore, the next beat forms no pair with an earlier one.
  record Saved(
      long lastDifference,
      long minimum,
      long variations,
      double variationSum,
      long lastVariation) {}

  Optional<Saved> save() {
    return any
        ? Optional.of(new Saved(lastDifference, minimum, variations, variationSum, lastVariation))
        : Optional.empty();
  }

  void restore(Saved saved) {
    any = true;
    lastDifference = saved.lastDifference();
    minimum = saved.minimum();
    variations = saved.variations();
    variationSum = saved.variationSum();
    lastVariation = saved.lastVariation();
  }

  /// Arrival time minus send time of the last beat, each on its own clock.
  OptionalLong difference() {
    return any ? OptionalLong.of(lastDifference) : OptionalLong.empty();
  }

  /// The smallest such difference of this run.
  OptionalLong minimumDifference() {
    return any ? OptionalLong.of(minimum) : OptionalLong.empty();
  }

  /// How much longer the last beat took than the fastest one.
  OptionalLong aboveMinimum() {
    return any ? OptionalLong.of(lastDifference - minimum) : OptionalLong.empty();
  }

  /// IPDV (RFC 3393) of the last two beats, if they are consecutive: the difference of their
  /// delays, which cancels the clock offset.
  OptionalLong lastVariation() {
    return variations > 0 ? OptionalLong.of(lastVariation) : OptionalLong.empty();
  }

  /// Mean of the absolute IPDV over all consecutive pairs.
  OptionalLong meanAbsoluteVariation() {
    return variations > 0
        ? OptionalLong.of(Math.round(variationSum / variations))
        : OptionalLong.empty();
  }
}
