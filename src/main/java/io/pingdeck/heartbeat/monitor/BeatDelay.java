package io.pingdeck.heartbeat.monitor;

import java.util.Optional;
import java.util.OptionalLong;

/// One-way delay as far as it can be known between two clocks that do not agree: how much longer a
/// beat took than the fastest of its run. The offset of the clocks stays unknown, so that the raw
/// difference may be negative or huge; it is kept as it is and never used for loss.
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

  /// A beat that is the newest of its run.
  ///
  /// @param arrivedAt on the monotonic clock
  /// @param arrivedEpochNanos on this machine's wall clock
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

  /// The next beat follows on something this monitor has not seen.
  void interrupt() {
    pair = false;
  }

  /// A new run: its clock may be another machine's.
  void restart() {
    any = false;
    pair = false;
  }

  /// What outlives the process. The next beat follows on something nobody has seen.
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

  /// Arrival minus sending, each on its own clock, of the last beat.
  OptionalLong difference() {
    return any ? OptionalLong.of(lastDifference) : OptionalLong.empty();
  }

  /// The smallest such difference of this run.
  OptionalLong minimumDifference() {
    return any ? OptionalLong.of(minimum) : OptionalLong.empty();
  }

  /// By how much the last beat took longer than the fastest one.
  OptionalLong aboveMinimum() {
    return any ? OptionalLong.of(lastDifference - minimum) : OptionalLong.empty();
  }

  /// IPDV (RFC 3393) of the last two beats, if they are consecutive: the difference of their
  /// delays, from which the offset of the clocks has vanished.
  OptionalLong lastVariation() {
    return variations > 0 ? OptionalLong.of(lastVariation) : OptionalLong.empty();
  }

  /// The mean of the absolute IPDV over all consecutive pairs.
  OptionalLong meanAbsoluteVariation() {
    return variations > 0
        ? OptionalLong.of(Math.round(variationSum / variations))
        : OptionalLong.empty();
  }
}
