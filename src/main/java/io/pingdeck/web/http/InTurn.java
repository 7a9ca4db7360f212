package io.pingdeck.web.http;

import io.vertx.core.Future;
import java.util.function.Supplier;

/// Runs read-modify-write changes one after the other. Two at once would lose the changes of the
/// first.
///
/// Used by the server's event loop only.
public final class InTurn {
  private Future<?> last = Future.succeededFuture();

  /// @param change starts when the changes before it have ended, successfully or not
  public <T> Future<T> run(Supplier<Future<T>> change) {
    Future<T> result = last.transform(_ -> change.get());
    last = result;
    return result;
  }
}
