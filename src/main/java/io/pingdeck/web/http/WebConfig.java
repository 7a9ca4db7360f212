package io.pingdeck.web.http;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.IpLiteral;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Settings of the dashboard's HTTP server.
///
/// @param host address to listen on
/// @param port 0 means any free port
/// @param allowedHosts accepted values of the Host header, without port, in addition to the
///   loopback names; protects against DNS rebinding
/// @param maxClients maximum number of concurrent live connections
/// @param maxClientsPerSource maximum number of concurrent live connections from one address
/// @param connections limits of HTTP connections, excluding live ones
/// @param proxy how a reverse proxy presents the page
/// @param tls serve the page by HTTPS; if empty, by HTTP
/// @param login who must log in
public record WebConfig(
    String host,
    int port,
    List<String> allowedHosts,
    int maxClients,
    int maxClientsPerSource,
    HttpConnectionLimits connections,
    ReverseProxy proxy,
    Optional<TlsFiles> tls,
    LoginConfig login) {
  public static final WebConfig DEFAULT = new WebConfig("127.0.0.1", 8080, List.of(), 100);

  public WebConfig {
    requireNonNull(host, "host");
    allowedHosts = List.copyOf(allowedHosts);
    requireNonNull(connections, "connections");
    requireNonNull(proxy, "proxy");
    requireNonNull(tls, "tls");
    requireNonNull(login, "login");
  }

  /// With the default limits of HTTP connections and no reverse proxy.
  public WebConfig(
      String host, int port, List<String> allowedHosts, int maxClients, int maxClientsPerSource) {
    this(
        host,
        port,
        allowedHosts,
        maxClients,
        maxClientsPerSource,
        HttpConnectionLimits.DEFAULT,
        ReverseProxy.NONE,
        Optional.empty(),
        LoginConfig.DEFAULT);
  }

  /// Whether only this machine can connect.
  public boolean isLoopback() {
    // A name other than localhost may mean any address.
    return host.equals("localhost")
        || IpLiteral.parse(host).filter(InetAddress::isLoopbackAddress).isPresent();
  }

  /// Whether requests need a login.
  ///
  /// @param users whether a user exists
  public boolean needsLogin(boolean users) {
    return !isLoopback()
        || login.mode() == LoginConfig.Mode.ALWAYS
        || login.isExternal()
        || users && (proxy.publicUrl().isPresent() || !proxy.trusted().isEmpty());
  }

  /// The page's address in a browser on this machine, without a slash at the end.
  ///
  /// @param port the one it listens on
  public String url(int port) {
    String reached =
        switch (host) {
          case "0.0.0.0" -> "127.0.0.1";
          case "::" -> "::1";
          default -> host;
        };
    String shown = reached.indexOf(':') >= 0 ? "[" + reached + "]" : reached;
    return (tls.isPresent() ? "https://" : "http://") + shown + ":" + port + proxy.basePath();
  }

  /// The same with relative files below this folder.
  public WebConfig below(Path folder) {
    return new WebConfig(
        host,
        port,
        allowedHosts,
        maxClients,
        maxClientsPerSource,
        connections,
        proxy,
        tls.map(files -> files.below(folder)),
        login.below(folder));
  }

  /// Maximum number of connections of all kinds.
  public int descriptors() {
    return maxClients + connections.most();
  }

  /// The same, limited to this number of connections of all kinds, a third of them live.
  ///
  /// @param most at least 2
  public WebConfig withDescriptors(int most) {
    if (descriptors() <= most) {
      return this;
    }
    int live = Math.min(maxClients, Math.max(1, most / 3));
    return new WebConfig(
        host,
        port,
        allowedHosts,
        live,
        Math.min(maxClientsPerSource, live),
        connections.atMost(most - live),
        proxy,
        tls,
        login);
  }

  /// With the default number of live connections from one address.
  public WebConfig(String host, int port, List<String> allowedHosts, int maxClients) {
    this(host, port, allowedHosts, maxClients, 50);
  }
}
