package io.pingdeck.bus;

import io.pingdeck.base.FaultException;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The action of a service for each type of request.
///
/// To refuse a request, a handler fails its future with a [RequestFailure] or a [FaultException].
/// The requester receives either as a [RequestFailure].
///
/// @param <F> the family of requests
public final class Handlers<F> {
  private static final Logger LOG = LoggerFactory.getLogger(Handlers.class);

  private final Map<Class<?>, Handler<?, ?>> byType = new HashMap<>();

  private record Handler<R, A>(
      Class<R> type, Function<R, Future<A>> action, BiConsumer<Message<Object>, A> reply) {
    void serve(Message<Object> message) {
      attempt(type.cast(message.body()))
          .onSuccess(answer -> reply.accept(message, answer))
          .onFailure(e -> message.reply(failure(e)));
    }

    private Future<A> attempt(R request) {
      try {
        return action.apply(request);
      } catch (RequestFailure | FaultException e) {
        return Future.failedFuture(e);
      } catch (RuntimeException e) {
        LOG.error("a request {} failed", type.getSimpleName(), e);
        return Future.failedFuture(e);
      }
    }

    private static ReplyException failure(Throwable cause) {
      return switch (cause) {
        case RequestFailure e -> e;
        case FaultException e -> new RequestFailure(new RequestFailure.Refused(e.faults()));
        default ->
            new ReplyException(
                ReplyFailure.RECIPIENT_FAILURE, 500, String.valueOf(cause.getMessage()));
      };
    }
  }

  public <R extends Request<F, A>, A extends Record> Handlers<F> on(
      Class<R> type, Function<R, Future<A>> action) {
    byType.put(type, new Handler<>(type, action, Message::reply));
    return this;
  }

  /// Registers the handler of a request that starts something.
  ///
  /// @param takeBack undoes the request if the requester did not receive the reply in time
  public <R extends Request<F, A>, A extends Record> Handlers<F> on(
      Class<R> type, Function<R, Future<A>> action, BiConsumer<R, A> takeBack) {
    byType.put(
        type,
        new Handler<>(
            type,
            action,
            (message, answer) ->
                message
                    .replyAndRequest(answer)
                    .onFailure(e -> {
                      LOG.warn(
                          "{} is undone, its reply was too late: {}",
                          type.getSimpleName(),
                          e.getMessage());
                      takeBack.accept(type.cast(message.body()), answer);
                    })));
    return this;
  }

  Set<Class<?>> types() {
    return byType.keySet();
  }

  void serve(Message<Object> message) {
    byType.get(message.body().getClass()).serve(message);
  }
}
