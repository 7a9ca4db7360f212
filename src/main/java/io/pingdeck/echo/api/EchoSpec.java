package io.pingdeck.echo.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.target.Protocol;

/// An echo server as it was asked for.
///
/// @param host the address to listen on, a literal
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
