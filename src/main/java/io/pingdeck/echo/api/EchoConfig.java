package io.pingdeck.echo.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.target.Protocol;
import java.util.List;

/// The echo servers that start with the program.
///
/// @param servers specs of the servers to start
/// @param allowOpen whether servers may listen on addresses that other hosts reach
/// @param limits limits of every echo server, including those started later
public record EchoConfig(List<EchoSpec> servers, EchoLimits limits, boolean allowOpen) {
  /// Protocols accepted in a spec. The rules reject ICMP with a message that names who answers it.
  public static final List<Protocol> PROTOCOLS = List.of(Protocol.UDP, Protocol.TCP, Protocol.ICMP);

  /// Defaults for the keys that an entry leaves out.
  public static final EchoSpec DEFAULT_SERVER =
      new EchoSpec(Protocol.UDP, "127.0.0.1", 12000, EchoMode.LAB, Impairment.NONE);

  /// The lab's three servers.
  public static final EchoConfig DEFAULT =
      new EchoConfig(
          List.of(
              DEFAULT_SERVER,
              new EchoSpec(Protocol.TCP, "127.0.0.1", 12001, EchoMode.LAB, Impairment.NONE),
              new EchoSpec(Protocol.TCP, "127.0.0.1", 12345, EchoMode.GREETING, Impairment.NONE)),
          EchoLimits.DEFAULT);

  public EchoConfig {
    servers = List.copyOf(servers);
    requireNonNull(limits, "limits");
  }

  /// Servers that only this host can reach.
  public EchoConfig(List<EchoSpec> servers, EchoLimits limits) {
    this(servers, limits, false);
  }

  /// A copy with other limits.
  public EchoConfig with(EchoLimits other) {
    return new EchoConfig(servers, other, allowOpen);
  }
}
