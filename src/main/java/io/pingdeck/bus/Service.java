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

/// An address at which one verticle serves requests.
///
/// A requester receives either the reply or the reason for a failure. A timeout means that nothing
/// happened: the service drops a request that was queued for too long, and undoes what it started
/// if the requester no longer waits.
///
/// @param <F> the family of requests
/// @param family the sealed interface of the family
public record Service<F>(String name, Class<? super F> family) {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// A request that was queued for longer is not started: the requester might not receive the reply
  /// in time.
  private static final Duration LATEST_BEGIN = Duration.ofSeconds(20);

  /// Header with the time at which a request was sent, in nanoseconds of this process's clock.
  private static final String SENT = "sent";

  /// Sends a request and waits for the reply. The future fails with a [RequestFailure] if the
  /// service refuses. It fails with another [io.vertx.core.eventbus.ReplyException] if the address
  /// has no consumer, on a timeout, or if the handler fails.
  public <A extends Record> Future<A> request(EventBus bus, Request<F, A> question) {
    return request(bus, question, PATIENCE);
  }

  /// Sends a request with an explicit timeout.
  public <A extends Record> Future<A> request(
      EventBus bus, Request<F, A> question, Duration patience) {
    DeliveryOptions options =
        new DeliveryOptions()
            .setSendTimeout(patience.toMillis())
            .addHeader(SENT, Long.toString(System.nanoTime()));
    return bus.<A>request(name, question, options)
        .map(reply -> {
          if (reply.replyAddress() != null) {
            reply.reply(null); // acknowledges that the reply came in time
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
