package io.pingdeck.bus;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;

/// An address on which messages are published to all subscribers.
///
/// @param <T> type of the messages; a sealed interface includes all its records
public record Topic<T>(String name, Class<T> type) {
  public void publish(EventBus bus, T message) {
    bus.publish(name, message);
  }

  /// @return completes when the consumer is registered
  public Future<Void> consume(EventBus bus, Handler<T> handler) {
    MessageConsumer<T> consumer =
        bus.consumer(name, message -> handler.handle(type.cast(message.body())));
    return consumer.completion();
  }
}
