package io.pingdeck.web.http;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// The dashboard's HTTP server.
///
/// @param host the address to listen on; only loopback is allowed as long as there is no password
/// @param port 0 means any free port
/// @param allowedHosts values of the Host header that are served, without port, beside the names of
///   loopback; protects against DNS rebinding
/// @param maxClients live connections at once
/// @param maxClientsPerSource live connections at once from one address
/// @param connections of HTTP, beside the live ones
public record WebConfig(
    String host,
    int port,
    List<String> allowedHosts,
    int maxClients,
    int maxClientsPerSource,
    HttpConnectionLimits connections) {
  public static final WebConfig DEFAULT = new WebConfig("127.0.0.1", 8080, List.of(), 100);

  public WebConfig {
    requireNonNull(host, "host");
    allowedHosts = List.copyOf(allowedHosts);
    requireNonNull(connections, "connections");
  }

  /// With the usual limits for connections of HTTP.
  public WebConfig(
      String host, int port, List<String> allowedHosts, int maxClients, int maxClientsPerSource) {
    this(host, port, allowedHosts, maxClients, maxClientsPerSource, HttpConnectionLimits.DEFAULT);
  }

  /// The connections of every kind that there may be.
  public int descriptors() {
    return maxClients + connections.most();
  }

  /// The same with no more connections of every kind than that, a third of them live.
  ///
  /// @param most 2 or more
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
        connections.atMost(most - live));
  }

  /// With the usual number of live connections from one address.
  public WebConfig(String host, int port, List<String> allowedHosts, int maxClients) {
    this(host, port, allowedHosts, maxClients, 50);
  }
}
