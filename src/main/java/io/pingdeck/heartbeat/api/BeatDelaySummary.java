package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/// One-way delay between two clocks whose offset is unknown; nanoseconds.
///
/// @param difference arrival minus send time of the last beat, each on its own clock: delay plus
///   offset, possibly negative or very large
/// @param minimum smallest such difference of this run
/// @param aboveMinimum delay of the last beat above that of the fastest one
/// @param lastVariation IPDV (RFC 3393) of the last consecutive pair
/// @param meanAbsoluteVariation mean of the absolute IPDV
public record BeatDelaySummary(
    OptionalLong difference,
    OptionalLong minimum,
    OptionalLong aboveMinimum,
    OptionalLong lastVariation,
    OptionalLong meanAbsoluteVariation) {
  public BeatDelaySummary {
    requireNonNull(difference, "difference");
    requireNonNull(minimum, "minimum");
    requireNonNull(aboveMinimum, "aboveMinimum");
    requireNonNull(lastVariation, "lastVariation");
    requireNonNull(meanAbsoluteVariation, "meanAbsoluteVariation");
  }
}
