package io.pingdeck.base;

import java.util.regex.Pattern;

/// Makes text from a user or a script safe to quote in a message. Invisible characters and those
/// that reorder the line are replaced by their hexadecimal code; long text is truncated.
public final class GivenText {
  private static final int MAX_CHARACTERS = 60;

  private static final Pattern SECRET =
      Pattern.compile(
          "(?<=[?&;](?:[\\w-]{0,40}(?:token|key|secret|password|passwd|pwd|auth|sig|signature)=))[^&;#\\s]+",
          Pattern.CASE_INSENSITIVE);

  private GivenText() {}

  /// At most 60 characters, followed by `…` if truncated; `nothing` for empty text. Passwords and
  /// tokens in a URL become `***`.
  public static String show(String text) {
    if (text.isEmpty()) {
      return "nothing";
    }
    return visible(masked(text), MAX_CHARACTERS);
  }

  /// A text that contains parts of what was given, such as the message of a library.
  ///
  /// @param most maximum number of characters, without the `…` after truncated text
  public static String visible(String text, int most) {
    StringBuilder shown = new StringBuilder();
    int characters = 0;
    for (int i = 0; i < text.length(); ) {
      if (characters++ == most) {
        return shown.append('…').toString();
      }
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (isVisible(c)) {
        shown.appendCodePoint(c);
      } else {
        shown.append(String.format(c > 0xffff ? "\\u{%x}" : "\\u%04x", c));
      }
    }
    return shown.toString();
  }

  private static String masked(String text) {
    return SECRET.matcher(withoutUser(text)).replaceAll("***");
  }

  /// User and password extend from the `//` of a URL to the last `@`, because a password may
  /// contain any character. Without a `//`, a colon distinguishes them from a plain `@`.
  private static String withoutUser(String text) {
    int at = text.lastIndexOf('@');
    int slashes = text.indexOf("//");
    if (slashes >= 0 && slashes < at) {
      return text.substring(0, slashes) + "//***" + text.substring(at);
    }
    int colon = text.indexOf(':');
    return colon >= 0 && colon < at ? "***" + text.substring(at) : text;
  }

  /// Whether a character is visible and does not affect the others on its line.
  public static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }
}
