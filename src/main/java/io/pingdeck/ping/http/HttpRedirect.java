package io.pingdeck.ping.http;

import io.pingdeck.base.FaultException;
import io.pingdeck.ping.target.HttpMethod;
import io.pingdeck.ping.target.Target;
import java.util.Optional;
import java.util.regex.Pattern;

/// The target of a redirect (RFC 9110 section 10.2.2, RFC 3986 section 5.2).
final class HttpRedirect {
  private static final Pattern SCHEME = Pattern.compile("(?i)[a-z][a-z0-9+.-]*:.*", Pattern.DOTALL);

  private HttpRedirect() {}

  /// Whether a response with this status and field is a redirect.
  static boolean isOne(int status, Optional<String> location) {
    return location.isPresent()
        && switch (status) {
          case 301, 302, 303, 307, 308 -> true;
          default -> false;
        };
  }

  /// The method of the next request: 301, 302 and 303 turn POST into GET, as in browsers (RFC 9110
  /// section 15.4).
  static HttpMethod method(HttpMethod asked, int status) {
    boolean changes = status >= 301 && status <= 303 && asked == HttpMethod.POST;
    return changes ? HttpMethod.GET : asked;
  }

  /// @param location as sent by the server
  /// @throws FaultException if it is not an HTTP target
  static Target target(Target from, String location) {
    int fragment = location.indexOf('#');
    String to = fragment < 0 ? location : location.substring(0, fragment);
    Target target = Target.parse(absolute(from, to));
    if (!target.protocol().isHttp()) {
      throw new FaultException("target", "leads to " + target.protocol().scheme());
    }
    return target;
  }

  private static String absolute(Target from, String to) {
    if (SCHEME.matcher(to).matches()) {
      return to;
    }
    if (to.startsWith("//")) {
      return from.protocol().scheme() + ":" + to;
    }
    String path = from.path().orElseThrow();
    String origin = from.toString().substring(0, from.toString().length() - path.length());
    if (to.startsWith("/")) {
      return origin + to;
    }
    int query = path.indexOf('?');
    String pathOnly = query < 0 ? path : path.substring(0, query);
    if (to.isEmpty() || to.startsWith("?")) {
      return origin + pathOnly + to;
    }
    return origin + withoutDots(pathOnly.substring(0, pathOnly.lastIndexOf('/') + 1), to);
  }

  /// Resolves leading dot segments of a relative path; later ones are left to the server.
  private static String withoutDots(String folder, String relative) {
    String base = folder;
    String rest = relative;
    while (rest.startsWith("./") || rest.startsWith("../")) {
      boolean up = rest.startsWith("../");
      rest = rest.substring(up ? 3 : 2);
      if (up && base.length() > 1) {
        base = base.substring(0, base.lastIndexOf('/', base.length() - 2) + 1);
      }
    }
    return base + rest;
  }

  /// Whether secrets for one may be sent to the other.
  static boolean isSameOrigin(Target one, Target other) {
    return one.protocol() == other.protocol()
        && one.host().equalsIgnoreCase(other.host())
        && one.port() == other.port();
  }
}
