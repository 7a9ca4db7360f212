package io.pingdeck.echo.api;

import io.pingdeck.bus.Service;
import io.pingdeck.bus.Topic;

/// Where the echo servers and those who hear of them meet.
public final class EchoAddresses {
  /// Web -> echo servers.
  public static final Service<EchoCommand, EchoAnswer> ECHO_SERVERS =
      new Service<>("echo-servers", EchoCommand.class, EchoAnswer.class);

  /// Echo servers, all of them after each change -> history.
  public static final Topic<EchoAnswer.Servers> ECHO_CHANGES =
      new Topic<>("echo-changes", EchoAnswer.Servers.class);

  private EchoAddresses() {}
}
