package io.pingdeck.echo.api;

import io.pingdeck.bus.Request;
import io.pingdeck.bus.Service;
import io.pingdeck.bus.Topic;
import java.util.List;

/// Requests to the echo servers, and the events they publish.
public final class EchoApi {
  /// Web -> echo servers.
  public static final Service<EchoRequest<?>> SERVERS =
      new Service<>("echo-servers", EchoRequest.class);

  /// Echo servers -> history: all servers, after each change.
  public static final Topic<Servers> CHANGES = new Topic<>("echo-changes", Servers.class);

  private EchoApi() {}

  public sealed interface EchoRequest<A extends Record> extends Request<EchoRequest<?>, A> {}

  public record Start(EchoSpec spec) implements EchoRequest<EchoSnapshot> {}

  /// Takes effect on the next datagram. A seed restarts the sequence of losses; without one, the
  /// present seed and its sequence continue.
  public record Impair(EchoServerId id, Impairment impairment)
      implements EchoRequest<EchoSnapshot> {}

  public record Stop(EchoServerId id) implements EchoRequest<EchoSnapshot> {}

  /// Starts a stopped or failed server again.
  public record Restart(EchoServerId id) implements EchoRequest<EchoSnapshot> {}

  public record Delete(EchoServerId id) implements EchoRequest<EchoSnapshot> {}

  public record All() implements EchoRequest<Servers> {}

  public record Servers(List<EchoSnapshot> servers) {
    public Servers {
      servers = List.copyOf(servers);
    }
  }
}
