package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What an application said of its last run, by HTTP.
///
/// @param startedAt when it said that it begins
/// @param endedAt when it said how it ended; empty while it runs
/// @param failed whether it failed
/// @param durationNanos from one to the other, on the monotonic clock
/// @param exitCode 0-255
/// @param message in the application's own words; may be empty
/// @param pingMillis a round trip that it measured, in milliseconds
public record BeatRun(
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    boolean failed,
    OptionalLong durationNanos,
    OptionalInt exitCode,
    String message,
    OptionalDouble pingMillis) {
  public BeatRun {
    requireNonNull(startedAt, "startedAt");
    requireNonNull(endedAt, "endedAt");
    requireNonNull(message, "message");
  }

  public static BeatRun started(Instant at) {
    return new BeatRun(
        Optional.of(at),
        Optional.empty(),
        false,
        OptionalLong.empty(),
        OptionalInt.empty(),
        "",
        OptionalDouble.empty());
  }

  /// `failed, exit code 3: disk full`
  public String failure() {
    String code = exitCode.isPresent() ? ", exit code " + exitCode.getAsInt() : "";
    return "failed" + code + (message.isEmpty() ? "" : ": " + message);
  }
}
