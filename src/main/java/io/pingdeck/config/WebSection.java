package io.pingdeck.config;

import static io.pingdeck.config.Values.between;

import io.pingdeck.base.GivenText;
import io.pingdeck.packet.AddressRange;
import io.pingdeck.web.http.HttpConnectionLimits;
import io.pingdeck.web.http.ReverseProxy;
import io.pingdeck.web.http.TlsFiles;
import io.pingdeck.web.http.WebConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The keys below `web`.
final class WebSection {
  private static final Pattern BASE_PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)*/?");

  private WebSection() {}

  static WebConfig read(Section s, WebConfig missing) {
    WebConfig config =
        new WebConfig(
            s.value("host", missing.host(), Values::listenAddress),
            s.value("port", missing.port(), Values::port),
            s.values("allowedHosts", missing.allowedHosts(), Values::hostName),
            s.value("maxClients", missing.maxClients(), between(1, 100_000)),
            s.value("maxClientsPerSource", missing.maxClientsPerSource(), between(1, 100_000)),
            connections(s, missing.connections()),
            new ReverseProxy(
                s.value("basePath", missing.proxy().basePath(), WebSection::basePath),
                s.value("publicUrl", missing.proxy().publicUrl(), WebSection::publicUrl),
                s.values("trustedProxies", missing.proxy().trusted(), AddressRange::parse)),
            s.section("tls", section -> tls(section, missing.tls())),
            LoginSection.read(s, missing.login()));
    if (config.login().header().isPresent()
        && config.proxy().trusted().isEmpty()
        && s.isRead("trustedProxies")) {
      s.fault("trustedProxies", "is missing: web.trustedHeader is believed from these alone");
    }
    return config;
  }

  private static Optional<TlsFiles> tls(Section s, Optional<TlsFiles> missing) {
    Optional<Path> certificate =
        s.value("certificate", missing.map(TlsFiles::certificate), Values::optionalPath);
    Optional<Path> key = s.value("key", missing.map(TlsFiles::key), Values::optionalPath);
    if (certificate.isPresent() != key.isPresent() && s.isRead("certificate", "key")) {
      String absent = certificate.isPresent() ? "key" : "certificate";
      String present = certificate.isPresent() ? "certificate" : "key";
      s.fault(absent, "is missing: web.tls." + present + " needs it (both, or none for HTTP)");
    }
    return certificate.flatMap(first -> key.map(second -> new TlsFiles(first, second)));
  }

  private static HttpConnectionLimits connections(Section s, HttpConnectionLimits missing) {
    return new HttpConnectionLimits(
        s.value("maxConnections", missing.most(), between(1, 100_000)),
        s.value("maxConnectionsPerSource", missing.perSource(), between(1, 100_000)),
        s.value("firstRequestTimeout", missing.firstRequest(), Values::positiveDuration),
        s.value("idleTimeout", missing.idle(), Values::positiveDuration),
        s.value("bodyTimeout", missing.body(), Values::positiveDuration));
  }

  /// The path without a slash at the end; `/` is empty.
  private static String basePath(String text) {
    if (!isPath(text)) {
      throw new IllegalArgumentException(
          GivenText.show(text) + " is not a path such as /pings, nor \"\" for the root");
    }
    return withoutSlash(text);
  }

  private static Optional<URI> publicUrl(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    URI url = Values.webAddress(text);
    if (url.getRawQuery() != null || !isPath(url.getRawPath())) {
      throw new IllegalArgumentException(
          GivenText.show(text) + " is not the address of a page (https://example.org/pings)");
    }
    return Optional.of(URI.create(withoutSlash(text)));
  }

  /// Whether a browser sends the path as it is written. It removes `.` and `..`.
  private static boolean isPath(String path) {
    return BASE_PATH.matcher(path).matches()
        && List.of(path.split("/")).stream().noneMatch(name -> name.matches("\\.\\.?"));
  }

  private static String withoutSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
