package io.pingdeck.config;

import static java.util.Objects.requireNonNull;

import io.pingdeck.probe.PingLimits;

/// The whole configuration: one record for each top-level key of `config/pingdeck.yaml`.
public record AppConfig(WebConfig web, PingConfig ping, EchoConfig echo) {
  public AppConfig {
    requireNonNull(web, "web");
    requireNonNull(ping, "ping");
    requireNonNull(echo, "echo");
  }

  /// @param workers pinger workers, each with one I/O thread
  /// @param keepSamples how many samples of each ping are held in memory for a page that opens
  public record PingConfig(int workers, int keepSamples, PingLimits limits) {
    public PingConfig {
      requireNonNull(limits, "limits");
    }
  }
}
