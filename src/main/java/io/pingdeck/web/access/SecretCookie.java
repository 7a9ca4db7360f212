package io.pingdeck.web.access;

import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.pingdeck.web.http.ReverseProxy;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/// A cookie with a secret. No script can read it, and no request that another site causes carries
/// it.
///
/// Cookies do not tell the ports of a host apart. So that several Pingdecks on one host do not take
/// each other's, the name ends with the port that the browser asks for.
final class SecretCookie {
  /// A browser sends one for each path and domain that it has. Other servers of the host may have
  /// set some.
  private static final int MOST_READ = 16;

  private final String prefix;
  private final ReverseProxy proxy;

  private SecretCookie(String prefix, ReverseProxy proxy) {
    this.prefix = prefix;
    this.proxy = proxy;
  }

  /// With the id of a session.
  static SecretCookie session(ReverseProxy proxy) {
    return new SecretCookie("pingdeck_session", proxy);
  }

  /// With the ticket of a login at a provider.
  static SecretCookie ticket(ReverseProxy proxy) {
    return new SecretCookie("pingdeck_login", proxy);
  }

  private String name(HttpServerRequest request) {
    int port = request.authority().port();
    return port > 0 ? prefix + "_" + port : prefix;
  }

  List<String> read(HttpServerRequest request) {
    // Vert.x reads the first Cookie header only.
    return read(name(request), request.headers().getAll(HttpHeaders.COOKIE));
  }

  /// @param headers the values of all Cookie headers
  static List<String> read(String name, List<String> headers) {
    return headers.stream()
        .flatMap(header -> ServerCookieDecoder.STRICT.decodeAll(header).stream())
        .filter(cookie -> cookie.name().equals(name))
        .limit(MOST_READ)
        .map(cookie -> cookie.value())
        .toList();
  }

  void set(RoutingContext context, String secret) {
    context.response().addCookie(cookie(context, secret));
  }

  void remove(RoutingContext context) {
    context.response().addCookie(cookie(context, "").setMaxAge(0));
  }

  private Cookie cookie(RoutingContext context, String secret) {
    boolean isSecure =
        context.request().isSSL()
            || proxy.publicUrl().filter(url -> url.getScheme().equals("https")).isPresent();
    return Cookie.cookie(name(context.request()), secret)
        .setHttpOnly(true)
        .setSameSite(CookieSameSite.STRICT)
        .setSecure(isSecure)
        .setPath(proxy.publicPath().isEmpty() ? "/" : proxy.publicPath());
  }
}
