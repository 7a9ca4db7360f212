package io.pingdeck.ping;

import static java.util.Objects.requireNonNull;

import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.api.SendBudget;
import io.pingdeck.ping.http.HttpProbes;
import io.pingdeck.ping.http.SecretFiles;
import io.pingdeck.ping.loop.LoopListener;
import io.pingdeck.ping.loop.ProbeLoop;
import io.pingdeck.ping.resolve.HostResolver;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.sender.AnswerTexts;
import io.pingdeck.ping.tls.TrustedCertificates;
import io.pingdeck.ping.warmup.WarmUps;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wraps the [ProbeLoop] of a pinger worker for use on the worker's context. If the loop's thread
/// dies, a new loop is opened. Code and files that a first ping needs are loaded before it starts.
final class WorkerLoop {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);
  private static final Duration FLUSH_INTERVAL = Duration.ofMillis(50);

  private final int worker;
  private final PingLimits limits;
  private final SendBudget budget;
  private final Sockets sockets;
  private final TrustedCertificates trusted;
  private final SecretFiles files;
  private final HostResolver hosts;
  private Context context;
  private ContextListener listener;
  private HttpProbes http;
  private ProbeLoop loop;

  WorkerLoop(
      int worker,
      PingLimits limits,
      SendBudget budget,
      Sockets sockets,
      TrustedCertificates trusted,
      SecretFiles files,
      HostResolver hosts) {
    this.worker = worker;
    this.limits = requireNonNull(limits, "limits");
    this.budget = requireNonNull(budget, "budget");
    this.sockets = requireNonNull(sockets, "sockets");
    this.trusted = requireNonNull(trusted, "authorities");
    this.files = requireNonNull(files, "files");
    this.hosts = requireNonNull(hosts, "hosts");
  }

  void open(
      Context home,
      BiConsumer<SampleColumns, List<LoopListener.End>> onSamples,
      Consumer<BareIcmpError> onBareError)
      throws IOException {
    context = home;
    listener = new ContextListener(home, worker, onSamples, onBareError, this::onDeath);
    open();
  }

  private void open() throws IOException {
    http = new HttpProbes(sockets, trusted, files, HttpProbes.within(limits, hosts, budget));
    loop =
        new ProbeLoop(
            "pinger-" + worker,
            sockets,
            FLUSH_INTERVAL,
            listener,
            Optional.of(http),
            limits.maxConnections(),
            AnswerTexts.SLOW_PINGS);
  }

  /// The loop has already concluded every probe and ended every ping.
  private void onDeath(Throwable cause) {
    LOG.error("pinger {} died and is restarted; its pings have failed", worker, cause);
    try {
      open();
    } catch (IOException e) {
      LOG.error("pinger {} cannot be started again: {}", worker, e.getMessage());
    }
  }

  /// Reads the named files, and loads the code that the first pings of their kind need.
  Future<Void> warmUp(List<PingSpec> specs) {
    Future<Void> read = readFiles(specs);
    return specs.stream().allMatch(WarmUps::isWarmFor)
        ? read
        : read.compose(ok -> here(WarmUps.begin(sockets, () -> trusted, specs)));
  }

  /// Reads the secret files that the pings name.
  Future<Void> readFiles(List<PingSpec> specs) {
    if (specs.stream().noneMatch(spec -> spec.http().hasFiles())) {
      return Future.succeededFuture();
    }
    HttpProbes asked = http;
    return context
        .owner()
        .executeBlocking(
            () -> {
              asked.readSecrets(specs);
              return null;
            },
            false);
  }

  Future<Void> start(PingSpec spec, Endpoint address) {
    return here(loop.start(spec, address));
  }

  /// Starts all of them or none.
  Future<Void> startAll(List<ResolvedPing> pings) {
    return here(loop.startAll(pings));
  }

  Future<Long> readdress(PingSpec spec, Endpoint address) {
    return here(loop.readdress(spec, address));
  }

  Future<Void> stop(PingId ping) {
    return here(loop.stop(ping));
  }

  Future<Void> abort(PingId ping) {
    return here(loop.abort(ping));
  }

  <T> Future<T> here(CompletionStage<T> stage) {
    return Future.fromCompletionStage(stage, context);
  }

  void giveBack(SampleColumns buffer) {
    loop.giveBack(buffer);
  }

  Future<Void> close() {
    return context
        .owner()
        .executeBlocking(() -> {
          loop.close();
          return null;
        });
  }
}
