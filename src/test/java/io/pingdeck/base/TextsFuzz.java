package io.pingdeck.base;

import static io.pingdeck.fuzz.FuzzCheck.require;
import static io.pingdeck.fuzz.FuzzCheck.requireMessage;
import static io.pingdeck.fuzz.FuzzCheck.requireVisible;

import io.pingdeck.fuzz.FuzzCheck;
import java.time.Duration;

/// Durations and numbers that users write, and any text in a message about it.
public final class TextsFuzz {
  private static final String NAME = "rttNanos";

  private TextsFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    String text = FuzzCheck.text(input);
    requireVisible(GivenText.show(text));
    try {
      Duration duration = Durations.parse(text);
      require(!duration.isNegative(), "a negative duration");
      require(duration.equals(Durations.parse(Durations.format(duration))), "another duration");
    } catch (IllegalArgumentException e) {
      requireMessage(e.getMessage());
    }
    try {
      require(WholeNumber.parse(NAME, text) >= 0, "a negative number");
    } catch (IllegalArgumentException e) {
      requireMessage(e.getMessage());
      require(e.getMessage().startsWith(NAME + " "), "not its name: " + e.getMessage());
    }
    try {
      String path = GivenPath.parse(text).toString();
      require(path.length() <= text.length() + 1, "a longer path");
    } catch (IllegalArgumentException e) {
      requireMessage(e.getMessage());
    }
  }
}
