package io.pingdeck.web.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;

/// Headers on every response, including errors, that make an injected script harmless.
final class SecurityHeaders {
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

  private SecurityHeaders() {}

  static void set(HttpServerRequest request) {
    MultiMap headers = request.response().headers();
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cross-Origin-Embedder-Policy", "require-corp");
    if (request.isSSL()) {
      headers.set("Strict-Transport-Security", "max-age=31536000"); // a year
    }
    // Values are current, and revalidating the page's files is cheap. Responses therefore carry a
    // validator or nothing, never a max-age.
    String target = request.uri();
    boolean isApi = target != null && target.contains("/api/");
    headers.set("Cache-Control", isApi ? "no-store" : "no-cache");
  }
}
