package io.pingdeck.alert.rule;

/// A text is not a rule. The message quotes the wrong word and says what is allowed in its place.
public final class RuleException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final int at;

  RuleException(int at, String message) {
    super(message);
    this.at = at;
  }

  /// Where the wrong word begins, in characters from 0; the length of the text if a word is missing
  /// at the end.
  public int at() {
    return at;
  }
}
