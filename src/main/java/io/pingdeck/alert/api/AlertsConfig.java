package io.pingdeck.alert.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/// Settings of alerts.
///
/// @param groupWindow how long a message waits for others that can be told with it
/// @param timeout timeout of one attempt
/// @param giveUpAfter how long a message is retried
public record AlertsConfig(
    List<ChannelConfig> channels,
    List<RuleConfig> rules,
    List<Dependency> dependencies,
    Duration groupWindow,
    Duration timeout,
    Duration giveUpAfter) {
  public static final AlertsConfig DEFAULT =
      new AlertsConfig(
          List.of(),
          List.of(),
          List.of(),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofHours(24));

  public AlertsConfig {
    channels = List.copyOf(channels);
    rules = List.copyOf(rules);
    dependencies = List.copyOf(dependencies);
    requireNonNull(groupWindow, "groupWindow");
    requireNonNull(timeout, "timeout");
    requireNonNull(giveUpAfter, "giveUpAfter");
  }
}
