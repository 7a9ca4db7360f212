package io.pingdeck.alert.engine;

import io.pingdeck.alert.api.RuleConfig;
import io.pingdeck.alert.api.Subject;

/// Whether nothing is to be told about a subject now: maintenance, or a silence.
@FunctionalInterface
public interface Quiet {
  Quiet NEVER = (rule, subject) -> false;

  boolean covers(RuleConfig rule, Subject subject);
}
