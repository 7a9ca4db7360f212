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
  private final Authorities authorities;
  private Context context;

  public HttpProbes(Vertx vertx, Authorities authorities) {
    this.vertx = requireNonNull(vertx, "vertx");
    this.authorities = requireNonNull(authorities, "authorities");
  }

  /// Makes one request. Called on the pinger's thread, which is none of Vert.x's: for such a thread
  /// it sets up an event loop context besides those of the verticles.
  ///
  /// @param onResult runs once, on the event loop
  void send(PingSpec spec, Endpoint address, Consumer<HttpResult> onResult) {
    if (context == null) {
      context = vertx.getOrCreateContext();
    }
    context.runOnContext(ok -> new HttpProbe(vertx, authorities, spec, address, onResult).start());
  }
}
