package io.pingdeck.audit;

import static java.util.Objects.requireNonNull;

import io.pingdeck.audit.api.AuditApi;
import io.pingdeck.audit.api.AuditEntry;
import io.pingdeck.audit.file.AuditFile;
import io.pingdeck.base.FaultException;
import io.pingdeck.bus.Handlers;
import io.pingdeck.bus.RequestFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the audit log and reads it back. Entries that arrive while others are written go to the
/// disk together.
public final class AuditVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(AuditVerticle.class);
  private static final int MOST_WAITING = 10_000;
  private static final int MOST_LISTED = 1000;
  private static final long LOOK_MILLIS = 5_000;

  private final AuditFile file;
  private final Clock clock;
  private final RepeatedRefusals refusals = new RepeatedRefusals();
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private boolean writing;
  private final Promise<Void> drained = Promise.promise(); // of what waits when it stops
  private boolean isStopping;

  private record Waiting(AuditEntry entry, Promise<AuditApi.Written> reply) {}

  /// @param data the data folder
  public AuditVerticle(Path data) {
    this(new AuditFile(data), Clock.systemUTC());
  }

  AuditVerticle(AuditFile file, Clock clock) {
    this.file = requireNonNull(file, "file");
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(LOOK_MILLIS, _ -> refusals.due(clock.instant()).forEach(this::write));
    return AuditApi.AUDIT.serve(
        vertx.eventBus(),
        new Handlers<AuditApi.AuditRequest<?>>()
            .on(AuditApi.Write.class, asked -> take(asked.entry()))
            .on(AuditApi.Latest.class, this::latest));
  }

  @Override
  public Future<?> stop() {
    refusals.due(Instant.MAX).forEach(this::write);
    if (!writing) {
      drained.complete();
    }
    isStopping = true;
    return drained.future();
  }

  private Future<AuditApi.Written> take(AuditEntry entry) {
    return refusals.counts(entry, clock.instant())
        ? Future.succeededFuture(new AuditApi.Written(entry.at()))
        : write(entry);
  }

  private Future<AuditApi.Written> write(AuditEntry entry) {
    if (waiting.size() >= MOST_WAITING) {
      LOG.warn("the audit log is too slow: an entry is lost");
      return Future.failedFuture(
          new RequestFailure(new RequestFailure.Unavailable("the audit log is too slow")));
    }
    Promise<AuditApi.Written> reply = Promise.promise();
    waiting.add(new Waiting(entry, reply));
    if (!writing) {
      writeWaiting();
    }
    return reply.future();
  }

  private void writeWaiting() {
    List<Waiting> batch = new ArrayList<>(waiting);
    waiting.clear();
    writing = true;
    Future<List<Instant>> written =
        vertx.executeBlocking(() -> file.append(batch.stream().map(Waiting::entry).toList()), true);
    written.onComplete(result -> {
      writing = false;
      for (int i = 0; i < batch.size(); i++) {
        Promise<AuditApi.Written> reply = batch.get(i).reply();
        if (result.succeeded()) {
          reply.complete(new AuditApi.Written(result.result().get(i)));
        } else {
          reply.fail(
              new RequestFailure(
                  new RequestFailure.Unavailable(String.valueOf(result.cause().getMessage()))));
        }
      }
      if (result.failed()) {
        LOG.error("{} audit entries are lost: {}", batch.size(), result.cause().getMessage());
      }
      if (!waiting.isEmpty()) {
        writeWaiting();
      } else if (isStopping) {
        drained.tryComplete();
      }
    });
  }

  private Future<AuditApi.Entries> latest(AuditApi.Latest asked) {
    if (asked.limit() < 1 || asked.limit() > MOST_LISTED) {
      throw new FaultException("limit", asked.limit() + " is not allowed (1-" + MOST_LISTED + ")");
    }
    return vertx
        .executeBlocking(() -> file.latest(asked.before(), asked.limit()), true)
        .map(AuditApi.Entries::new)
        .recover(e ->
            Future.failedFuture(
                new RequestFailure(
                    new RequestFailure.Unavailable(String.valueOf(e.getMessage())))));
  }
}
