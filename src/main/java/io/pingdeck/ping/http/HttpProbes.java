package io.pingdeck.ping.http;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.HttpOptions;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.resolve.HostResolver;
import io.pingdeck.ping.sample.Answer;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.tls.Authorities;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/// Makes the requests of HTTP probes, and the sessions of [SmtpExchange], on threads of their own,
/// one without and one with TLS, which start with the first ping that needs them.
public final class HttpProbes implements AutoCloseable {
  /// How many threads there are.
  static final int LOOPS = 2;

  private static final int MOST_SECRETS = 1000;

  private final Sockets sockets;
  private final Authorities authorities;
  private final SecretFiles files;
  private final Hops hops;
  private final Map<HttpOptions, HttpSecrets> secrets = new ConcurrentHashMap<>();
  private final AtomicReferenceArray<HttpLoop> loops = new AtomicReferenceArray<>(LOOPS);
  private boolean closed;

  /// @param files where secrets may be
  /// @param hops finds the addresses that redirects lead to
  public HttpProbes(Sockets sockets, Authorities authorities, SecretFiles files, Hops hops) {
    this.sockets = requireNonNull(sockets, "sockets");
    this.authorities = requireNonNull(authorities, "authorities");
    this.files = requireNonNull(files, "files");
    this.hops = requireNonNull(hops, "hops");
  }

  /// Finds the address of a redirect's target.
  @FunctionalInterface
  public interface Hops {
    /// @return fails with a [io.pingdeck.base.FaultException] if there is none, or none that may be
    ///   pinged
    CompletionStage<Endpoint> find(PingSpec spec);
  }

  /// Looks up names, and keeps to the limits that pings have.
  public static Hops within(PingLimits limits, HostResolver hosts) {
    return spec ->
        hosts
            .ask(spec.target(), spec.family(), HostResolver.PATIENCE)
            .thenApply(pinned -> {
              List<Fault> faults = limits.check(spec, pinned.chosen());
              if (!faults.isEmpty()) {
                throw new FaultException(faults);
              }
              return pinned.chosen();
            });
  }

  /// What a probe says of itself.
  interface Listener {
    /// The SYN was asked for. Runs before the result does, and not where there was no SYN.
    void begun(long nanos);

    /// What there is to say of the answer should it come no further; null while nothing of it has
    /// come. Runs on the probe's thread; what it tells may be asked by others.
    void unfinished(Supplier<Answer> told);

    /// Whether somebody waits for the result still. Any thread asks.
    boolean isWanted();

    /// Runs once, on another thread than the pinger's.
    void ended(HttpResult result);
  }

  public static boolean isSecure(PingSpec spec) {
    return spec.target().protocol() == Protocol.HTTPS || spec.startsTls();
  }

  /// Whether these make the probes of a ping.
  public static boolean serve(PingSpec spec) {
    return spec.target().protocol().isHttp() || spec.startsTls();
  }

  /// Reads the files that pings of these name. Blocks for as long as that takes.
  ///
  /// @throws FaultException of a file that cannot be used
  public void readSecrets(Collection<PingSpec> specs) throws IOException {
    for (PingSpec spec : specs) {
      if (spec.http().hasFiles()) {
        if (secrets.size() >= MOST_SECRETS) {
          secrets.clear(); // those still in use are read again
        }
        secrets.put(spec.http(), HttpSecrets.load(spec.http(), files)); // what has changed counts
      }
    }
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
    if (spec.startsTls()) {
      new SmtpStart(authorities, spec, address, patienceNanos, listener).begin(this);
    } else {
      new HttpProbe(this, spec, patienceNanos, listener).begin(spec.target(), address);
    }
  }

  /// Hands a request to the thread that makes such.
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

  Authorities authorities() {
    return authorities;
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
      // What TLS computes must not keep others from the processor; a plain request is short.
      loop =
          secure
              ? new HttpLoop("pinger-https", sockets.poller(), sockets::wakeCallerAtOnce)
              : new HttpLoop("pinger-http", sockets.poller(), sockets::putCallerFirst);
      loops.set(which, loop);
    }
    return loop;
  }

  /// Whether a ping's probes may be on one of the threads.
  static boolean uses(PingSpec spec, int which) {
    return which == (isSecure(spec) ? 1 : 0) || spec.http().follow() > 0;
  }

  /// As of [HttpLoop#heardNanos()].
  long heardNanos(int which) {
    HttpLoop loop = loops.get(which);
    return loop == null ? System.nanoTime() : loop.heardNanos();
  }

  /// Lets one of the threads look at once what has arrived.
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
