package io.pingdeck.user;

import static java.util.Objects.requireNonNull;

import io.pingdeck.bus.RequestFailure;
import io.pingdeck.user.password.PasswordHash;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Computes hashes of passwords on threads of its own, few at a time, because each takes a lot of
/// memory. Confined to the event loop of its verticle.
final class HashQueue {
  static final int MOST_WAITING = 32;
  private static final long HEAP_FOR_TWO = 256L << 20;
  private static final int CPUS_FOR_TWO = 4;

  private final PasswordHash hash;
  private final WorkerExecutor workers;
  private final int threads;
  private final int mostWaiting;
  private int inside;

  /// @param mostWaiting how many hashes may wait for their turn
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

  Future<String> of(String password) {
    return run(() -> hash.of(password));
  }

  /// @param known empty: there is no such user. It takes as long.
  Future<Boolean> matches(String password, Optional<String> known) {
    return run(() -> {
      if (known.isPresent()) {
        return hash.matches(password, known.get());
      }
      hash.matchesNobody(password);
      return false;
    });
  }

  private <T> Future<T> run(Callable<T> work) {
    if (inside >= threads + mostWaiting) {
      return Future.failedFuture(tooMany());
    }
    inside++;
    return workers.executeBlocking(work, false).onComplete(_ -> inside--);
  }

  static RequestFailure tooMany() {
    return new RequestFailure(
        new RequestFailure.Unavailable("too many logins at once; try again in a second"));
  }

  Future<?> close() {
    return workers.close();
  }
}
