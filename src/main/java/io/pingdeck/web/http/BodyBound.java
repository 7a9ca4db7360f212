package io.pingdeck.web.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/// Reads the body of a request, up to a size limit. Replies to a longer one with 413 and closes the
/// connection instead of reading the rest.
public final class BodyBound implements Handler<RoutingContext> {
  private static final int TOO_LARGE = 413;

  private final int bytes;
  private final BodyHandler body;

  public BodyBound(int bytes) {
    this.bytes = bytes;
    this.body = BodyHandler.create(false).setBodyLimit(bytes);
  }

  @Override
  public void handle(RoutingContext context) {
    context.addHeadersEndHandler(_ -> {
      if (context.response().getStatusCode() == TOO_LARGE) {
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      }
    });
    context.put(Problems.BODY_BOUND, bytes);
    body.handle(context);
  }
}
