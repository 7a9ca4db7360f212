package io.pingdeck.heartbeat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a monitor's knowledge on disk: within a second after a change of state, every ten seconds
/// if only counts have moved, not at all if nothing has. A disk that refuses stops nothing; it is
/// said, and tried again.
final class Keeper {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
  private static final long LOOK_MILLIS = 1000;
  private static final int LOOKS_BETWEEN_COUNTS = 10;

  private final Optional<StateFile> file;
  private String fault = "";
  private Optional<Instant> savedAt = Optional.empty();
  private Vertx vertx;
  private BeatLoop loop;
  private ChangeLog log;
  private boolean changed;
  private boolean saving;
  private int looks;
  private long savedRevision = -1;

  Keeper(Path directory) {
    file = open(directory);
  }

  private Optional<StateFile> open(Path directory) {
    try {
      return Optional.of(new StateFile(directory));
    } catch (IOException e) {
      fail(e);
      return Optional.empty();
    }
  }

  Optional<SavedMonitor> load() {
    try {
      return file.isPresent() ? file.get().load() : Optional.empty();
    } catch (IOException e) {
      fail(e);
      return Optional.empty();
    }
  }

  void start(Vertx newVertx, BeatLoop newLoop, ChangeLog newLog) {
    vertx = newVertx;
    loop = newLoop;
    log = newLog;
    vertx.setPeriodic(LOOK_MILLIS, id -> look());
  }

  /// A state has changed.
  void changed() {
    changed = true;
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
    if (file.isEmpty()) {
      return Future.succeededFuture();
    }
    changed = false;
    saving = true;
    return Future.fromCompletionStage(loop.ask(Written::of), vertx.getOrCreateContext())
        .compose(this::write)
        .recover(e -> {
          fail(e);
          changed = true;
          return Future.succeededFuture();
        })
        .onComplete(done -> saving = false);
  }

  private record Written(SavedMonitor monitor, long revision) {
    static Written of(BeatMonitor monitor, Moment now) {
      return new Written(monitor.save(now), monitor.revision());
    }
  }

  private Future<Void> write(Written written) {
    if (written.revision() == savedRevision) {
      return Future.succeededFuture();
    }
    SavedMonitor monitor = written.monitor().with(log.all());
    return vertx
        .executeBlocking(() -> {
          file.orElseThrow().save(monitor);
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
    if (file.isPresent()) {
      file.get().close();
    }
  }
}
