package io.pingdeck.web;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/// Asks for much in portions, one after the other: the event loops that answer, and those that take
/// the answers, do what else there is to do in between.
final class Portions {
  static final int SIZE = 25;

  private Portions() {}

  /// @param ask asks for a portion and takes the answer
  /// @return completes when all are answered; fails with the first portion that does
  static <T> Future<Void> inTurn(List<T> all, Function<List<T>, Future<?>> ask) {
    if (all.isEmpty()) {
      return Future.succeededFuture();
    }
    int size = Math.min(SIZE, all.size());
    return ask.apply(all.subList(0, size)).compose(_ -> inTurn(all.subList(size, all.size()), ask));
  }
}
