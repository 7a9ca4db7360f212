package io.pingdeck.ping;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.probe.PingSpec;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.function.Consumer;

/// Makes the requests of HTTP probes on an event loop of its own, so that they are not timed by
/// what else happens in the program.
public final class HttpProbes {
  private final Vertx vertx;
  private final Context context;
  private final Authorities authorities;

  public HttpProbes(Vertx vertx, Authorities authorities) {
    this.vertx = requireNonNull(vertx, "vertx");
    this.authorities = requireNonNull(authorities, "authorities");
    context = vertx.getOrCreateContext();
  }

  /// Makes one request. Any thread may call it.
  ///
  /// @param onResult runs once, on the event loop
  void send(PingSpec spec, Endpoint address, Consumer<HttpResult> onResult) {
    context.runOnContext(ok -> new HttpProbe(vertx, authorities, spec, address, onResult).start());
  }
}
