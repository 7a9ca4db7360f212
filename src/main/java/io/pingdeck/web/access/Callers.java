package io.pingdeck.web.access;

import io.pingdeck.user.api.Caller;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/// The caller of a request, as the routes see it.
public final class Callers {
  private static final String KEY = "caller";

  private Callers() {}

  /// The caller that the check of the route has let pass.
  ///
  /// @throws IllegalStateException if the route lets anybody pass
  public static Caller of(RoutingContext context) {
    return find(context).orElseThrow(() -> new IllegalStateException("no caller is known"));
  }

  static Optional<Caller> find(RoutingContext context) {
    return Optional.ofNullable(context.get(KEY));
  }

  public static void set(RoutingContext context, Caller caller) {
    context.put(KEY, caller);
  }
}
