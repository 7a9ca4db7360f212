package io.pingdeck.web.http;

import io.pingdeck.packet.IpLiteral;
import io.pingdeck.web.http.OwnNames.Authority;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Allows only our own page to change something or to open the live feed. Browsers name the page
/// that sends a request in Origin. They send it with every WebSocket handshake and with every
/// request other than GET or HEAD; a client that sends none is not a browser.
///
/// A page is ours if its host is a name of this server and the request went to the page's own
/// origin. The browser reports the latter in Sec-Fetch-Site. For browsers that do not send it, Host
/// must equal the page's host and port. A Host without a port means the default port, of HTTPS also
/// where this server sees HTTP: a reverse proxy may have removed TLS.
///
/// On the host of the public URL, only the page at that URL is ours, and the page that this server
/// itself serves at an address: other ports of the host belong to others.
///
/// Must follow [FrontDoor], which has verified Host.
public final class OriginCheck implements Handler<RoutingContext> {
  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final String FETCH_SITE = "Sec-Fetch-Site";
  private static final String OWN_PAGE = "own page";
  private static final String REFUSAL =
      "cross-origin requests are not allowed. If this is Pingdeck's own page behind a reverse"
          + " proxy: pass the browser's Host on (nginx: proxy_set_header Host $http_host), and add"
          + " the page's host name to web.allowedHosts";

  private final OwnNames names;
  private final Optional<Page> published;

  /// @param proxy its public URL is the page's origin, whatever Host it passes on
  public OriginCheck(OwnNames names, ReverseProxy proxy) {
    this.names = names;
    published =
        proxy.publicUrl().flatMap(url -> Page.parse(url.getScheme() + "://" + url.getAuthority()));
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    boolean isForeign = isForeign(request);
    context.put(OWN_PAGE, !isForeign && namesItsPage(request));
    if (isChecked(request) && isForeign) {
      context.fail(new HttpException(403, REFUSAL));
    } else if (!SAFE.contains(request.method()) && hasBody(request) && !isJson(request)) {
      // Besides simplifying parsing: a form of another site cannot send this type.
      context.fail(new HttpException(415, "the body must be application/json"));
    } else {
      context.next();
    }
  }

  /// Whether a browser says that our own page sends this request. A page of another site cannot
  /// make a browser say so.
  public static boolean isOwnPage(RoutingContext context) {
    return Boolean.TRUE.equals(context.get(OWN_PAGE));
  }

  /// Whether a browser says that no page made it send this request: the user entered its address.
  public static boolean isEntered(HttpServerRequest request) {
    return "none".equals(request.getHeader(FETCH_SITE))
        && !request.headers().contains(HttpHeaders.ORIGIN);
  }

  private static boolean namesItsPage(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.ORIGIN)
        || "same-origin".equals(request.getHeader(FETCH_SITE));
  }

  /// Whether the request changes something, or opens the live feed.
  public static boolean isChecked(HttpServerRequest request) {
    return !SAFE.contains(request.method()) || isHandshake(request);
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
    if (page.isEmpty() || !names.contains(page.get().authority(), request)) {
      return true;
    }
    String site = request.getHeader(FETCH_SITE);
    if (site != null && !site.equals("same-origin")) {
      return true;
    }
    Optional<Page> neighbour = published.filter(own -> own.host().equals(page.get().host()));
    if (neighbour.isPresent()) {
      return !neighbour.get().isSame(page.get()) && !isServedHere(page.get(), request);
    }
    return site == null && isElsewhere(page.get(), request);
  }

  /// Whether the page is the one of this server itself, reached by an address past the proxy.
  private static boolean isServedHere(Page page, HttpServerRequest request) {
    boolean isAddress = page.host().equals("localhost") || IpLiteral.parse(page.host()).isPresent();
    return isAddress
        && page.secure() == request.isSSL()
        && page.port() == request.localAddress().port()
        && !isElsewhere(page, request);
  }

  private static boolean isElsewhere(Page page, HttpServerRequest request) {
    Authority host = Authority.parse(request.getHeader(HttpHeaders.HOST).strip()).orElseThrow();
    boolean samePort = host.port().orElse(page.defaultPort()) == page.port();
    boolean sameScheme = page.secure() || !request.isSSL(); // a proxy may have removed TLS
    return !host.host().equals(page.host()) || !samePort || !sameScheme;
  }

  /// The origin of a page.
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

    String host() {
      return authority.host();
    }

    int port() {
      return authority.port().orElse(defaultPort());
    }

    int defaultPort() {
      return secure ? 443 : 80;
    }

    boolean isSame(Page other) {
      return secure == other.secure && port() == other.port() && host().equals(other.host());
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
