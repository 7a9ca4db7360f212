package io.pingdeck.heartbeat;

import io.pingdeck.heartbeat.api.BeatChange;
import io.pingdeck.heartbeat.api.StateDamage;
import io.pingdeck.heartbeat.monitor.BeatMonitor;
import io.pingdeck.heartbeat.monitor.ChangeLog;
import io.pingdeck.heartbeat.monitor.Moment;
import io.pingdeck.heartbeat.monitor.SavedMonitor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Persists a monitor's state: within a second after a change of state, every ten seconds if only
/// counters changed, and not at all if nothing changed. Write failures are logged and retried;
/// monitoring continues.
final class MonitorStateWriter {
  private static final Logger LOG = LoggerFactory.getLogger(MonitorStateWriter.class);
  private static final long LOOK_MILLIS = 1000;
  private static final int LOOKS_BETWEEN_COUNTS = 10;

  private final StateFile<SavedMonitor> file;
  private String fault = "";
  private Optional<Instant> savedAt = Optional.empty();
  private Vertx vertx;
  private BeatLoop loop;
  private ChangeLog log;
  private Consumer<List<BeatChange>> kept;
  private final List<BeatChange> unkept = new ArrayList<>();
  private boolean changed;
  private boolean saving;
  private Future<Void> running = Future.succeededFuture();
  private Optional<Future<Void>> next = Optional.empty();
  private int looks;
  private long savedRevision = -1;

  MonitorStateWriter(Path directory) {
    file = new StateFile<>(directory, "heartbeats", SavedMonitor.class, SavedMonitor::rest);
  }

  Optional<SavedMonitor> load() {
    try {
      return file.load();
    } catch (IOException e) {
      fail(e);
      return Optional.empty();
    }
  }

  /// @param newKept receives changes once they are on disk and therefore cannot recur after a
  ///   restart; also receives those whose write failed
  void start(
      Vertx newVertx, BeatLoop newLoop, ChangeLog newLog, Consumer<List<BeatChange>> newKept) {
    vertx = newVertx;
    kept = newKept;
    loop = newLoop;
    log = newLog;
    vertx.setPeriodic(LOOK_MILLIS, id -> look());
  }

  void changed(List<BeatChange> changes) {
    changed = true;
    unkept.addAll(changes);
  }

  /// Persists the current state. Callers that arrive during a write share the next one.
  ///
  /// @return why the state is not on disk; empty on success
  Future<Optional<String>> saved() {
    changed = true;
    if (next.isEmpty()) {
      next =
          Optional.of(
              running.compose(ok -> {
                next = Optional.empty();
                return save();
              }));
    }
    return next.get().map(ok -> fault.isEmpty() ? Optional.empty() : Optional.of(fault));
  }

  StateDamage damage() {
    return file.damage();
  }

  /// Why persistence fails; empty while it works.
  String fault() {
    return fault;
  }

  Optional<Instant> savedAt() {
    return savedAt;
  }

  private void look() {
    looks++;
    if (!saving && (changed || looks >= LOOKS_BETWEEN_COUNTS)) {
      looks = 0;
      save();
    }
  }

  /// @return never fails
  Future<Void> save() {
    running = saveNow();
    return running;
  }

  private Future<Void> saveNow() {
    List<BeatChange> held = log.all();
    List<BeatChange> keeping = List.copyOf(unkept);
    unkept.clear();
    changed = false;
    saving = true;
    return Future.fromCompletionStage(loop.ask(Written::of), vertx.getOrCreateContext())
        .compose(written -> write(written, held))
        .recover(e -> {
          fail(e);
          changed = true;
          return Future.succeededFuture();
        })
        .onComplete(done -> {
          saving = false;
          kept.accept(keeping);
        });
  }

  private record Written(SavedMonitor monitor, long revision) {
    static Written of(BeatMonitor monitor, Moment now) {
      return new Written(monitor.save(now), monitor.revision());
    }
  }

  private Future<Void> write(Written written, List<BeatChange> held) {
    if (written.revision() == savedRevision) {
      return Future.succeededFuture();
    }
    SavedMonitor monitor = written.monitor().with(held);
    return vertx
        .executeBlocking(() -> {
          file.save(monitor);
          return null;
        })
        .map(ok -> {
          savedRevision = written.revision();
          savedAt = Optional.of(Instant.now());
          fault = "";
          return null;
        });
  }

  private void fail(Throwable e) {
    if (fault.isEmpty()) {
      LOG.warn("heartbeats are not saved: {}", e.getMessage());
    }
    fault = "not kept on disk: " + e.getMessage();
  }

  void close() throws IOException {
    file.close();
  }
}
