package io.pingdeck.history.api;

import static java.util.Objects.requireNonNull;

/// Samples that were measured but could not be kept.
///
/// @param fromEpochNanos when the first of them was sent, nanoseconds since 1970 UTC
/// @param toEpochNanos when the last of them was sent
/// @param samples how many; 0 where it is not known
/// @param reason why, in words
public record Gap(long fromEpochNanos, long toEpochNanos, long samples, String reason) {
  public Gap {
    requireNonNull(reason, "reason");
  }
}
