package io.pingdeck.bus;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.Function;

/// An address at which one verticle answers requests.
///
/// @param <Q> the request's type; sealed interfaces stand for all their records
/// @param <A> the answer's type, likewise
public record Service<Q, A>(String name, Class<Q> request, Class<A> answer) {
  /// Asks and waits for the answer. The future fails if nobody serves the address, or with the
  /// serving side's failure; a refusal is an answer, not a failure.
  public Future<A> request(EventBus bus, Q message) {
    return bus.request(name, message).map(reply -> answer.cast(reply.body()));
  }

  /// @return completes when the consumer is registered
  public Future<Void> serve(EventBus bus, Function<Q, Future<A>> handler) {
    MessageConsumer<Object> consumer =
        bus.consumer(
            name,
            message ->
                handler
                    .apply(request.cast(message.body()))
                    .onSuccess(message::reply)
                    .onFailure(e -> message.fail(500, String.valueOf(e.getMessage()))));
    return consumer.completion();
  }
}
