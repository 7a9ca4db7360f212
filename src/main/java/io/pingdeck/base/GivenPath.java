package io.pingdeck.base;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Paths as users write them.
public final class GivenPath {
  private GivenPath() {}

  /// @throws IllegalArgumentException whose message says what the text is not; also for one that
  ///   begins with `~`, which a shell replaces only at the start of a word, unquoted
  public static Path parse(String text) {
    if (text.startsWith("~")) {
      throw new IllegalArgumentException(
          "begins with ~, which only a shell replaces: write the whole path");
    }
    try {
      if (!text.isBlank()) {
        return Path.of(text);
      }
    } catch (InvalidPathException _) {
      // reported below
    }
    throw new IllegalArgumentException("is not a path");
  }
}
