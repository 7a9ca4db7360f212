package io.pingdeck.ping;

import io.pingdeck.net.Departure;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.probe.AddressFamily;
import io.pingdeck.probe.HttpOptions;
import io.pingdeck.probe.LoopStatus;
import io.pingdeck.probe.PingId;
import io.pingdeck.probe.PingSpec;
import io.pingdeck.probe.PlannedPing;
import io.pingdeck.probe.SampleBuffer;
import io.pingdeck.probe.Target;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Loads, links and runs what an HTTP probe runs through before the first one is timed: the first
/// probe of a process would otherwise take a hundred milliseconds where the second takes one. It
/// does so with probes like any others, to a server of its own on 127.0.0.1.
final class HttpWarmUp {
  private static final long PATIENCE_MILLIS = 300;
  private static final long TLS_PATIENCE_MILLIS = 1000; // its classes alone take 300 ms to load
  private static final int PROBES = 40;
  private static final int REFUSALS = 10;
  private static final Duration INTERVAL = Duration.ofMillis(2);
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private HttpWarmUp() {}

  /// Returns once its probes have ended, or after 300 ms (with TLS, after a second).
  ///
  /// @param tls whether it is for HTTPS
  static void run(Sockets sockets, Authorities authorities, boolean tls) throws IOException {
    // Not through an interface that the pings are to leave by: nothing of this may.
    Sockets usual = sockets.leaving(Departure.USUAL);
    HttpProbes probes =
        new HttpProbes(
            usual,
            authorities,
            SecretFiles.anywhere(),
            spec -> CompletableFuture.failedFuture(new IOException("no redirects here")));
    try (WarmUpServer server = WarmUpServer.start(tls)) {
      List<PlannedPing> pings = new ArrayList<>();
      Endpoint address = Endpoint.ipv4(0x7f000001, server.port());
      Target target = Target.parse((tls ? "https" : "http") + "://127.0.0.1:" + server.port());
      pings.add(new PlannedPing(spec(1, target, PROBES, tls), address));
      if (tls) { // the server's certificate is nobody's, so that these end with its check
        pings.add(new PlannedPing(spec(2, target, REFUSALS, false), address));
      }
      run(usual, probes, pings, tls ? TLS_PATIENCE_MILLIS : PATIENCE_MILLIS);
    } catch (IOException | GeneralSecurityException e) {
      // Without it the first probe is slower: no reason to refuse a ping.
    }
  }

  private static PingSpec spec(long id, Target target, int probes, boolean insecure) {
    PingSpec spec =
        new PingSpec(
            new PingId(id),
            "",
            target,
            AddressFamily.ANY,
            INTERVAL,
            TIMEOUT,
            OptionalLong.of(probes),
            0,
            OptionalInt.empty(),
            0,
            Optional.empty());
    return insecure ? insecure(spec) : spec;
  }

  private static PingSpec insecure(PingSpec spec) {
    Optional<String> none = Optional.empty();
    return new PingSpec(
        spec.id(),
        spec.name(),
        spec.target(),
        spec.family(),
        spec.interval(),
        spec.timeout(),
        spec.count(),
        spec.payloadBytes(),
        spec.hopLimit(),
        spec.trafficClass(),
        spec.mode(),
        spec.method(),
        spec.expected(),
        new HttpOptions(0, none, none, true, none, none, none, none));
  }

  private static void run(
      Sockets sockets, HttpProbes probes, List<PlannedPing> pings, long patienceMillis)
      throws IOException {
    Ends ends = new Ends(pings.size());
    try (ProbeLoop loop = new ProbeLoop("warm-up", sockets, INTERVAL, ends, Optional.of(probes))) {
      ends.loop.complete(loop);
      loop.startAll(pings);
      ends.left.await(patienceMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits for the ends of pings.
  private static final class Ends implements LoopListener {
    private final CompletableFuture<ProbeLoop> loop = new CompletableFuture<>();
    private final CountDownLatch left;

    Ends(int count) {
      left = new CountDownLatch(count);
    }

    @Override
    public void samples(SampleBuffer buffer, List<End> ends) {
      loop.join().giveBack(buffer);
      ends.forEach(end -> left.countDown());
    }

    @Override
    public void status(LoopStatus status) {
      // Nobody asks.
    }

    @Override
    public void died(Throwable cause) {
      while (left.getCount() > 0) {
        left.countDown();
      }
    }
  }
}
