package io.pingdeck.echo.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.target.Protocol;

/// The requested settings of an echo server.
///
/// @param host address to listen on, as an IP literal
/// @param port 1-65535, or 0 for any free one
public record EchoSpec(
    Protocol protocol, String host, int port, EchoMode mode, Impairment impairment) {
  public EchoSpec {
    requireNonNull(protocol, "protocol");
    requireNonNull(host, "host");
    requireNonNull(mode, "mode");
    requireNonNull(impairment, "impairment");
  }
}
