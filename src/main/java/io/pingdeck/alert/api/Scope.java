package io.pingdeck.alert.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Which pings or heartbeats a rule is for: `all`, or patterns with `*` of names, targets, ids or,
/// after `tag:`, of tags, separated by commas. Case does not matter. Users write them, and each is
/// matched every second, so a match does not backtrack.
public final class Scope {
  public static final Scope ALL = new Scope("all");

  private static final String TAG = "tag:";
  private static final int LONGEST = 1000;

  private final String text;
  private final List<Glob> globs;

  /// @throws IllegalArgumentException with the rest of a sentence if it is too long or has an empty
  ///   pattern
  @JsonCreator
  public Scope(@JsonProperty("text") String text) {
    this.text = text.strip();
    if (this.text.length() > LONGEST) {
      throw new IllegalArgumentException("is too long (at most " + LONGEST + " characters)");
    }
    List<String> patterns =
        Arrays.stream(this.text.split(",", -1)).map(String::strip).distinct().toList();
    if (patterns.contains("")) {
      throw new IllegalArgumentException(
          "nothing is not `all`, nor a name, target, id or tag:NAME of pings (with * for any"
              + " text)");
    }
    if (patterns.stream().anyMatch(pattern -> lower(pattern).equals(TAG))) {
      throw new IllegalArgumentException("tag: is without a tag, such as tag:berlin");
    }
    globs = patterns.stream().map(Glob::of).toList();
  }

  /// As written.
  @JsonProperty("text")
  public String text() {
    return text;
  }

  public boolean contains(Subject subject) {
    String name = lower(subject.name());
    String id = lower(subject.id());
    String target = lower(subject.target());
    return globs.stream()
        .anyMatch(glob ->
            glob.isAll()
                || (glob.isTag()
                    ? subject.tags().stream().anyMatch(tag -> glob.matches(lower(tag)))
                    : glob.matches(name) || glob.matches(id) || glob.matches(target)));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /// A pattern in lower case.
  ///
  /// @param parts the texts before, between and after the stars
  private record Glob(boolean isAll, boolean isTag, List<String> parts) {
    static Glob of(String pattern) {
      String lower = lower(pattern);
      boolean isTag = lower.startsWith(TAG);
      String text = isTag ? lower.substring(TAG.length()).strip() : lower;
      return new Glob(pattern.equals("all"), isTag, List.of(text.split("\\*+", -1)));
    }

    /// Each part is taken at the first place where it fits: no later place allows more.
    boolean matches(String whole) {
      String first = parts.getFirst();
      if (parts.size() == 1) {
        return whole.equals(first);
      }
      String last = parts.getLast();
      int end = whole.length() - last.length();
      if (end < first.length() || !whole.startsWith(first) || !whole.endsWith(last)) {
        return false;
      }
      int at = first.length();
      for (String part : parts.subList(1, parts.size() - 1)) {
        int found = whole.indexOf(part, at);
        if (found < 0 || found + part.length() > end) {
          return false;
        }
        at = found + part.length();
      }
      return true;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scope scope && text.equals(scope.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
