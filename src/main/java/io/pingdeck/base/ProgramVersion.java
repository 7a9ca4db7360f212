package io.pingdeck.base;

import static java.util.Objects.requireNonNull;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What runs: the version, and the commit it was built from.
///
/// @param number such as `1.0.0`; `development` if the classes are not in the jar
/// @param commit abbreviated hash; `unknown` if the sources were not in a Git repository
public record ProgramVersion(String number, String commit) {
  private static final String UNKNOWN = "unknown";
  private static final Pattern BUILT = Pattern.compile("([^+]+)(?:\\+([0-9a-f]{7,40}))?.*");

  /// That of this process.
  public static final ProgramVersion THIS =
      of(ProgramVersion.class.getPackage().getImplementationVersion());

  public ProgramVersion {
    requireNonNull(number, "number");
    requireNonNull(commit, "commit");
  }

  /// @param manifest `Implementation-Version` of the jar, the version and the commit:
  ///   `1.0.0+63fec11`; null without a jar
  static ProgramVersion of(String manifest) {
    Matcher built = BUILT.matcher(manifest == null ? "development" : manifest);
    return built.matches()
        ? new ProgramVersion(built.group(1), built.group(2) == null ? UNKNOWN : built.group(2))
        : new ProgramVersion(UNKNOWN, UNKNOWN);
  }

  /// Version and vendor of the Java runtime: `25.0.1 (Eclipse Adoptium)`.
  public static String java() {
    return System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")";
  }

  @Override
  public String toString() {
    return number + " (commit " + commit + ")";
  }
}
