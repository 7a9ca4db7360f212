package io.pingdeck.web.http;

import io.pingdeck.web.http.OwnNames.Authority;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Lets only our own page change something or open the live feed. Browsers name the page a request
/// comes from in Origin, and send it with every WebSocket handshake and every request that is not
/// GET or HEAD; a client that sends none is no browser.
///
/// A page is ours if its host is a name of this server and the request went to where the page came
/// from. The second is what the browser says in Sec-Fetch-Site. Browsers that do not send it are
/// judged by Host: it must be the page's, with the same port, unless a reverse proxy passed on a
/// Host without one.
///
/// Comes after [FrontDoor]: Host is known to be ours here.
public final class OriginCheck implements Handler<RoutingContext> {
  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final String REFUSAL =
      "another site's page may not do this. If this is Pingdeck's own page behind a reverse proxy:"
          + " pass the browser's Host on (nginx: proxy_set_header Host $http_host), and add the"
          + " page's host name to web.allowedHosts";

  private final OwnNames names;

  public OriginCheck(OwnNames names) {
    this.names = names;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    boolean changes = !SAFE.contains(request.method());
    if ((changes || isHandshake(request)) && isForeign(request)) {
      context.fail(new HttpException(403, REFUSAL));
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

  private boolean isForeign(HttpServerRequest request) {
    List<String> origins = request.headers().getAll(HttpHeaders.ORIGIN);
    if (origins.isEmpty()) {
      return false;
    }
    Optional<Page> page = origins.size() == 1 ? Page.parse(origins.getFirst()) : Optional.empty();
    if (page.isEmpty() || !names.contains(page.get().authority())) {
      return true;
    }
    String site = request.getHeader("Sec-Fetch-Site");
    return site == null ? isElsewhere(page.get(), request) : !site.equals("same-origin");
  }

  private static boolean isElsewhere(Page page, HttpServerRequest request) {
    Authority host = Authority.parse(request.getHeader(HttpHeaders.HOST)).orElseThrow();
    boolean samePort = host.port().isEmpty() || host.port().getAsInt() == page.port();
    return !host.host().equals(page.authority().host()) || !samePort;
  }

  /// Where a page came from.
  private record Page(boolean secure, Authority authority) {
    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";

    static Optional<Page> parse(String origin) {
      boolean secure = origin.regionMatches(true, 0, HTTPS, 0, HTTPS.length());
      if (!secure && !origin.regionMatches(true, 0, HTTP, 0, HTTP.length())) {
        return Optional.empty();
      }
      return Authority.parse(origin.substring((secure ? HTTPS : HTTP).length()))
          .map(authority -> new Page(secure, authority));
    }

    int port() {
      OptionalInt written = authority.port();
      return written.orElse(secure ? 443 : 80);
    }
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
