package io.pingdeck.alert.rule;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// A rule as its text says it.
///
/// @param text the words as written
/// @param fireAfter how long the condition must hold before the alert fires
/// @param clearAfter how long it must have cleared before the alert is resolved
/// @param hold minimum time that the alert fires
public record Rule(
    String text, Condition condition, Duration fireAfter, Duration clearAfter, Duration hold) {
  public Rule {
    requireNonNull(text, "text");
    requireNonNull(condition, "condition");
    requireNonNull(fireAfter, "fireAfter");
    requireNonNull(clearAfter, "clearAfter");
    requireNonNull(hold, "hold");
  }

  /// @throws RuleException if the text is not a rule
  public static Rule parse(String text) {
    return new RuleParser(text).rule();
  }
}
