package io.pingdeck.history.api;

import static java.util.Objects.requireNonNull;

/// Samples that were measured but could not be stored.
///
/// @param fromEpochNanos send time of the first sample, in nanoseconds since 1970 UTC
/// @param toEpochNanos send time of the last sample
/// @param samples number of samples; 0 if unknown
/// @param reason the reason, in words
public record Gap(long fromEpochNanos, long toEpochNanos, long samples, String reason) {
  public Gap {
    requireNonNull(reason, "reason");
  }
}
