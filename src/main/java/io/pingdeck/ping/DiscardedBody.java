package io.pingdeck.ping;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;

/// The body of a response, which nobody reads: counted and thrown away, up to a limit.
final class DiscardedBody implements BodyCodec<Void>, BodyStream<Void> {
  private final Promise<Void> end = Promise.promise();
  private final long limit;
  private final Runnable onHead;
  private final Runnable onTooMuch;
  private long bytes;

  /// @param onHead runs when the response's head has come
  /// @param onTooMuch runs when more than the limit has come
  DiscardedBody(long limit, Runnable onHead, Runnable onTooMuch) {
    this.limit = limit;
    this.onHead = onHead;
    this.onTooMuch = onTooMuch;
  }

  @Override
  public BodyStream<Void> stream() {
    onHead.run();
    return this;
  }

  @Override
  public Future<Void> write(Buffer data) {
    bytes += data.length();
    if (bytes > limit) {
      onTooMuch.run();
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> end() {
    end.tryComplete();
    return end.future();
  }

  @Override
  public void handle(Throwable failure) {
    end.tryFail(failure);
  }

  @Override
  public Future<Void> result() {
    return end.future();
  }

  @Override
  public WriteStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
    return this; // throwing away does not fail
  }

  @Override
  public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    return false;
  }

  @Override
  public WriteStream<Buffer> drainHandler(Handler<Void> handler) {
    return this;
  }
}
