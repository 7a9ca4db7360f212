package io.pingdeck.web.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.pingdeck.web.http.OwnNames.Authority;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The first handler of every request. Adds the security headers to every response, and rejects
/// requests that are malformed or meant for another server, so that no route sees them.
public final class FrontDoor implements Handler<HttpServerRequest> {
  private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final Pattern NOT_OF_A_URI = Pattern.compile("[^!-~]");
  private static final Pattern OTHER_SCHEME_OR_HOST = Pattern.compile("https?://([^/?#]*).*");

  /// RFC 3986 section 5.2.4. The router would resolve it, after [BasePath] and any proxy decided by
  /// the path as it is written.
  private static final Pattern DOT_SEGMENT = Pattern.compile("/(?:\\.|%2[Ee]){1,2}(?=/|$)");

  private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final OwnNames names;
  private final Handler<HttpServerRequest> inside;

  /// @param inside handles the accepted requests
  public FrontDoor(OwnNames names, Handler<HttpServerRequest> inside) {
    this.names = names;
    this.inside = inside;
  }

  private record Refusal(int status, String detail) {}

  @Override
  public void handle(HttpServerRequest request) {
    SecurityHeaders.set(request);
    Optional<Refusal> refusal =
        wrongHost(request).or(() -> wrongTarget(request)).or(() -> namelessHeader(request));
    if (refusal.isEmpty() && SAFE.contains(request.method())) {
      refusal = body(request).or(() -> wrongRange(request));
    }
    if (refusal.isPresent()) {
      refuse(request, refusal.get());
    } else {
      inside.handle(request);
    }
  }

  /// Rejects a request that could not be parsed. Its end is unknown, so the connection is closed.
  public static void refuseUnreadable(HttpServerRequest request) {
    SecurityHeaders.set(request);
    Refusal refusal =
        switch (request.decoderResult().cause()) {
          case TooLongHttpLineException _ -> new Refusal(414, "the first line is too long");
          case TooLongHttpHeaderException _ -> new Refusal(431, "the headers are too long");
          case HttpVersionCheck.Unsupported e -> new Refusal(505, e.getMessage());
          case null, default -> new Refusal(400, "this is not HTTP/1.1 (RFC 9112)");
        };
    refuse(request, refusal);
  }

  private static void refuse(HttpServerRequest request, Refusal refusal) {
    boolean mayGoOn = request.decoderResult().isSuccess() && hasNoBody(request);
    if (!mayGoOn) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    Problems.send(request.response(), refusal.status(), refusal.detail());
    if (!mayGoOn) {
      request.connection().close();
    }
  }

  static boolean hasNoBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return !request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        && (length == null || length.equals("0"));
  }

  /// RFC 9112 section 3.2. HTTP/1.0 allows a request without Host, but then a request from a page
  /// of another name could not be recognised.
  private Optional<Refusal> wrongHost(HttpServerRequest request) {
    List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
    if (hosts.size() != 1) {
      return Optional.of(
          new Refusal(400, "a request needs one Host header, this one has " + hosts.size()));
    }
    String text = hosts.getFirst().strip();
    Optional<Authority> host = Authority.parse(text);
    Optional<Refusal> noHost =
        Optional.of(new Refusal(400, "the Host header is not a host and port"));
    if (host.isEmpty()) {
      return noHost;
    }
    // The router fails with what Vert.x cannot parse, such as an IPv6 address that ends in IPv4.
    boolean isReadable = HostAndPort.parseAuthority(text, -1) != null;
    return misdirected(host.get(), request).or(() -> isReadable ? Optional.empty() : noHost);
  }

  private Optional<Refusal> misdirected(Authority host, HttpServerRequest request) {
    return names.contains(host, request)
        ? Optional.empty()
        : Optional.of(new Refusal(421, "unknown host name; add it to web.allowedHosts"));
  }

  private Optional<Refusal> wrongTarget(HttpServerRequest request) {
    String target = request.uri();
    var absolute = OTHER_SCHEME_OR_HOST.matcher(target);
    if (absolute.matches()) {
      Optional<Authority> host = Authority.parse(absolute.group(1));
      if (host.isEmpty()) {
        return Optional.of(new Refusal(400, "the request target is not a URI"));
      }
      Optional<Refusal> other = misdirected(host.get(), request);
      if (other.isPresent()) {
        return other;
      }
    } else if (!target.startsWith("/")) {
      return Optional.of(new Refusal(400, "the request target must start with /"));
    }
    if (NOT_OF_A_URI.matcher(target).find()) {
      return Optional.of(
          new Refusal(400, "the request target has a character that a URI writes as % and hex"));
    }
    if (BAD_ESCAPE.matcher(target).find()) {
      return Optional.of(new Refusal(400, "the request target has a % without two digits of hex"));
    }
    if (target.contains("%00")) {
      return Optional.of(
          new Refusal(400, "the request target has %00: zero bytes are not allowed"));
    }
    return DOT_SEGMENT.matcher(request.path()).find()
        ? Optional.of(new Refusal(400, "the path has a segment . or .., which a client resolves"))
        : Optional.empty();
  }

  private static Optional<Refusal> namelessHeader(HttpServerRequest request) {
    return request.headers().contains("")
        ? Optional.of(new Refusal(400, "a header has no name"))
        : Optional.empty();
  }

  /// No handler would read the body.
  private static Optional<Refusal> body(HttpServerRequest request) {
    return hasNoBody(request)
        ? Optional.empty()
        : Optional.of(new Refusal(400, "a GET request must not have a body"));
  }

  private static Optional<Refusal> wrongRange(HttpServerRequest request) {
    return ByteRange.check(request.headers()).map(detail -> new Refusal(400, detail));
  }
}
