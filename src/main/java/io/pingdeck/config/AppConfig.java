package io.pingdeck.config;

import static java.util.Objects.requireNonNull;

import io.pingdeck.alert.api.AlertsConfig;
import io.pingdeck.echo.api.EchoConfig;
import io.pingdeck.heartbeat.api.HeartbeatConfig;
import io.pingdeck.history.api.HistoryConfig;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.policy.PolicyRules;
import io.pingdeck.stats.api.StatsLimits;
import io.pingdeck.web.http.WebConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The whole configuration: one record for each top-level key of `config/pingdeck.yaml`.
public record AppConfig(
    WebConfig web,
    PingConfig ping,
    EchoConfig echo,
    HeartbeatConfig heartbeat,
    AlertsConfig alerts,
    HistoryConfig history,
    DataConfig data) {
  /// Defaults; the shipped file contains the same values.
  public static final AppConfig DEFAULT =
      new AppConfig(
          WebConfig.DEFAULT,
          PingConfig.DEFAULT,
          EchoConfig.DEFAULT,
          HeartbeatConfig.DEFAULT,
          AlertsConfig.DEFAULT,
          HistoryConfig.DEFAULT,
          DataConfig.DEFAULT);

  public AppConfig {
    requireNonNull(web, "web");
    requireNonNull(ping, "ping");
    requireNonNull(echo, "echo");
    requireNonNull(heartbeat, "heartbeat");
    requireNonNull(alerts, "alerts");
    requireNonNull(history, "history");
    requireNonNull(data, "data");
  }

  /// @param dir folder of the program's persistent data, relative to the installation; if empty,
  ///   [io.pingdeck.disk.DataPlace] decides
  public record DataConfig(Optional<Path> dir) {
    public static final DataConfig DEFAULT = new DataConfig(Optional.empty());

    public DataConfig {
      requireNonNull(dir, "dir");
    }
  }

  /// @param workers number of pinger workers, each with one I/O thread
  /// @param caFile certificates that HTTPS pings trust in addition to the system's; relative to the
  ///   installation's folder
  /// @param secretsDir folder with the secret files that pings may name; if empty, they may name
  ///   none
  /// @param policy which addresses remote callers may ping
  /// @param targets the pings that run from the start; their ids are the same in every run
  public record PingConfig(
      int workers,
      StatsLimits memory,
      Optional<Path> caFile,
      Optional<Path> secretsDir,
      PingLimits limits,
      PolicyRules policy,
      List<PingSpec> targets) {
    public static final PingConfig DEFAULT =
        new PingConfig(
            1,
            StatsLimits.DEFAULT,
            Optional.empty(),
            Optional.empty(),
            PingLimits.DEFAULT,
            PolicyRules.NONE,
            List.of());

    public PingConfig {
      requireNonNull(memory, "memory");
      requireNonNull(caFile, "caFile");
      requireNonNull(secretsDir, "secretsDir");
      requireNonNull(limits, "limits");
      requireNonNull(policy, "policy");
      targets = List.copyOf(targets);
    }
  }
}
