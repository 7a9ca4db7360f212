package io.pingdeck.cli;

import static java.util.Objects.requireNonNull;

import io.pingdeck.net.Departure;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.LoopStatus;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.api.SendBudget;
import io.pingdeck.ping.http.HttpProbes;
import io.pingdeck.ping.http.SecretFiles;
import io.pingdeck.ping.loop.LoopListener;
import io.pingdeck.ping.loop.ProbeLoop;
import io.pingdeck.ping.resolve.HostResolver;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.sender.AnswerTexts;
import io.pingdeck.ping.tls.TrustedCertificates;
import io.pingdeck.ping.warmup.WarmUps;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/// Runs pings on the same loop as the dashboard's pinger workers.
final class LoopRunner implements PingRunner {
  /// Short enough to print a line as soon as its reply arrives.
  private static final Duration FLUSH_INTERVAL = Duration.ofMillis(10);

  private final Sockets sockets;
  private final Optional<Path> caFile;
  private final Departure departure;
  private boolean keepsAnswers;
  private ProbeLoop loop;

  /// @param caFile certificates that HTTPS pings trust in addition to the system's
  LoopRunner(Sockets sockets, Optional<Path> caFile, Departure departure) {
    this.sockets = requireNonNull(sockets, "sockets");
    this.caFile = requireNonNull(caFile, "caFile");
    this.departure = requireNonNull(departure, "departure");
  }

  @Override
  public void keepAnswers() {
    keepsAnswers = true;
  }

  @Override
  public void start(List<ResolvedPing> pings, Listener listener) throws IOException {
    Sockets chosen = sockets.leaving(departure);
    List<PingSpec> specs = pings.stream().map(ResolvedPing::spec).toList();
    CompletableFuture<TrustedCertificates> trusted = new CompletableFuture<>();
    CompletableFuture<Void> warm = WarmUps.begin(chosen, trusted::join, specs);
    Optional<HttpProbes> http = httpFor(specs, chosen, trusted);
    loop =
        new ProbeLoop(
            "ping",
            chosen,
            FLUSH_INTERVAL,
            new ToListener(listener),
            http,
            PingCommand.LIMITS.maxConnections(),
            keepsAnswers ? AnswerTexts.ALL : AnswerTexts.NONE);
    warm.join();
    await(loop.startAll(pings));
  }

  @Override
  public long readdress(PingSpec spec, Endpoint address) throws IOException {
    return await(loop.readdress(spec, address));
  }

  @Override
  public void goOn(ResolvedPing ping) throws IOException {
    await(loop.startAll(List.of(ping)));
  }

  private static <T> T await(CompletionStage<T> stage) throws IOException {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException refusal) {
        throw refusal;
      }
      throw e;
    }
  }

  /// @param loaded completes with the loaded certificates
  private Optional<HttpProbes> httpFor(
      List<PingSpec> all, Sockets chosen, CompletableFuture<TrustedCertificates> loaded)
      throws IOException {
    List<PingSpec> specs = all.stream().filter(HttpProbes::serve).toList();
    if (specs.isEmpty()) {
      return Optional.empty();
    }
    try {
      loaded.complete(TrustedCertificates.load(caFile));
    } finally {
      loaded.cancel(false); // no-op if it has completed
    }
    HttpProbes probes =
        new HttpProbes(
            chosen,
            loaded.join(),
            SecretFiles.anywhere(),
            HttpProbes.within(
                PingCommand.LIMITS,
                HostResolver.ofThisHost(),
                new SendBudget(PingCommand.LIMITS.sending())));
    probes.readSecrets(specs);
    return Optional.of(probes);
  }

  @Override
  public void close() {
    if (loop != null) {
      loop.close();
    }
  }

  private final class ToListener implements LoopListener {
    private final Listener listener;
    private long batches;

    ToListener(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void samples(SampleColumns buffer, List<End> ends) {
      listener.samples(buffer.toBatch(0, ++batches));
      loop.giveBack(buffer);
      ends.forEach(end -> listener.ended(end.ping(), end.state()));
    }

    @Override
    public void bareError(BareIcmpError error) {
      listener.bareError(error);
    }

    @Override
    public void status(LoopStatus status) {
      // The command line has no use for it.
    }

    @Override
    public void died(Throwable cause) {
      listener.died(cause);
    }
  }
}
