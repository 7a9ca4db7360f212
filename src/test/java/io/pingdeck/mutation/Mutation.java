package io.pingdeck.mutation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// A fault that somebody might put into one source file, and the tests that must then fail.
///
/// @param name what the program does wrongly, a few words
/// @param source the file, below the package of the program and without its ending
/// @param before a text that the file contains exactly once
/// @param after its replacement; the file still compiles
/// @param tests classes below the package of the program, or `Class#method`; without parameters
record Mutation(String name, String source, String before, String after, List<String> tests) {
  private static final Path SOURCES = Path.of("src/main/java/io/pingdeck");
  private static final String PACKAGE = "io.pingdeck.";

  static Mutation of(String name, String source, String before, String after, String... tests) {
    return new Mutation(name, source, before, after, List.of(tests));
  }

  Path file() {
    return SOURCES.resolve(source + ".java");
  }

  String text() {
    try {
      return Files.readString(file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How often the file contains the text to replace.
  int places() {
    return text().split(Pattern.quote(before), -1).length - 1;
  }

  String mutant() {
    return text().replace(before, after);
  }

  static String fullName(String test) {
    return PACKAGE + test.replace('/', '.');
  }
}
