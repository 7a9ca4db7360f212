package io.pingdeck.web.http;

import java.util.HashSet;
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
      Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._~-]{1,255})(?::([0-9]{0,5}))?");

  private static final int MAX_PORT = 65_535;

  private final Set<String> allowed = new HashSet<>(Set.of("localhost", "127.0.0.1", "::1"));

  public OwnNames(WebConfig config) {
    allowed.add(normal(config.host()));
    config.allowedHosts().forEach(host -> allowed.add(normal(host)));
    config.proxy().publicUrl().ifPresent(url -> allowed.add(normal(url.getHost())));
  }

  /// A host with an optional port.
  ///
  /// @param host in lower case, without brackets
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

  boolean contains(Authority authority) {
    return allowed.contains(authority.host());
  }

  private static String normal(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.startsWith("[") && lower.endsWith("]")
        ? lower.substring(1, lower.length() - 1)
        : lower;
  }
}
