package io.pingdeck.ping.warmup;

import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.LoopStatus;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.http.HttpProbes;
import io.pingdeck.ping.http.SecretFiles;
import io.pingdeck.ping.loop.LoopListener;
import io.pingdeck.ping.loop.ProbeLoop;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.target.Target;
import io.pingdeck.ping.target.TcpMode;
import io.pingdeck.ping.tls.TrustedCertificates;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Loads, links and runs the code of probes before the first one is timed, which would otherwise
/// take up to 100 ms longer than the second. It sends ordinary probes to a server of its own on
/// 127.0.0.1.
final class WarmUp {
  private static final Duration INTERVAL = Duration.ofMillis(2);
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final int LINE_BYTES = 64;

  private final Endpoint server;
  private final List<ResolvedPing> pings = new ArrayList<>();

  /// @param port port of the server
  WarmUp(int port) {
    server = Endpoint.ipv4(0x7f000001, port);
  }

  /// Adds probes that go to the server, whatever host the target names.
  ///
  /// @param target a URI, with `%d` for the server's port
  void add(String target, Optional<TcpMode> mode, int probes) {
    PingSpec spec =
        PingSpec.of(new PingId(pings.size() + 1), Target.parse(target.formatted(server.port())))
            .name("")
            .interval(INTERVAL)
            .timeout(TIMEOUT)
            .count(OptionalLong.of(probes))
            .payloadBytes(mode.isPresent() ? LINE_BYTES : 0)
            .mode(mode)
            .build();
    pings.add(new ResolvedPing(spec, server));
  }

  /// Returns once the probes have ended or the timeout has passed.
  ///
  /// @param trusted authorities that HTTP probes trust; empty if there are no HTTP probes
  /// @param patienceMillis timeout in milliseconds
  void run(Sockets sockets, Optional<TrustedCertificates> trusted, long patienceMillis)
      throws IOException {
    Optional<HttpProbes> http = trusted.map(known -> http(sockets, known));
    Ends ends = new Ends(pings.size());
    try (ProbeLoop loop = new ProbeLoop("warm-up", sockets, INTERVAL, ends, http)) {
      ends.loop.complete(loop);
      loop.startAll(pings)
          .exceptionally(refused -> {
            ends.died(refused); // not fatal: only the first probes are slower
            return null;
          });
      ends.left.await(patienceMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static HttpProbes http(Sockets sockets, TrustedCertificates trusted) {
    return new HttpProbes(
        sockets,
        trusted,
        SecretFiles.anywhere(),
        spec -> CompletableFuture.failedFuture(new IOException("no redirects here")));
  }

  /// Waits for the ends of pings.
  private static final class Ends implements LoopListener {
    private final CompletableFuture<ProbeLoop> loop = new CompletableFuture<>();
    private final CountDownLatch left;

    Ends(int count) {
      left = new CountDownLatch(count);
    }

    @Override
    public void samples(SampleColumns buffer, List<End> ends) {
      loop.join().giveBack(buffer);
      ends.forEach(end -> left.countDown());
    }

    @Override
    public void status(LoopStatus status) {
      // Not used.
    }

    @Override
    public void died(Throwable cause) {
      while (left.getCount() > 0) {
        left.countDown();
      }
    }
  }
}
