package io.pingdeck.alert.api;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Which pings or heartbeats a rule is for: `all`, or patterns with `*` of names, targets or ids,
/// separated by commas.
///
/// @param text as written
public record Scope(String text) {
  public static final Scope ALL = new Scope("all");

  private static final int LONGEST = 1000;

  public Scope {
    text = text.strip();
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("is too long (at most " + LONGEST + " characters)");
    }
    if (text.isEmpty() || patterns(text).stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException(
          "nothing is not `all`, nor a name, target or id of pings (with * for any text)");
    }
  }

  public boolean contains(Subject subject) {
    return patterns(text).stream().anyMatch(pattern -> matches(pattern, subject));
  }

  private static List<String> patterns(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  private static boolean matches(String pattern, Subject subject) {
    if (pattern.equals("all")) {
      return true;
    }
    Pattern glob = glob(pattern);
    return glob.matcher(subject.name()).matches()
        || glob.matcher(subject.id()).matches()
        || glob.matcher(subject.target()).matches();
  }

  /// A run of stars is one: each more would multiply the time of a mismatch.
  private static Pattern glob(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (String part : pattern.split("\\*+", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
  }
}
