package io.pingdeck.store;

import static java.util.Objects.requireNonNull;

import io.pingdeck.bus.Addresses;
import io.pingdeck.bus.HistoryAnswer;
import io.pingdeck.bus.HistoryQuery;
import io.pingdeck.bus.PingEvent;
import io.pingdeck.config.HistoryConfig;
import io.pingdeck.probe.PingId;
import io.pingdeck.probe.SampleBatch;
import io.pingdeck.stats.PingSnapshot;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what the pingers measure and answers questions about the past. The disk is touched on the
/// writer's thread and on one reader's thread, never on the event loop.
///
/// A directory that another process has, or that a newer version wrote, keeps the program from
/// starting; one that cannot be written does not: there is then no history, and the health says
/// why. For a server that does not answer the samples wait in memory.
public final class StoreVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(StoreVerticle.class);

  /// Tens of seconds at ten thousand samples a second, in about 40 MB.
  private static final int MOST_QUEUED = 500_000;

  private static final long LONGEST_ANSWER_SECONDS = 30;

  private final HistoryConfig config;
  private final Path directory;
  private Optional<HistoryWriter> writer = Optional.empty();
  private Optional<HistoryReader> reader = Optional.empty();
  private Optional<PingLedger> ledger = Optional.empty();
  private String off = "switched off (history.enabled)";
  private WorkerExecutor reading;

  /// @param directory of the history alone; made if it is not there
  public StoreVerticle(HistoryConfig config, Path directory) {
    this.config = requireNonNull(config, "config");
    this.directory = requireNonNull(directory, "directory");
  }

  @Override
  public Future<?> start() {
    reading =
        vertx.createSharedWorkerExecutor(
            "history-reader", 1, LONGEST_ANSWER_SECONDS, TimeUnit.SECONDS);
    return opened()
        .compose(ok -> Addresses.SAMPLES.consume(vertx.eventBus(), this::keep))
        .compose(ok -> Addresses.PING_EVENTS.consume(vertx.eventBus(), this::keep))
        .compose(ok -> Addresses.HISTORY.serve(vertx.eventBus(), this::answer));
  }

  /// What waits is written first.
  @Override
  public Future<?> stop() {
    return vertx
        .executeBlocking(() -> {
          writer.ifPresent(HistoryWriter::close);
          reader.ifPresent(HistoryReader::close);
          return null;
        })
        .compose(ok -> reading.close());
  }

  private Future<?> opened() {
    return config.enabled() ? vertx.executeBlocking(this::open) : Future.succeededFuture();
  }

  private Void open() throws IOException {
    try {
      DayStore store =
          config.server().isPresent()
              ? DayStore.onServer(config.server().get(), directory, config.limits())
              : DayStore.inFiles(directory, config.limits());
      reader = Optional.of(store.reader());
      PingLedger pings = PingLedger.open(directory);
      ledger = Optional.of(pings);
      writer =
          Optional.of(
              HistoryWriter.start(store, pings, MOST_QUEUED, DirectoryCheck.warnings(directory)));
    } catch (DirectoryLock.InUseException e) {
      throw e;
    } catch (IOException e) {
      off = e.getMessage();
      LOG.warn("there is no history: {}", off);
    }
    return null;
  }

  private void keep(SampleBatch batch) {
    writer.ifPresent(w -> w.offer(batch));
  }

  private void keep(PingEvent event) {
    ledger.ifPresent(pings -> {
      switch (event) {
        case PingEvent.Started(var ping) -> pings.put(ping);
        case PingEvent.Stopping(var ping) -> pings.put(ping);
        case PingEvent.Ended(var ping) -> pings.put(ping);
        case PingEvent.Deleted(var id) -> pings.remove(id.value());
        case PingEvent.Forgotten(var id) -> pings.forget(id.value());
      }
    });
  }

  /// Where it is kept which pings and echo servers there are; empty if it is not kept. Known once
  /// this verticle is deployed.
  Optional<PingLedger> ledger() {
    return ledger;
  }

  /// The last samples of a ping, see [HistoryReader]. Only with a ledger.
  Future<SampleBatch> recent(SavedPing ping, long most) {
    return read(
        () -> reader.orElseThrow().recent(ping.info().id(), ping.lastSentEpochNanos(), most));
  }

  private Future<HistoryAnswer> answer(HistoryQuery query) {
    if (query instanceof HistoryQuery.Health) {
      return Future.succeededFuture(
          new HistoryAnswer.Health(
              writer
                  .map(running -> running.health().within(config.limits()))
                  .orElseGet(() -> HistoryHealth.off(off))));
    }
    if (reader.isEmpty()) {
      return Future.succeededFuture(new HistoryAnswer.Off(off));
    }
    Future<HistoryAnswer> answer =
        query instanceof HistoryQuery.Ping(var id)
            ? read(() -> new HistoryAnswer.Ping(saved(id)))
            : read(() -> answer(reader.get(), query));
    return answer.recover(StoreVerticle::unreadable);
  }

  private static Future<HistoryAnswer> unreadable(Throwable e) {
    return switch (e) {
      case IOException said -> Future.succeededFuture(new HistoryAnswer.Off(said.getMessage()));
      case UncheckedIOException said ->
          Future.succeededFuture(new HistoryAnswer.Off(said.getCause().getMessage()));
      default -> Future.failedFuture(e);
    };
  }

  private Optional<PingSnapshot> saved(PingId id) throws IOException {
    return ledger.isEmpty()
        ? Optional.empty()
        : ledger.get().find(id.value()).map(SavedPing::snapshot);
  }

  private <T> Future<T> read(Callable<T> question) {
    return reading.executeBlocking(question);
  }

  private static HistoryAnswer answer(HistoryReader reader, HistoryQuery query) throws IOException {
    return switch (query) {
      case HistoryQuery.Series(var ping, var from, var to, var points) ->
          new HistoryAnswer.Series(reader.series(ping, from, to, points));
      case HistoryQuery.Samples(var ping, var from, var to, var limit) ->
          new HistoryAnswer.Samples(reader.samples(ping, from, to, limit));
      case HistoryQuery.Ping _, HistoryQuery.Health _ ->
          throw new IllegalArgumentException("not for the reader");
    };
  }
}
