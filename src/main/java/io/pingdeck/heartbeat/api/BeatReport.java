package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/// What an application says of itself by HTTP, beside that it is alive.
///
/// @param exitCode of the run that has ended, 0-255; not 0 only if it failed
/// @param message in its own words, cut to [#MAX_MESSAGE] characters; may be empty
/// @param pingMillis a round trip that it measured, in milliseconds
public record BeatReport(
    Kind kind, OptionalInt exitCode, String message, OptionalDouble pingMillis) {
  public static final int MAX_MESSAGE = 200;

  /// What has happened.
  public enum Kind {
    /// It is alive, or its run has ended well.
    OK,
    /// Its run begins. That is no sign of life: what begins may never end.
    START,
    /// Its run has failed.
    FAIL,
    /// It stops now, on purpose.
    GOODBYE
  }

  public BeatReport {
    requireNonNull(kind, "kind");
    requireNonNull(exitCode, "exitCode");
    requireNonNull(pingMillis, "pingMillis");
    message = clean(message);
  }

  /// One without further words.
  public static BeatReport of(Kind kind) {
    return new BeatReport(kind, OptionalInt.empty(), "", OptionalDouble.empty());
  }

  private static String clean(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE - 1) + "\u2026";
  }
}
