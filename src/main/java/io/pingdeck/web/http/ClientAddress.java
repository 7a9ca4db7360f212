package io.pingdeck.web.http;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.IpLiteral;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// The address of the client that sent a request. For a request from a trusted proxy that is the
/// last address in X-Forwarded-For that is not itself a trusted proxy: a client can put any address
/// before it, so the entries further left prove nothing.
public final class ClientAddress {
  private static final String HEADER = "X-Forwarded-For";

  /// A longer chain of proxies is not believed.
  private static final int MOST_HOPS = 16;

  private final ReverseProxy proxy;

  public ClientAddress(ReverseProxy proxy) {
    this.proxy = proxy;
  }

  /// The address as text; empty if the connection is closed already.
  public String of(HttpServerRequest request) {
    String peer = request.remoteAddress().hostAddress();
    if (peer == null) {
      return "";
    }
    return of(peer, request.headers().getAll(HEADER));
  }

  /// What counts as one client: an IPv4 address or IPv6 /64.
  ///
  /// @param address as [#of]
  public static String group(String address) {
    return IpLiteral.parse(address)
        .map(literal -> Endpoint.of(literal, 0))
        .filter(client -> !client.isIpv4())
        .map(client -> Long.toHexString(client.high()))
        .orElse(address);
  }

  /// @param peer the other end of the connection
  /// @param headers values of X-Forwarded-For, in order
  String of(String peer, List<String> headers) {
    if (!isTrusted(peer)) {
      return peer;
    }
    String[] hops = String.join(",", headers).split(",", -1);
    String client = peer;
    for (int i = hops.length - 1; i >= Math.max(0, hops.length - MOST_HOPS); i--) {
      Optional<InetAddress> hop = IpLiteral.parse(hops[i].strip());
      if (hop.isEmpty()) {
        return client; // the proxy before it is the last that is known
      }
      client = hop.get().getHostAddress();
      if (!proxy.isTrusted(hop.get())) {
        return client;
      }
    }
    return client;
  }

  /// Whether a trusted proxy sent a request.
  public boolean isByProxy(HttpServerRequest request) {
    String peer = request.remoteAddress().hostAddress();
    return peer != null && isTrusted(peer);
  }

  /// Whether this address belongs to a trusted proxy.
  boolean isTrusted(String peer) {
    return IpLiteral.parse(peer).filter(proxy::isTrusted).isPresent();
  }
}
