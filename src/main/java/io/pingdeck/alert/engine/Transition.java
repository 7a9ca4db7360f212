package io.pingdeck.alert.engine;

import static java.util.Objects.requireNonNull;

import io.pingdeck.alert.api.AlertState;
import io.pingdeck.alert.api.RuleConfig;
import io.pingdeck.alert.api.Subject;
import java.util.OptionalDouble;

/// A change of an alert's state.
///
/// @param alert number of the alert: one from its firing to its end; 0 before it fired
/// @param isTold whether the channels were told, with this transition, that it fires
/// @param flaps how often it fired again within an hour of its end
/// @param value the figure in the unit of the rule's words
/// @param text a sentence
public record Transition(
    long alert,
    RuleConfig rule,
    Subject subject,
    AlertState from,
    AlertState to,
    Tell tell,
    boolean isTold,
    int flaps,
    OptionalDouble value,
    String text) {
  public Transition {
    requireNonNull(rule, "rule");
    requireNonNull(subject, "subject");
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    requireNonNull(tell, "tell");
    requireNonNull(value, "value");
    requireNonNull(text, "text");
  }

  Transition with(String otherText) {
    return new Transition(alert, rule, subject, from, to, tell, isTold, flaps, value, otherText);
  }
}
