package io.pingdeck.config;

import static java.util.Objects.requireNonNull;

import io.pingdeck.probe.PingLimits;

/// The whole configuration: one record for each top-level key of `config/pingdeck.yaml`.
public record AppConfig(WebConfig web, PingConfig ping, EchoConfig echo) {
  /// What holds where nothing else is written; the shipped file says the same.
  public static final AppConfig DEFAULT =
      new AppConfig(WebConfig.DEFAULT, PingConfig.DEFAULT, EchoConfig.DEFAULT);

  public AppConfig {
    requireNonNull(web, "web");
    requireNonNull(ping, "ping");
    requireNonNull(echo, "echo");
  }

  /// @param workers pinger workers, each with one I/O thread
  /// @param keepSamples how many samples of each ping are held in memory for a page that opens
  public record PingConfig(int workers, int keepSamples, PingLimits limits) {
    public static final PingConfig DEFAULT = new PingConfig(1, 3000, PingLimits.DEFAULT);

    public PingConfig {
      requireNonNull(limits, "limits");
    }
  }
}
