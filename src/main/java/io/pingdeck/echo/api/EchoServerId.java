package io.pingdeck.echo.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.target.Protocol;

/// Identifies an echo server by its protocol and the address it was requested to listen on, such as
/// `udp-127.0.0.1-12000`.
public record EchoServerId(String text) {
  public EchoServerId {
    requireNonNull(text, "text");
  }

  public static EchoServerId of(Protocol protocol, String host, int port) {
    return new EchoServerId(protocol.scheme() + "-" + host.replace(':', '.') + "-" + port);
  }

  @Override
  public String toString() {
    return text;
  }
}
