package io.pingdeck.user;

import static java.util.Objects.requireNonNull;

import io.pingdeck.bus.RequestFailure;
import io.pingdeck.user.password.PasswordHash;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;

/// Computes hashes of passwords on threads of its own, few at a time, because each takes a lot of
/// memory. Two queues wait: what is likely not to be an attack goes first. Confined to the event
/// loop of its verticle.
final class HashQueue {
  static final int MOST_WAITING = 32;
  private static final long HEAP_FOR_TWO = 256L << 20;
  private static final int CPUS_FOR_TWO = 4;

  private final PasswordHash hash;
  private final WorkerExecutor workers;
  private final int threads;
  private final int mostWaiting;
  private final Queue<Job<?>> first = new ArrayDeque<>();
  private final Queue<Job<?>> others = new ArrayDeque<>();
  private int running;

  private record Job<T>(Callable<T> work, Promise<T> result) {
    Future<T> start(WorkerExecutor workers) {
      return workers.executeBlocking(work, false).onComplete(result);
    }
  }

  /// @param mostWaiting how many hashes may wait in each queue
  HashQueue(Vertx vertx, PasswordHash hash, int mostWaiting) {
    this.mostWaiting = mostWaiting;
    this.hash = requireNonNull(hash, "hash");
    threads = threads();
    workers = vertx.createSharedWorkerExecutor("passwords", threads);
  }

  /// Two only where that leaves memory, and processors for the probes.
  private static int threads() {
    Runtime machine = Runtime.getRuntime();
    return machine.maxMemory() < HEAP_FOR_TWO || machine.availableProcessors() < CPUS_FOR_TWO
        ? 1
        : 2;
  }

  /// With the one that the library keeps.
  static long mostBytes() {
    return (threads() + 1) * PasswordHash.BYTES;
  }

  /// For a user who may set it, so it goes first.
  Future<String> of(String password) {
    return run(() -> hash.of(password), true);
  }

  /// @param known empty: there is no such user. It takes as long.
  /// @param isFirst whether it goes before those of whom nothing is known
  Future<Boolean> matches(String password, Optional<String> known, boolean isFirst) {
    return run(
        () -> {
          if (known.isPresent()) {
            return hash.matches(password, known.get());
          }
          hash.matchesNobody(password);
          return false;
        },
        isFirst);
  }

  private <T> Future<T> run(Callable<T> work, boolean isFirst) {
    Queue<Job<?>> line = isFirst ? first : others;
    if (running >= threads && line.size() >= mostWaiting) {
      return Future.failedFuture(tooMany());
    }
    Job<T> job = new Job<>(work, Promise.promise());
    line.add(job);
    next();
    return job.result().future();
  }

  private void next() {
    while (running < threads) {
      Job<?> job = first.isEmpty() ? others.poll() : first.poll();
      if (job == null) {
        return;
      }
      running++;
      job.start(workers)
          .onComplete(_ -> {
            running--;
            next();
          });
    }
  }

  static RequestFailure tooMany() {
    return new RequestFailure(
        new RequestFailure.Busy(
            "too many logins at once; try again in a second", Duration.ofSeconds(1)));
  }

  Future<?> close() {
    return workers.close();
  }
}
