package io.pingdeck.web;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/// Headers on every response, errors included, that leave an injected script nothing to do.
final class SecurityHeaders implements Handler<RoutingContext> {
  private static final String POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "connect-src 'self'",
          "img-src 'self' data:",
          "base-uri 'none'",
          "frame-ancestors 'none'",
          "form-action 'self'");

  @Override
  public void handle(RoutingContext context) {
    MultiMap headers = context.response().headers();
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cross-Origin-Embedder-Policy", "require-corp");
    // Numbers are of this moment, and the page's files are cheap to ask for again: both carry a
    // validator or nothing, never an age.
    headers.set(
        "Cache-Control", context.normalizedPath().startsWith("/api/") ? "no-store" : "no-cache");
    context.next();
  }
}
