package io.pingdeck.alert.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// A time during which some alerts are not told.
///
/// @param rule name of the rule; empty for all
/// @param on the pings or heartbeats
/// @param until its end; one in the past ends the silence
/// @param by who wants it
public record Silence(String rule, Scope on, Instant until, String by, String note) {
  public Silence {
    requireNonNull(rule, "rule");
    requireNonNull(on, "on");
    requireNonNull(until, "until");
    requireNonNull(by, "by");
    requireNonNull(note, "note");
  }

  public boolean covers(String ofRule, Subject subject, Instant now) {
    return now.isBefore(until) && (rule.isEmpty() || rule.equals(ofRule)) && on.contains(subject);
  }
}
