package io.pingdeck.cli;

import io.pingdeck.base.Fault;
import io.pingdeck.config.AppConfig;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.ping.target.Protocol;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Finds ports used by two listeners of one configuration.
final class ListeningPorts {
  private ListeningPorts() {}

  /// @param key prefix of its settings: `echo.servers.0`
  private record Listener(String key, String transport, InetAddress host, int port) {
    boolean takes(Listener other) {
      return port == other.port && transport.equals(other.transport) && overlaps(other.host);
    }

    /// A wildcard address uses the port on every address of its family.
    private boolean overlaps(InetAddress other) {
      boolean wildcard = host.isAnyLocalAddress() || other.isAnyLocalAddress();
      boolean sameFamily = (host instanceof Inet4Address) == (other instanceof Inet4Address);
      return host.equals(other) || wildcard && sameFamily;
    }
  }

  /// Each fault names the listener that starts later.
  ///
  /// @param misread whether the value of a key was unreadable, so that the fallback is in use
  static List<Fault> faults(AppConfig config, Predicate<String> misread) {
    List<Fault> faults = new ArrayList<>();
    List<Listener> before = new ArrayList<>();
    for (Listener listener : listeners(config)) {
      if (listener.port() == 0
          || List.of(".protocol", ".host", ".port").stream()
              .anyMatch(key -> misread.test(listener.key() + key))) {
        continue;
      }
      before.stream()
          .filter(listener::takes)
          .findFirst()
          .ifPresentOrElse(first -> faults.add(fault(listener, first)), () -> before.add(listener));
    }
    return faults;
  }

  /// In order of their start.
  private static List<Listener> listeners(AppConfig config) {
    List<Listener> all = new ArrayList<>();
    for (int i = 0; i < config.echo().servers().size(); i++) {
      EchoSpec server = config.echo().servers().get(i);
      if (server.protocol() != Protocol.ICMP) {
        all.add(
            listener(
                "echo.servers." + i, server.protocol().scheme(), server.host(), server.port()));
      }
    }
    if (config.heartbeat().enabled()) {
      all.add(listener("heartbeat", "udp", config.heartbeat().host(), config.heartbeat().port()));
    }
    all.add(listener("web", "tcp", config.web().host(), config.web().port()));
    return all;
  }

  private static Listener listener(String key, String transport, String host, int port) {
    return new Listener(key, transport, InetAddress.ofLiteral(host), port);
  }

  private static Fault fault(Listener listener, Listener first) {
    return new Fault(
        listener.key() + ".port",
        listener.port()
            + " is the "
            + listener.transport()
            + " port of "
            + first.key()
            + " already (another port, or 0 for any free one)");
  }
}
