package io.pingdeck.config;

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
public record WebConfig(
    String host, int port, List<String> allowedHosts, int maxClients, int maxClientsPerSource) {
  public static final WebConfig DEFAULT = new WebConfig("127.0.0.1", 8080, List.of(), 100, 50);

  public WebConfig {
    requireNonNull(host, "host");
    allowedHosts = List.copyOf(allowedHosts);
  }

  /// With the usual number of live connections from one address.
  public WebConfig(String host, int port, List<String> allowedHosts, int maxClients) {
    this(host, port, allowedHosts, maxClients, 50);
  }
}
