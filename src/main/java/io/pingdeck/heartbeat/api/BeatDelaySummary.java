package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/// One-way delay between two clocks whose offset is unknown; nanoseconds.
///
/// @param difference arrival minus sending of the last beat, each on its own clock: delay plus
///   offset, negative or huge as it comes
/// @param minimum the smallest such difference of this run
/// @param aboveMinimum by how much the last beat took longer than the fastest one
/// @param lastVariation IPDV (RFC 3393) of the last consecutive pair
/// @param meanAbsoluteVariation the mean of the absolute IPDV
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
