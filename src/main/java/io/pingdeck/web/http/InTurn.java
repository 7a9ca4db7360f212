package io.pingdeck.web.http;

import io.vertx.core.Future;
import java.util.function.Supplier;

/// Runs changes one after the other that each read something, alter a part of it and write all of
/// it: of two at once the later would undo the earlier.
///
/// Used by the server's event loop only.
public final class InTurn {
  private Future<?> last = Future.succeededFuture();

  /// @param change begins once those before it have ended, however they did
  public <T> Future<T> run(Supplier<Future<T>> change) {
    Future<T> result = last.transform(_ -> change.get());
    last = result;
    return result;
  }
}
