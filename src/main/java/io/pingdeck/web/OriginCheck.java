package io.pingdeck.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Set;

/// Lets only our own page change something or open the live feed. Browsers name the page a request
/// comes from in Origin, and send it with every WebSocket handshake and every request that is not
/// GET or HEAD; a client that sends none is no browser.
///
/// Comes after [HostCheck]: Host is known to be ours here.
final class OriginCheck implements Handler<RoutingContext> {
  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    boolean changes = !SAFE.contains(request.method());
    if ((changes || isHandshake(request)) && isForeign(request)) {
      context.fail(new HttpException(403, "another site's page may not do this"));
    } else if (changes && hasBody(request) && !isJson(request)) {
      // Besides its use for reading the body: no form of another site can send this type.
      context.fail(new HttpException(415, "the body must be application/json"));
    } else {
      context.next();
    }
  }

  private static boolean isHandshake(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.UPGRADE);
  }

  private static boolean isForeign(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null) {
      return false;
    }
    String host = request.getHeader(HttpHeaders.HOST);
    return !origin.equalsIgnoreCase("http://" + host)
        && !origin.equalsIgnoreCase("https://" + host);
  }

  private static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || length != null && !length.equals("0");
  }

  private static boolean isJson(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
  }
}
