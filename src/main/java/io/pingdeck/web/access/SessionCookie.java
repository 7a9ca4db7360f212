package io.pingdeck.web.access;

import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.pingdeck.web.http.ReverseProxy;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/// The cookie with the id of a session. No script can read it, and no request that another site
/// causes carries it.
final class SessionCookie {
  static final String NAME = "pingdeck_session";

  /// A browser sends one for each path and domain that it has. Other servers of the host may have
  /// set some.
  private static final int MOST_READ = 16;

  private final ReverseProxy proxy;

  SessionCookie(ReverseProxy proxy) {
    this.proxy = proxy;
  }

  static List<String> read(HttpServerRequest request) {
    // Vert.x reads the first Cookie header only.
    return request.headers().getAll(HttpHeaders.COOKIE).stream()
        .flatMap(header -> ServerCookieDecoder.STRICT.decodeAll(header).stream())
        .filter(cookie -> cookie.name().equals(NAME))
        .limit(MOST_READ)
        .map(cookie -> cookie.value())
        .toList();
  }

  void set(RoutingContext context, String id) {
    context.response().addCookie(cookie(context, id));
  }

  void remove(RoutingContext context) {
    context.response().addCookie(cookie(context, "").setMaxAge(0));
  }

  private Cookie cookie(RoutingContext context, String id) {
    boolean isSecure =
        context.request().isSSL()
            || proxy.publicUrl().filter(url -> url.getScheme().equals("https")).isPresent();
    return Cookie.cookie(NAME, id)
        .setHttpOnly(true)
        .setSameSite(CookieSameSite.STRICT)
        .setSecure(isSecure)
        .setPath(proxy.publicPath().isEmpty() ? "/" : proxy.publicPath());
  }
}
