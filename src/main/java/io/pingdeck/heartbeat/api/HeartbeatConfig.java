package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The heartbeat monitor.
///
/// @param host address to listen on
/// @param port 0 means any free port
/// @param rules rules of applications without rules of their own
/// @param assumedInterval interval to assume until three gaps were seen
/// @param maxUnknown maximum number of applications that are not named here
/// @param applications applications that are never evicted
public record HeartbeatConfig(
    boolean enabled,
    String host,
    int port,
    BeatRules rules,
    Duration assumedInterval,
    int maxUnknown,
    List<NamedApplication> applications,
    WebhookConfig webhook) {
  public static final HeartbeatConfig DEFAULT =
      new HeartbeatConfig(
          true,
          "127.0.0.1",
          12002,
          BeatRules.DEFAULT,
          Duration.ofMinutes(1),
          1000,
          List.of(),
          WebhookConfig.DEFAULT);

  public HeartbeatConfig {
    requireNonNull(host, "host");
    requireNonNull(rules, "rules");
    requireNonNull(assumedInterval, "assumedInterval");
    applications = List.copyOf(applications);
    requireNonNull(webhook, "webhook");
  }

  /// Defaults of applications without rules of their own.
  public BeatDefaults defaults() {
    return new BeatDefaults(rules, assumedInterval);
  }

  /// @param rules overrides for this application
  /// @param keyFile file whose bytes are the key; if present, only signed beats count
  public record NamedApplication(String name, PartialRules rules, Optional<Path> keyFile) {
    /// An empty entry. Its missing name is reported as a separate fault.
    public static final NamedApplication BLANK =
        new NamedApplication("", PartialRules.NONE, Optional.empty());

    public NamedApplication {
      requireNonNull(name, "name");
      requireNonNull(rules, "rules");
      requireNonNull(keyFile, "keyFile");
    }
  }
}
