package io.pingdeck.ping.warmup;

import io.pingdeck.net.Departure;
import io.pingdeck.net.Sockets;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.http.HttpProbes;
import io.pingdeck.ping.target.TcpMode;
import io.pingdeck.ping.tls.TrustedCertificates;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Warms up each kind of probe that needs it, once per process, so that the first probe is as fast
/// as the second. Probes of the mode `connect` need no warm-up, because the kernel times the TCP
/// handshake.
public final class WarmUps {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUps.class);
  private static final long PATIENCE_MILLIS = 300;
  private static final int HTTP_PROBES = 40;

  /// The kernel timestamps their replies, so only classes must be loaded.
  private static final int TCP_PROBES = 5;

  private static final String TCP = "tcp://127.0.0.1:%d";
  private static final String DNS = "dns://127.0.0.1:%d/warm.invalid?transport=tcp";

  private static final Map<Kind, CompletableFuture<Void>> BEGUN = new ConcurrentHashMap<>();

  private WarmUps() {}

  private enum Kind {
    HTTP,
    TLS,
    DNS,
    GREETING,
    STREAM,
    ECHO;

    /// Empty if the ping needs no warm-up.
    static Optional<Kind> of(PingSpec spec) {
      if (HttpProbes.serve(spec)) {
        return Optional.of(HttpProbes.isSecure(spec) ? TLS : HTTP);
      }
      return spec.target().isDnsOverTcp()
          ? Optional.of(DNS)
          : spec.mode()
              .flatMap(mode ->
                  switch (mode) {
                    case ECHO -> Optional.of(ECHO);
                    case STREAM -> Optional.of(STREAM);
                    case GREETING -> Optional.of(GREETING);
                    case CONNECT, STARTTLS -> Optional.empty();
                  });
    }
  }

  /// Starts the warm-ups that these pings need, unless already started.
  ///
  /// @param trusted supplies the authorities that real probes trust; called only for TLS
  /// @return never fails; completes after at most 300 ms with a CPU available (1.3 s with TLS)
  public static CompletableFuture<Void> begin(
      Sockets sockets, Supplier<TrustedCertificates> trusted, Collection<PingSpec> specs) {
    return CompletableFuture.allOf(
        specs.stream()
            .map(Kind::of)
            .flatMap(Optional::stream)
            .distinct()
            .map(kind -> begin(kind, sockets, trusted))
            .toArray(CompletableFuture<?>[]::new));
  }

  /// Whether [#begin] has completed everything for this ping.
  public static boolean isWarmFor(PingSpec spec) {
    return Kind.of(spec)
        .map(kind -> BEGUN.containsKey(kind) && BEGUN.get(kind).isDone())
        .orElse(true);
  }

  private static CompletableFuture<Void> begin(
      Kind kind, Sockets sockets, Supplier<TrustedCertificates> trusted) {
    return BEGUN.computeIfAbsent(
        kind,
        missing ->
            CompletableFuture.runAsync(
                () -> run(missing, sockets, trusted),
                task -> Thread.ofPlatform().name("warm-up").daemon(true).start(task)));
  }

  private static void run(Kind kind, Sockets sockets, Supplier<TrustedCertificates> trusted) {
    try {
      Sockets usual = sockets.leaving(Departure.USUAL); // the server is on this host
      switch (kind) {
        case TLS -> TlsWarmUp.run(usual, trusted.get());
        case HTTP -> runHttp(usual);
        case DNS -> runTcp(usual, WarmUpServer.DNS, DNS, Optional.empty());
        case GREETING -> runTcp(usual, WarmUpServer.GREETING, TCP, Optional.of(TcpMode.GREETING));
        case STREAM -> runTcp(usual, WarmUpServer.ECHO, TCP, Optional.of(TcpMode.STREAM));
        case ECHO -> runTcp(usual, WarmUpServer.ECHO, TCP, Optional.of(TcpMode.ECHO));
      }
    } catch (IOException | GeneralSecurityException | RuntimeException | Error e) {
      LOG.debug("the first probes may be slower", e); // not fatal
    }
  }

  private static void runHttp(Sockets usual) throws IOException, GeneralSecurityException {
    try (WarmUpServer server = WarmUpServer.plain(WarmUpServer.HTTP)) {
      WarmUp warmUp = new WarmUp(server.port());
      warmUp.add("http://127.0.0.1:%d", Optional.empty(), HTTP_PROBES);
      warmUp.run(usual, Optional.of(TrustedCertificates.only()), PATIENCE_MILLIS); // no TLS here
    }
  }

  private static void runTcp(
      Sockets usual, WarmUpServer.Script script, String target, Optional<TcpMode> mode)
      throws IOException {
    try (WarmUpServer server = WarmUpServer.plain(script)) {
      WarmUp warmUp = new WarmUp(server.port());
      warmUp.add(target, mode, TCP_PROBES);
      warmUp.run(usual, Optional.empty(), PATIENCE_MILLIS);
    }
  }
}
