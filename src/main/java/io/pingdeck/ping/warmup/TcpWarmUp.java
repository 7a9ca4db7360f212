package io.pingdeck.ping.warmup;

import io.pingdeck.net.Sockets;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import io.pingdeck.ping.target.TcpMode;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The [WarmUp] of TCP probes in each mode, and of DNS over TCP. The kernel times a handshake, so
/// that probes of the mode `connect` need none.
public final class TcpWarmUp {
  private static final long PATIENCE_MILLIS = 300;
  private static final int PROBES = 20;

  private static final Set<Kind> WARM = ConcurrentHashMap.newKeySet();

  private TcpWarmUp() {}

  private enum Kind {
    CONNECT,
    ECHO,
    STREAM,
    GREETING,
    DNS,
    OTHER;

    static Kind of(PingSpec spec) {
      if (spec.target().isDnsOverTcp()) {
        return DNS;
      }
      return spec.mode()
          .map(mode ->
              switch (mode) {
                case CONNECT -> CONNECT;
                case ECHO -> ECHO;
                case STREAM -> STREAM;
                case GREETING -> GREETING;
                case STARTTLS -> OTHER;
              })
          .orElse(OTHER);
    }
  }

  /// Makes ready for pings of these, if any of them need it. Blocks for 300 ms at most for each
  /// mode.
  public static void run(Sockets sockets, Collection<PingSpec> specs) {
    for (PingSpec spec : specs) {
      if (!isWarmFor(spec)) {
        warmUp(sockets, Kind.of(spec));
      }
    }
  }

  /// Whether [#run] has nothing left to do for this ping.
  public static boolean isWarmFor(PingSpec spec) {
    Kind kind = Kind.of(spec);
    return kind == Kind.CONNECT || kind == Kind.OTHER || WARM.contains(kind);
  }

  private static void warmUp(Sockets sockets, Kind kind) {
    synchronized (WARM) {
      if (WARM.contains(kind)) {
        return;
      }
      WarmUpServer.Script script =
          switch (kind) {
            case DNS -> WarmUpServer.DNS;
            case GREETING -> WarmUpServer.GREETING;
            default -> WarmUpServer.ECHO;
          };
      try (WarmUpServer server = WarmUpServer.plain(script)) {
        WarmUp warmUp = new WarmUp(server.port());
        warmUp.add(target(kind, server.port()), mode(kind), PROBES);
        warmUp.run(WarmUp.usual(sockets), Optional.empty(), PATIENCE_MILLIS);
      } catch (IOException e) {
        // Without it the first probe is slower: no reason to refuse a ping.
      } finally {
        WARM.add(kind);
      }
    }
  }

  private static Target target(Kind kind, int port) {
    return kind == Kind.DNS
        ? Target.parse("dns://127.0.0.1:" + port + "/warm.invalid?transport=tcp")
        : new Target(Protocol.TCP, "127.0.0.1", port);
  }

  private static Optional<TcpMode> mode(Kind kind) {
    return switch (kind) {
      case ECHO -> Optional.of(TcpMode.ECHO);
      case STREAM -> Optional.of(TcpMode.STREAM);
      case GREETING -> Optional.of(TcpMode.GREETING);
      case CONNECT, DNS, OTHER -> Optional.empty();
    };
  }
}
