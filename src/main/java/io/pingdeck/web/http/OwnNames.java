package io.pingdeck.web.http;

import io.pingdeck.packet.IpLiteral;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The host names under which the page is served. If a page's name was rebound to this address (DNS
/// rebinding), the browser sends that name in Host, and the request is rejected first of all.
public final class OwnNames {
  /// RFC 3986 section 3.2, without user information; RFC 9110 section 7.2.
  private static final Pattern AUTHORITY =
      Pattern.compile(
          "(\\[(?=[^]]*:)[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._~-]{1,255})(?::([0-9]{0,5}))?");

  private static final int MAX_PORT = 65_535;

  private final Set<String> allowed = new HashSet<>();

  /// Whether the server listens on every address of this machine.
  private final boolean isEverywhere;

  public OwnNames(WebConfig config) {
    isEverywhere =
        IpLiteral.parse(config.host()).filter(InetAddress::isAnyLocalAddress).isPresent();
    List.of("localhost", "127.0.0.1", "::1").forEach(host -> allowed.add(normal(host)));
    allowed.add(normal(config.host()));
    config.allowedHosts().forEach(host -> allowed.add(normal(host)));
    config.proxy().publicUrl().ifPresent(url -> allowed.add(normal(url.getHost())));
  }

  /// A host with an optional port.
  ///
  /// @param host in lower case, without brackets; an address in one spelling
  record Authority(String host, OptionalInt port) {
    /// Parses an authority; empty if the text is invalid.
    static Optional<Authority> parse(String text) {
      Matcher parts = AUTHORITY.matcher(text);
      if (!parts.matches()) {
        return Optional.empty();
      }
      String digits = parts.group(2);
      if (digits == null || digits.isEmpty()) {
        return Optional.of(new Authority(normal(parts.group(1)), OptionalInt.empty()));
      }
      int port = Integer.parseInt(digits);
      return port > MAX_PORT
          ? Optional.empty()
          : Optional.of(new Authority(normal(parts.group(1)), OptionalInt.of(port)));
    }
  }

  /// Whether the page is served under this name to this client. The address that the client
  /// connected to is always fine: no name was resolved for it, so none was rebound.
  boolean contains(Authority authority, HttpServerRequest request) {
    return allowed.contains(authority.host())
        || isEverywhere && authority.host().equals(reached(request));
  }

  /// The address of this machine that the client connected to; empty if the connection is closed.
  private static String reached(HttpServerRequest request) {
    String address = request.localAddress().hostAddress();
    return address == null ? "" : normal(address.replaceFirst("%.*", "")); // without the interface
  }

  /// One spelling for each name and address.
  private static String normal(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    String bare =
        lower.startsWith("[") && lower.endsWith("]")
            ? lower.substring(1, lower.length() - 1)
            : lower;
    return IpLiteral.parse(bare).map(InetAddress::getHostAddress).orElse(bare);
  }
}
