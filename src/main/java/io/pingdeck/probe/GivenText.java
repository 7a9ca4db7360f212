package io.pingdeck.probe;

/// What a person or a script gave us, made fit to stand in a message: characters that cannot be
/// seen, or that would reorder the line they stand in, become their code in hex; long text is cut.
public final class GivenText {
  private static final int MAX_CHARACTERS = 60;

  private GivenText() {}

  /// At most 60 characters, then `…`; `nothing` for the empty text.
  public static String show(String given) {
    if (given.isEmpty()) {
      return "nothing";
    }
    StringBuilder shown = new StringBuilder();
    int characters = 0;
    for (int i = 0; i < given.length(); ) {
      if (characters++ == MAX_CHARACTERS) {
        return shown.append('…').toString();
      }
      int c = given.codePointAt(i);
      i += Character.charCount(c);
      if (isVisible(c)) {
        shown.appendCodePoint(c);
      } else {
        shown.append(String.format(c > 0xffff ? "\\u{%x}" : "\\u%04x", c));
      }
    }
    return shown.toString();
  }

  /// Whether a character takes its place on a line without changing the others'.
  static boolean isVisible(int c) {
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
