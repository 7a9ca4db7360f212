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

/// Keeps a monitor's knowledge on disk: within a second after a change of state, every ten seconds
/// if only counts have moved, not at all if nothing has. A disk that refuses stops nothing; it is
/// said, and tried again.
final class Keeper {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
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

  Keeper(Path directory) {
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

  /// @param newKept hears of changes once they are on disk, so that they will not happen again
  ///   after a restart; of those that the disk refused as well
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

  /// Keeps what is known now. All who ask while the disk is busy share the next writing.
  ///
  /// @return why it is not on the disk; empty if it is
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

  /// Why nothing is kept; empty if it is.
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
      LOG.warn("heartbeats are not kept on disk: {}", e.getMessage());
    }
    fault = "not kept on disk: " + e.getMessage();
  }

  void close() throws IOException {
    file.close();
  }
}
