package io.pingdeck.ping.http;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.HttpOptions;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.SendBudget;
import io.pingdeck.ping.resolve.HostResolver;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.tls.TrustedCertificates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/// Sends the requests of HTTP probes, and runs the sessions of [SmtpExchange], on two threads, one
/// without and one with TLS. Each starts lazily with the first ping that needs it.
public final class HttpProbes implements AutoCloseable {
  /// Number of threads.
  static final int LOOPS = 2;

  private static final int MOST_SECRETS = 1000;

  private final Sockets sockets;
  private final TrustedCertificates trusted;
  private final SecretFiles files;
  private final Hops hops;
  private final Map<HttpOptions, HttpSecrets> secrets = new ConcurrentHashMap<>();
  private final AtomicReferenceArray<HttpLoop> loops = new AtomicReferenceArray<>(LOOPS);
  private boolean closed;

  /// @param files access to secret files
  /// @param hops resolves the targets of redirects
  public HttpProbes(Sockets sockets, TrustedCertificates trusted, SecretFiles files, Hops hops) {
    this.sockets = requireNonNull(sockets, "sockets");
    this.trusted = requireNonNull(trusted, "authorities");
    this.files = requireNonNull(files, "files");
    this.hops = requireNonNull(hops, "hops");
  }

  /// Resolves the target of a redirect.
  @FunctionalInterface
  public interface Hops {
    /// @return fails with a [io.pingdeck.base.FaultException] if there is no address, or none that
    ///   may be pinged
    CompletionStage<Endpoint> find(PingSpec spec);
  }

  /// Resolves names and applies the limits of pings.
  ///
  /// @param budget counts the redirects
  public static Hops within(PingLimits limits, HostResolver hosts, SendBudget budget) {
    return spec ->
        hosts
            .ask(spec.target(), spec.family(), HostResolver.PATIENCE)
            .thenApply(pinned -> {
              List<Fault> faults = new ArrayList<>(limits.check(spec, pinned.chosen()));
              if (faults.isEmpty()) {
                budget.redirect(spec, pinned.chosen()).ifPresent(faults::add);
              }
              if (!faults.isEmpty()) {
                throw new FaultException(faults);
              }
              return pinned.chosen();
            });
  }

  /// Receives the events of a probe.
  interface Listener {
    /// The SYN was requested. Called before the result, and not without a SYN.
    void begun(long nanos);

    /// Receives a description of the answer in case it makes no further progress; null while no
    /// part of it has arrived. Called on the probe's thread; the supplier may be called on others.
    void unfinished(Supplier<Response> told);

    /// Whether the result is still needed. Thread-safe.
    boolean isWanted();

    /// Called once, on a thread other than the pinger's.
    void ended(HttpResult result);
  }

  public static boolean isSecure(PingSpec spec) {
    return spec.target().protocol() == Protocol.HTTPS || spec.startsTls();
  }

  /// Whether this class sends the probes of a ping.
  public static boolean serve(PingSpec spec) {
    return spec.target().protocol().isHttp() || spec.startsTls();
  }

  /// Reads the secret files of pings. Blocks.
  ///
  /// @throws FaultException of a file that cannot be used
  public void readSecrets(Collection<PingSpec> specs) throws IOException {
    for (PingSpec spec : specs) {
      if (spec.http().hasFiles()) {
        if (secrets.size() >= MOST_SECRETS) {
          secrets.clear(); // those in use are read again
        }
        secrets.put(spec.http(), HttpSecrets.load(spec.http(), files)); // picks up changes
      }
    }
  }

  /// Starts the thread that a ping needs, unless it runs.
  ///
  /// @throws IOException if no descriptors are left
  void prepare(PingSpec spec) throws IOException {
    loop(isSecure(spec));
  }

  /// Starts one probe; the listener always receives its end.
  ///
  /// @param patienceNanos timeout
  void send(PingSpec spec, Endpoint address, long patienceNanos, Listener listener) {
    if (spec.startsTls()) {
      new SmtpStart(trusted, spec, address, patienceNanos, listener).begin(this);
    } else {
      new HttpProbe(this, spec, patienceNanos, listener).begin(spec.target(), address);
    }
  }

  /// Hands a request to the thread for its kind.
  ///
  /// @return false if there is none
  boolean start(boolean secure, HttpLoop.Start start) {
    try {
      return loop(secure).start(start) || loop(secure).start(start);
    } catch (IOException e) {
      return false;
    }
  }

  Hops hops() {
    return hops;
  }

  TrustedCertificates trusted() {
    return trusted;
  }

  HttpSecrets secrets(HttpOptions options) {
    return options.hasFiles()
        ? secrets.computeIfAbsent(options, named -> HttpSecrets.load(named, files))
        : HttpSecrets.NONE;
  }

  private synchronized HttpLoop loop(boolean secure) throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    int which = secure ? 1 : 0;
    HttpLoop loop = loops.get(which);
    if (loop == null || loop.isEnded()) {
      // TLS computations must not take the processor from others; a plain request is short.
      loop =
          secure
              ? new HttpLoop("pinger-https", sockets.poller(), sockets::wakeCallerAtOnce)
              : new HttpLoop("pinger-http", sockets.poller(), sockets::putCallerFirst);
      loops.set(which, loop);
    }
    return loop;
  }

  /// Whether a ping's probes may run on this thread.
  static boolean uses(PingSpec spec, int which) {
    return which == (isSecure(spec) ? 1 : 0) || spec.http().follow() > 0;
  }

  /// See [HttpLoop#heardNanos()].
  long heardNanos(int which) {
    HttpLoop loop = loops.get(which);
    return loop == null ? System.nanoTime() : loop.heardNanos();
  }

  /// Wakes one of the threads to read what has arrived.
  void look(int which) {
    HttpLoop loop = loops.get(which);
    if (loop != null) {
      loop.look();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    for (int which = 0; which < LOOPS; which++) {
      HttpLoop loop = loops.get(which);
      if (loop != null) {
        loop.close();
      }
    }
  }
}
