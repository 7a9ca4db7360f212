package io.pingdeck.echo.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.target.Protocol;
import java.util.List;

/// The echo servers that start with the program.
///
/// @param servers what to start
/// @param allowOpen whether servers may listen on addresses that other hosts reach
/// @param limits what every echo server, also one started later, holds to
public record EchoConfig(List<EchoSpec> servers, EchoLimits limits, boolean allowOpen) {
  /// What a server can be asked to be; of ICMP the rules say who answers it.
  public static final List<Protocol> PROTOCOLS = List.of(Protocol.UDP, Protocol.TCP, Protocol.ICMP);

  /// What a server is where its entry says nothing else.
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

  /// Of servers that only this host reaches.
  public EchoConfig(List<EchoSpec> servers, EchoLimits limits) {
    this(servers, limits, false);
  }

  /// The same within other limits.
  public EchoConfig with(EchoLimits other) {
    return new EchoConfig(servers, other, allowOpen);
  }
}
