package io.pingdeck.web.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.Function;

/// Processes a large query in portions, one after the other, so that no event loop is blocked for
/// long.
public final class Batches {
  public static final int SIZE = 25;

  private Batches() {}

  /// @param ask requests a portion and handles the reply
  /// @return completes after the last portion; fails with the first portion that fails
  public static <T> Future<Void> inTurn(List<T> all, Function<List<T>, Future<?>> ask) {
    Promise<Void> done = Promise.promise();
    next(all, ask, done);
    return done.future();
  }

  /// Not a chain of futures: thousands of them, completed at once, would overflow the stack.
  private static <T> void next(List<T> left, Function<List<T>, Future<?>> ask, Promise<Void> done) {
    if (left.isEmpty()) {
      done.complete();
      return;
    }
    int size = Math.min(SIZE, left.size());
    Future.succeededFuture(left.subList(0, size))
        .compose(portion -> ask.apply(portion).<Void>mapEmpty())
        .onSuccess(_ -> next(left.subList(size, left.size()), ask, done))
        .onFailure(done::fail);
  }
}
