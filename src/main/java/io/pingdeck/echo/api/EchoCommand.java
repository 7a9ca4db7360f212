package io.pingdeck.echo.api;

/// What can be asked of the echo servers.
public sealed interface EchoCommand {
  record Start(EchoSpec spec) implements EchoCommand {}

  /// Takes effect on the next datagram. A seed starts its sequence of losses anew; without one the
  /// present seed stays and its sequence goes on.
  record Impair(EchoServerId id, Impairment impairment) implements EchoCommand {}

  record Stop(EchoServerId id) implements EchoCommand {}

  /// Starts a stopped or failed server again.
  record Restart(EchoServerId id) implements EchoCommand {}

  record Delete(EchoServerId id) implements EchoCommand {}

  record All() implements EchoCommand {}
}
