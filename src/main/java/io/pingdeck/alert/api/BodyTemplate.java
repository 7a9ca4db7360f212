package io.pingdeck.alert.api;

import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The body of a webhook with places for values: `{"title": "{{rule}}: {{what.name}}"}`. A value is
/// escaped so that it can stand within a string of JSON. There is nothing else: no conditions, no
/// loops, no scripts.
///
/// @param text as written
public record BodyTemplate(String text) {
  /// What may stand between the braces.
  public static final Set<String> PATHS =
      Set.of(
          "id",
          "alert",
          "rule",
          "state",
          "what.kind",
          "what.id",
          "what.name",
          "what.target",
          "value",
          "since",
          "at",
          "text");

  private static final Pattern PLACE = Pattern.compile("\\{\\{([^{}]*)}}");
  private static final int LONGEST = 8192;

  public BodyTemplate {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("is too long (at most " + LONGEST + " characters)");
    }
    PLACE
        .matcher(text)
        .results()
        .map(place -> place.group(1).strip())
        .filter(path -> !PATHS.contains(path))
        .findFirst()
        .ifPresent(path -> {
          throw new IllegalArgumentException(
              "{{"
                  + path
                  + "}} is not one of: "
                  + String.join(", ", PATHS.stream().sorted().toList()));
        });
  }

  /// @param values the value of a path; empty if it is undefined
  public String fill(Function<String, String> values) {
    return PLACE
        .matcher(text)
        .replaceAll(
            place -> Matcher.quoteReplacement(escape(values.apply(place.group(1).strip()))));
  }

  private static String escape(String value) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> escaped.append('\\').append(c);
        case '\n' -> escaped.append("\\n");
        default -> {
          if (c < ' ' || c == '\u2028' || c == '\u2029' || Character.isSurrogate(c)) {
            escaped.append(String.format("\\u%04x", (int) c));
          } else {
            escaped.append(c);
          }
        }
      }
    }
    return escaped.toString();
  }
}
