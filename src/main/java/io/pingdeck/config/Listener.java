package io.pingdeck.config;

import static java.util.Objects.requireNonNull;

import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.ping.target.Protocol;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// A port that the program listens on.
///
/// @param key prefix of its settings: `echo.servers.0`
/// @param udp whether it is a UDP port rather than a TCP port
/// @param port 0 for any free one
public record Listener(String key, boolean udp, InetAddress host, int port) {
  public Listener {
    requireNonNull(key, "key");
    requireNonNull(host, "host");
  }

  /// All of a configuration, in the order of their start; the page's is the last.
  public static List<Listener> all(AppConfig config) {
    List<Listener> all = new ArrayList<>();
    for (int i = 0; i < config.echo().servers().size(); i++) {
      EchoSpec server = config.echo().servers().get(i);
      if (server.protocol() != Protocol.ICMP) {
        boolean udp = server.protocol() == Protocol.UDP;
        all.add(listener("echo.servers." + i, udp, server.host(), server.port()));
      }
    }
    if (config.heartbeat().enabled()) {
      all.add(listener("heartbeat", true, config.heartbeat().host(), config.heartbeat().port()));
    }
    all.add(listener("web", false, config.web().host(), config.web().port()));
    return all;
  }

  private static Listener listener(String key, boolean udp, String host, int port) {
    return new Listener(key, udp, InetAddress.ofLiteral(host), port);
  }

  public String transport() {
    return udp ? "udp" : "tcp";
  }

  /// Whether both cannot be open at once.
  public boolean takes(Listener other) {
    return port == other.port && udp == other.udp && overlaps(other.host);
  }

  /// A wildcard address uses the port on every address of its family.
  private boolean overlaps(InetAddress other) {
    boolean wildcard = host.isAnyLocalAddress() || other.isAnyLocalAddress();
    boolean sameFamily = (host instanceof Inet4Address) == (other instanceof Inet4Address);
    return host.equals(other) || wildcard && sameFamily;
  }
}
