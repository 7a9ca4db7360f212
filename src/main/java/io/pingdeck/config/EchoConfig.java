package io.pingdeck.config;

import static java.util.Objects.requireNonNull;

import io.pingdeck.echo.EchoLimits;
import io.pingdeck.echo.EchoSpec;
import java.util.List;

/// The echo servers that start with the program.
///
/// @param servers what to start
/// @param limits what every echo server, also one started later, holds to
public record EchoConfig(List<EchoSpec> servers, EchoLimits limits) {
  public EchoConfig {
    servers = List.copyOf(servers);
    requireNonNull(limits, "limits");
  }
}
