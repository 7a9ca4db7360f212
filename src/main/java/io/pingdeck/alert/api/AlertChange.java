package io.pingdeck.alert.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/// A change of an alert's state, as kept on disk. It names the channels that must be told: with the
/// change, its messages are kept too.
///
/// @param id increases by one with each change, also across restarts
/// @param alert number of the alert, from its firing to its end; 0 before it fired
/// @param when the text of the rule
/// @param message the state that the channels are told, `firing` or `resolved`; empty if nothing
/// @param isTold whether the receivers believe that it fires
/// @param flaps how often it fired again within an hour
/// @param value the figure in the unit of the rule's words
/// @param since when the alert fired; before that, the time of the change
/// @param channels names of the channels to be told
public record AlertChange(
    long id,
    long alert,
    String rule,
    String when,
    Subject what,
    AlertState from,
    AlertState to,
    String message,
    boolean isTold,
    int flaps,
    OptionalDouble value,
    Instant since,
    Instant at,
    String text,
    List<String> channels) {
  public AlertChange {
    requireNonNull(rule, "rule");
    requireNonNull(what, "what");
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    requireNonNull(message, "message");
    requireNonNull(value, "value");
    requireNonNull(since, "since");
    requireNonNull(at, "at");
    requireNonNull(text, "text");
    channels = List.copyOf(channels);
  }

  /// Identifies the rule for the subject.
  public String key() {
    return rule + "\n" + what.key();
  }

  /// The same change, to be told to other channels.
  public AlertChange with(List<String> others) {
    return new AlertChange(
        id, alert, rule, when, what, from, to, message, isTold, flaps, value, since, at, text,
        others);
  }
}
