package io.pingdeck.bus;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An address at which one verticle answers requests.
///
/// An asker gets the reply, or learns why there is none. After a timeout nothing has happened: the
/// service drops a request that waited for too long, and undoes what it started for an asker that
/// no longer waits.
///
/// @param <F> the family of requests
/// @param family its sealed interface
public record Service<F>(String name, Class<? super F> family) {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// A request that waited for longer is not begun: its answer might come too late.
  private static final Duration LATEST_BEGIN = Duration.ofSeconds(20);

  /// The header that holds when a request was sent, in nanoseconds of this process's clock.
  private static final String SENT = "sent";

  /// Asks and waits for the reply. The future fails with a [RequestFailure] if the service refuses,
  /// and with another [io.vertx.core.eventbus.ReplyException] if nobody serves the address, if the
  /// reply does not come in time, or if the handler fails.
  public <A extends Record> Future<A> request(EventBus bus, Request<F, A> question) {
    return request(bus, question, PATIENCE);
  }

  /// The same with a bound of its own.
  public <A extends Record> Future<A> request(
      EventBus bus, Request<F, A> question, Duration patience) {
    DeliveryOptions options =
        new DeliveryOptions()
            .setSendTimeout(patience.toMillis())
            .addHeader(SENT, Long.toString(System.nanoTime()));
    return bus.<A>request(name, question, options)
        .map(reply -> {
          if (reply.replyAddress() != null) {
            reply.reply(null); // the answer came in time
          }
          return reply.body();
        });
  }

  /// @return completes when the consumer is registered
  /// @throws IllegalArgumentException if a request of the family has no handler
  public Future<Void> serve(EventBus bus, Handlers<F> handlers) {
    if (!handlers.types().equals(Set.of(family.getPermittedSubclasses()))) {
      throw new IllegalArgumentException(name + " handles only " + handlers.types());
    }
    MessageConsumer<Object> consumer =
        bus.consumer(
            name,
            message -> {
              if (isTooLate(message)) {
                LOG.warn("a request to {} waited for too long and is dropped", name);
                message.fail(503, "it waited for too long");
              } else {
                handlers.serve(message);
              }
            });
    return consumer.completion();
  }

  private static boolean isTooLate(Message<Object> message) {
    String sent = message.headers().get(SENT);
    return sent != null && System.nanoTime() - Long.parseLong(sent) > LATEST_BEGIN.toNanos();
  }
}
