package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The last run of an application, as reported by HTTP.
///
/// @param startedAt when it reported the start
/// @param endedAt when it reported the end; empty while it runs
/// @param failed whether it failed
/// @param durationNanos time between the two, on the monotonic clock
/// @param exitCode 0-255
/// @param message text of the application; may be empty
/// @param pingMillis a round trip measured by the application, in milliseconds
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
