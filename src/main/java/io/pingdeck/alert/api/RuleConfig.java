package io.pingdeck.alert.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.alert.rule.Rule;
import java.util.List;

/// A rule of the configuration.
///
/// @param name identifies the rule, also across restarts
/// @param channels names of the channels that are told
public record RuleConfig(String name, Rule rule, Scope on, List<String> channels) {
  public RuleConfig {
    requireNonNull(name, "name");
    requireNonNull(rule, "rule");
    requireNonNull(on, "on");
    channels = List.copyOf(channels);
  }
}
