package io.pingdeck.cli;

import static java.util.Objects.requireNonNull;

import io.pingdeck.net.Sockets;
import io.pingdeck.ping.Authorities;
import io.pingdeck.ping.HttpProbes;
import io.pingdeck.ping.LoopListener;
import io.pingdeck.ping.ProbeLoop;
import io.pingdeck.probe.LoopStatus;
import io.pingdeck.probe.PlannedPing;
import io.pingdeck.probe.SampleBuffer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs pings on the same loop as the dashboard's pinger workers.
final class LoopRunner implements PingRunner {
  /// Short enough that a line appears with its reply.
  private static final Duration FLUSH_INTERVAL = Duration.ofMillis(10);

  private static final Logger LOG = LoggerFactory.getLogger(LoopRunner.class);

  private final Sockets sockets;
  private final Optional<Path> caFile;
  private Vertx vertx;
  private ProbeLoop loop;

  /// @param caFile certificates that HTTPS pings trust besides the system's
  LoopRunner(Sockets sockets, Optional<Path> caFile) {
    this.sockets = requireNonNull(sockets, "sockets");
    this.caFile = requireNonNull(caFile, "caFile");
  }

  @Override
  public void start(List<PlannedPing> pings, Listener listener) throws IOException {
    loop = new ProbeLoop("ping", sockets, FLUSH_INTERVAL, new ToListener(listener), httpFor(pings));
    try {
      loop.startAll(pings).toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException refusal) {
        throw refusal;
      }
      throw e;
    }
  }

  /// Event loops are for HTTP requests alone, and take their time to start.
  private Optional<HttpProbes> httpFor(List<PlannedPing> pings) {
    if (pings.stream().noneMatch(ping -> ping.spec().target().protocol().isHttp())) {
      return Optional.empty();
    }
    vertx = Vertx.vertx();
    return Optional.of(new HttpProbes(vertx, Authorities.load(caFile)));
  }

  @Override
  public void close() {
    if (loop != null) {
      loop.close();
    }
    if (vertx != null) {
      vertx.close().onFailure(e -> LOG.warn("Vert.x did not close", e));
    }
  }

  private final class ToListener implements LoopListener {
    private final Listener listener;
    private long batches;

    ToListener(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void samples(SampleBuffer buffer, List<End> ends) {
      listener.samples(buffer.toBatch(0, ++batches));
      loop.giveBack(buffer);
      ends.forEach(end -> listener.ended(end.ping(), end.state()));
    }

    @Override
    public void status(LoopStatus status) {
      // Nobody asks on the command line.
    }

    @Override
    public void died(Throwable cause) {
      listener.died(cause);
    }
  }
}
