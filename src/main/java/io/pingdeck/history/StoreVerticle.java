package io.pingdeck.history;

import static java.util.Objects.requireNonNull;

import io.pingdeck.bus.Handlers;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.disk.DirectoryCheck;
import io.pingdeck.disk.NativeLibrary;
import io.pingdeck.disk.NewerFormatException;
import io.pingdeck.echo.api.EchoApi;
import io.pingdeck.echo.api.EchoSnapshot;
import io.pingdeck.history.api.HistoryApi;
import io.pingdeck.history.api.HistoryConfig;
import io.pingdeck.history.api.HistoryHealth;
import io.pingdeck.history.days.DayStore;
import io.pingdeck.history.days.DeferredStore;
import io.pingdeck.history.days.HistoryReader;
import io.pingdeck.history.postgres.PostgresStorage;
import io.pingdeck.history.sqlite.DataDirectory;
import io.pingdeck.history.sqlite.DirectoryLock;
import io.pingdeck.history.sqlite.HistoryFolder;
import io.pingdeck.history.state.EchoMemory;
import io.pingdeck.history.state.PingLedger;
import io.pingdeck.history.state.SavedPing;
import io.pingdeck.history.state.SavedState;
import io.pingdeck.history.state.StateKeeper;
import io.pingdeck.history.storage.CorruptionLog;
import io.pingdeck.history.storage.DayStorage;
import io.pingdeck.history.storage.SampleStore;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.PingEvent;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.stats.api.PingSnapshot;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stores what the pingers measure and answers queries about the past. Disk access happens on the
/// writer's thread and on one reader thread, never on the event loop.
///
/// The program does not start if another process uses the directory, or if a newer version wrote
/// it. It does start if the directory cannot be written at the moment, or if the database server
/// does not respond: data is then buffered in memory, the health gives the reason, and writing is
/// retried.
public final class StoreVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(StoreVerticle.class);

  /// Tens of seconds at ten thousand samples a second; about 40 MB.
  public static final int MOST_QUEUED = 500_000;

  private static final long LONGEST_ANSWER_SECONDS = 30;

  /// How long a hanging disk may delay the response to a change.
  private static final long LONGEST_FLUSH_SECONDS = 5;

  private static final String OFF = "history is switched off (history.enabled)";

  private final HistoryConfig config;
  private final HistoryFolder folder;
  private final int mostEnded;
  private final int mostQueued;
  private final CorruptionLog damage = new CorruptionLog();
  private final PingLedger ledger = new PingLedger();
  private Optional<StateKeeper> keeper = Optional.empty();
  private Optional<HistoryWriter> writer = Optional.empty();
  private Optional<HistoryReader> reader = Optional.empty();
  private volatile Optional<EchoMemory> echoMemory = Optional.empty();
  private volatile String returning = "";
  private WorkerExecutor reading;

  /// @param directory folder used by the history alone; created if missing
  /// @param mostEnded maximum number of ended pings kept; their samples have their own limits
  /// @param mostQueued maximum number of samples buffered in memory for the disk
  public StoreVerticle(HistoryConfig config, Path directory, int mostEnded, int mostQueued) {
    this.config = requireNonNull(config, "config");
    this.folder = new HistoryFolder(requireNonNull(directory, "directory"));
    this.mostEnded = mostEnded;
    this.mostQueued = mostQueued;
  }

  @Override
  public Future<?> start() {
    reading =
        vertx.createSharedWorkerExecutor(
            "history-reader", 1, LONGEST_ANSWER_SECONDS, TimeUnit.SECONDS);
    return opened()
        .compose(ok -> PingApi.SAMPLES.consume(vertx.eventBus(), this::keep))
        .compose(ok -> PingApi.EVENTS.consume(vertx.eventBus(), this::keep))
        .compose(ok -> EchoApi.CHANGES.consume(vertx.eventBus(), all -> keep(all.servers())))
        .compose(ok -> HistoryApi.HISTORY.serve(vertx.eventBus(), handlers()));
  }

  /// Writes the buffered samples first.
  @Override
  public Future<?> stop() {
    return vertx
        .executeBlocking(() -> {
          writer.ifPresent(HistoryWriter::close);
          reader.ifPresent(HistoryReader::close);
          keeper.ifPresent(StateKeeper::close);
          folder.close();
          return null;
        })
        .compose(ok -> reading.close());
  }

  private Future<?> opened() {
    return config.enabled() ? vertx.executeBlocking(this::open) : Future.succeededFuture();
  }

  private Void open() throws IOException {
    try {
      folder.take();
    } catch (DirectoryLock.InUseException e) {
      throw e;
    } catch (IOException e) {
      folder.checkNotInUse();
      LOG.warn("history is paused: {}", e.getMessage());
    }
    DeferredStore store = new DeferredStore(this::openStore, damage);
    tryToOpen(store);
    DayStorage days =
        config.server().isPresent()
            ? PostgresStorage.forReading(config.server().get())
            : new DataDirectory(folder.path());
    reader = Optional.of(new HistoryReader(days, damage));
    keeper = Optional.of(new StateKeeper(folder, ledger, config.limits(), mostEnded, damage));
    keeper.get().start();
    writer = Optional.of(HistoryWriter.start(store, ledger, mostQueued, warnings()));
    return null;
  }

  private SampleStore openStore() throws IOException {
    if (config.server().isPresent()) {
      return DayStore.onServer(config.server().get(), folder, damage, config.limits());
    }
    folder.take();
    NativeLibrary.load(folder.path());
    return DayStore.inFiles(folder, damage, config.limits());
  }

  /// Only a newer file format or another process prevents the start.
  private static void tryToOpen(DeferredStore store) throws IOException {
    try {
      store.open();
    } catch (DirectoryLock.InUseException e) {
      throw e;
    } catch (IOException e) {
      // The writer retries, and reports the reason if it fails again.
    }
  }

  private List<String> warnings() throws IOException {
    return Files.isDirectory(folder.path()) ? DirectoryCheck.warnings(folder.path()) : List.of();
  }

  private void keep(SampleBatch batch) {
    writer.ifPresent(w -> w.offer(batch));
  }

  private void keep(PingEvent event) {
    if (keeper.isPresent()) {
      switch (event) {
        case PingEvent.Started(var ping) -> ledger.put(ping);
        case PingEvent.Stopping(var ping) -> ledger.put(ping);
        case PingEvent.Changed(var ping) -> ledger.put(ping);
        case PingEvent.Noticed _ -> {} // saved when the ping ends
        case PingEvent.AddressChanged(var ping) -> ledger.put(ping);
        case PingEvent.Ended(var ping) -> ledger.put(ping);
        case PingEvent.Deleted(var id) -> ledger.remove(id.value());
        case PingEvent.Forgotten(var id) -> ledger.remove(id.value());
      }
    }
  }

  /// The state left by an earlier run, once it could be read; empty if the history is disabled.
  /// Requires that this verticle is deployed.
  public Optional<Future<SavedState>> known() {
    return keeper.map(k -> Future.fromCompletionStage(k.known(), context));
  }

  /// Enables saving of the echo servers. Thread-safe.
  public void keep(EchoMemory memory) {
    echoMemory = Optional.of(memory);
  }

  /// Saves all existing echo servers. Thread-safe.
  public void keep(List<EchoSnapshot> servers) {
    echoMemory.ifPresent(memory -> ledger.put(memory.saved(servers)));
  }

  /// Sets the progress of restoring saved servers, for the health; empty when nothing is missing.
  /// Thread-safe.
  public void returning(String words) {
    returning = words;
  }

  /// The last samples of a ping, see [HistoryReader]. Requires that the history is enabled.
  public Future<SampleBatch> recent(SavedPing ping, long most) {
    return read(
        () -> reader.orElseThrow().recent(ping.info().id(), ping.lastSentEpochNanos(), most));
  }

  private Handlers<HistoryApi.HistoryRequest<?>> handlers() {
    return new Handlers<HistoryApi.HistoryRequest<?>>()
        .on(
            HistoryApi.ReadSeries.class,
            asked ->
                readHistory(kept ->
                    kept.series(
                        asked.ping(),
                        asked.fromEpochNanos(),
                        asked.toEpochNanos(),
                        asked.points())))
        .on(
            HistoryApi.ReadSamples.class,
            asked ->
                readHistory(kept ->
                    kept.samples(
                        asked.ping(), asked.fromEpochNanos(), asked.toEpochNanos(), asked.limit())))
        .on(HistoryApi.FindPing.class, asked -> find(asked.id()).map(HistoryApi.KeptPing::new))
        .on(
            HistoryApi.ReadHealth.class,
            asked -> Future.succeededFuture(new HistoryApi.Health(health(), returning)))
        .on(HistoryApi.Save.class, asked -> saved().map(HistoryApi.Saved::new));
  }

  private Future<Optional<PingSnapshot>> find(PingId id) {
    return keeper.isEmpty()
        ? Future.succeededFuture(Optional.empty())
        : read(() -> ledger.find(id.value()));
  }

  private HistoryHealth health() {
    return writer
        .map(running -> running.health().within(config.limits()))
        .map(health -> health.alsoPausedBecause(keeper.map(StateKeeper::trouble).orElse("")))
        .orElseGet(() -> HistoryHealth.off(OFF));
  }

  /// Completes when every event received so far is on the disk, or is known not to be.
  private Future<Optional<String>> saved() {
    if (keeper.isEmpty()) {
      return Future.succeededFuture(Optional.of(OFF));
    }
    return Future.fromCompletionStage(keeper.get().saved(), context)
        .timeout(LONGEST_FLUSH_SECONDS, TimeUnit.SECONDS)
        .recover(e -> Future.succeededFuture(Optional.of("not yet written to disk")));
  }

  private <T> Future<T> readHistory(Question<T> question) {
    return reader.isEmpty()
        ? Future.failedFuture(unavailable(OFF))
        : read(() -> question.ask(reader.get())).recover(e -> Future.failedFuture(unreadable(e)));
  }

  private interface Question<T> {
    T ask(HistoryReader reader) throws IOException;
  }

  private static Throwable unreadable(Throwable e) {
    return switch (e) {
      case IOException said -> unavailable(said.getMessage());
      case NewerFormatException said -> unavailable(said.getMessage());
      case UncheckedIOException said -> unavailable(said.getCause().getMessage());
      default -> e;
    };
  }

  private static RequestFailure unavailable(String why) {
    return new RequestFailure(new RequestFailure.Unavailable("there is no history: " + why));
  }

  private <T> Future<T> read(Callable<T> question) {
    return reading.executeBlocking(question);
  }
}
