package io.pingdeck.ping;

import static java.util.Objects.requireNonNull;

import io.pingdeck.net.Errno;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.probe.HttpMethod;
import io.pingdeck.probe.PingSpec;
import io.pingdeck.probe.Protocol;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Makes the requests of HTTP probes on threads of their own, one without and one with TLS, which
/// start with the first ping that needs them.
public final class HttpProbes implements AutoCloseable {
  private static final Set<Protocol> WARM = ConcurrentHashMap.newKeySet();

  private final Sockets sockets;
  private final Authorities authorities;
  private final HttpLoop[] loops = new HttpLoop[2];
  private boolean closed;

  public HttpProbes(Sockets sockets, Authorities authorities) {
    this.sockets = requireNonNull(sockets, "sockets");
    this.authorities = requireNonNull(authorities, "authorities");
  }

  /// What a probe says of itself.
  interface Listener {
    /// The SYN was asked for. Runs before the result does, and not where there was no SYN.
    void begun(long nanos);

    /// Runs once, on another thread than the pinger's.
    void ended(HttpResult result);
  }

  private static boolean isSecure(PingSpec spec) {
    return spec.target().protocol() == Protocol.HTTPS;
  }

  /// Makes ready for pings of these, if any of them are HTTP's, so that the first probe is not
  /// slower than the second. Blocks for as long as that takes, once for each process.
  public void warmUp(Collection<PingSpec> specs) throws IOException {
    for (PingSpec spec : specs) {
      if (!isWarmFor(spec)) {
        warmUp(spec.target().protocol());
      }
    }
  }

  private void warmUp(Protocol protocol) throws IOException {
    synchronized (WARM) {
      if (!WARM.contains(protocol)) {
        HttpWarmUp.run(sockets, authorities, protocol == Protocol.HTTPS);
        WARM.add(protocol);
      }
    }
  }

  /// Whether [#warmUp] has nothing left to do for this ping.
  static boolean isWarmFor(PingSpec spec) {
    return !spec.target().protocol().isHttp() || WARM.contains(spec.target().protocol());
  }

  /// Starts the thread that a ping needs, unless it runs.
  ///
  /// @throws IOException if the system has no room for its descriptors
  void prepare(PingSpec spec) throws IOException {
    loop(isSecure(spec));
  }

  /// Makes one request, of which the listener hears the end in any case.
  ///
  /// @param patienceNanos after which nothing is waited for any more
  void send(PingSpec spec, Endpoint address, long patienceNanos, Listener listener) {
    Probe probe = new Probe(spec, address, patienceNanos, listener);
    try {
      boolean secure = isSecure(spec);
      if (!loop(secure).start(probe) && !loop(secure).start(probe)) {
        probe.abandon();
      }
    } catch (IOException e) {
      probe.abandon();
    }
  }

  private synchronized HttpLoop loop(boolean secure) throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    int which = secure ? 1 : 0;
    if (loops[which] == null || loops[which].isEnded()) {
      // What TLS computes must not keep others from the processor; a plain request is short.
      loops[which] =
          secure
              ? new HttpLoop("pinger-https", sockets.poller(), sockets::wakeCallerAtOnce)
              : new HttpLoop("pinger-http", sockets.poller(), sockets::putCallerFirst);
    }
    return loops[which];
  }

  @Override
  public synchronized void close() {
    closed = true;
    for (HttpLoop loop : loops) {
      if (loop != null) {
        loop.close();
      }
    }
  }

  /// One probe, with exactly one end.
  private final class Probe implements HttpLoop.Start {
    private final PingSpec spec;
    private final Endpoint address;
    private final long patienceNanos;
    private final Listener listener;
    private final AtomicBoolean ended = new AtomicBoolean();

    Probe(PingSpec spec, Endpoint address, long patienceNanos, Listener listener) {
      this.spec = spec;
      this.address = address;
      this.patienceNanos = patienceNanos;
      this.listener = listener;
    }

    @Override
    public HttpExchange start(HttpExchange.Surroundings loop) {
      HttpMethod method = spec.method().orElseThrow();
      HttpRequest request = new HttpRequest(spec.target(), method);
      HttpExchange exchange =
          new HttpExchange(loop, request, tls(), patienceNanos, listener::begun, this::end);
      exchange.start(address, spec.hopLimit().orElse(0), spec.trafficClass());
      return exchange;
    }

    private Optional<TlsClient> tls() {
      try {
        return isSecure(spec)
            ? Optional.of(new TlsClient(authorities, spec.target()))
            : Optional.empty();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("the Java runtime has no TLS", e);
      }
    }

    @Override
    public void abandon() {
      end(new HttpResult.NotSent(Errno.EIO));
    }

    private void end(HttpResult result) {
      if (!ended.getAndSet(true)) {
        listener.ended(result);
      }
    }
  }
}
