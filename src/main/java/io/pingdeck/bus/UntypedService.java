package io.pingdeck.bus;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An address at which one verticle answers requests.
///
/// Whoever asks either gets the answer or learns that there is none in time. In the second case
/// nothing may have happened: a request that is taken up too late is dropped, and what was done for
/// an answer that came too late is taken back.
///
/// @param <Q> the request's type; sealed interfaces stand for all their records
/// @param <A> the answer's type, likewise
public record UntypedService<Q, A>(String name, Class<Q> request, Class<A> answer) {
  private static final Logger LOG = LoggerFactory.getLogger(UntypedService.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// A request that waited for longer is not begun: its answer might come too late.
  private static final Duration LATEST_BEGIN = Duration.ofSeconds(20);

  /// The header that holds when a request was sent, in nanoseconds of this process's clock.
  private static final String SENT = "sent";

  /// Asks and waits for the answer. The future fails if nobody serves the address, if the answer
  /// does not come in time, or with the serving side's failure; a refusal is an answer, not a
  /// failure.
  public Future<A> request(EventBus bus, Q message) {
    return request(bus, message, PATIENCE);
  }

  /// The same with a bound of its own.
  public Future<A> request(EventBus bus, Q message, Duration patience) {
    DeliveryOptions options =
        new DeliveryOptions()
            .setSendTimeout(patience.toMillis())
            .addHeader(SENT, Long.toString(System.nanoTime()));
    return bus.request(name, message, options)
        .map(reply -> {
          if (reply.replyAddress() != null) {
            reply.reply(null); // the answer came in time
          }
          return answer.cast(reply.body());
        });
  }

  /// @return completes when the consumer is registered
  public Future<Void> serve(EventBus bus, Function<Q, Future<A>> handler) {
    return consume(bus, handler, Message::reply);
  }

  /// The same for requests that start something.
  ///
  /// @param takeBack undoes what a request did whose answer nobody waited for any more
  public Future<Void> serve(
      EventBus bus, Function<Q, Future<A>> handler, BiConsumer<Q, A> takeBack) {
    return consume(
        bus,
        handler,
        (message, done) ->
            message
                .replyAndRequest(done)
                .onFailure(e -> {
                  LOG.warn("nobody waited for an answer of {} any more: {}", name, e.getMessage());
                  takeBack.accept(request.cast(message.body()), done);
                }));
  }

  private Future<Void> consume(
      EventBus bus, Function<Q, Future<A>> handler, BiConsumer<Message<Object>, A> reply) {
    MessageConsumer<Object> consumer =
        bus.consumer(
            name,
            message -> {
              if (isTooLate(message)) {
                LOG.warn("a request to {} waited for too long and is dropped", name);
                message.fail(503, "it waited for too long");
                return;
              }
              attempt(handler, request.cast(message.body()))
                  .onSuccess(done -> reply.accept(message, done))
                  .onFailure(e -> message.fail(500, String.valueOf(e.getMessage())));
            });
    return consumer.completion();
  }

  private Future<A> attempt(Function<Q, Future<A>> handler, Q asked) {
    try {
      return handler.apply(asked);
    } catch (RuntimeException e) {
      LOG.error("a request to {} failed", name, e);
      return Future.failedFuture(e);
    }
  }

  private static boolean isTooLate(Message<Object> message) {
    String sent = message.headers().get(SENT);
    return sent != null && System.nanoTime() - Long.parseLong(sent) > LATEST_BEGIN.toNanos();
  }
}
