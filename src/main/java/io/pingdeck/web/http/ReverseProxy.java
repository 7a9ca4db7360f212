package io.pingdeck.web.http;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.AddressRange;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// How a reverse proxy presents the page to browsers.
///
/// @param basePath path under which the proxy passes requests on, such as `/pings`, without a slash
///   at the end; empty if the page is at the root
/// @param publicUrl the page's address in a browser, without a slash at the end
/// @param trusted proxies whose X-Forwarded-For and [TrustedHeader] are believed
public record ReverseProxy(String basePath, Optional<URI> publicUrl, List<AddressRange> trusted) {
  public static final ReverseProxy NONE = new ReverseProxy("", Optional.empty(), List.of());

  public ReverseProxy {
    requireNonNull(basePath, "basePath");
    requireNonNull(publicUrl, "publicUrl");
    trusted = List.copyOf(trusted);
  }

  /// The path of the page in a browser, without a slash at the end. It differs from the base path
  /// if the proxy removes its prefix.
  public String publicPath() {
    return publicUrl.map(URI::getRawPath).orElse(basePath);
  }

  boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(range -> range.contains(address));
  }
}
