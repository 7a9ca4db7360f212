package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/// A report of an application by HTTP.
///
/// @param exitCode exit code of the ended run, 0-255; nonzero only if it failed
/// @param message text of the application, truncated to [#MAX_MESSAGE] characters; may be empty
/// @param pingMillis a round trip measured by the application, in milliseconds
public record BeatReport(
    Kind kind, OptionalInt exitCode, String message, OptionalDouble pingMillis) {
  public static final int MAX_MESSAGE = 200;

  /// The reported event.
  public enum Kind {
    /// The application is alive, or its run succeeded.
    OK,
    /// A run starts. This is not a sign of life, because the run may hang.
    START,
    /// The run failed.
    FAIL,
    /// The application stops on purpose.
    GOODBYE
  }

  public BeatReport {
    requireNonNull(kind, "kind");
    requireNonNull(exitCode, "exitCode");
    requireNonNull(pingMillis, "pingMillis");
    message = clean(message);
  }

  /// A report with no details.
  public static BeatReport of(Kind kind) {
    return new BeatReport(kind, OptionalInt.empty(), "", OptionalDouble.empty());
  }

  private static String clean(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE - 1) + "\u2026";
  }
}
