package io.pingdeck.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ServiceTest {
  private static final Stop STOP = new Stop("a");
  private static final Stopped STOPPED = new Stopped("a", 3);
  private static final Fault FAULT = new Fault("name", "is taken");

  private sealed interface Question<A extends Record> extends Request<Question<?>, A> {}

  private record Stop(String name) implements Question<Stopped> {}

  private record Stopped(String name, int after) {}

  private final Service<Question<?>> service = new Service<>("test", Question.class);
  private Vertx vertx;

  @BeforeEach
  void register(Vertx vertx) {
    this.vertx = vertx;
    JsonMapper json = RecordCodec.mapper().build();
    register(Stop.class, new RecordCodec<>(Stop.class, () -> json));
    register(Stopped.class, new RecordCodec<>(Stopped.class, () -> json));
    register(RequestFailure.class, new RequestFailureCodec(() -> json));
  }

  private <T> void register(Class<T> type, MessageCodec<T, T> codec) {
    vertx.eventBus().registerDefaultCodec(type, new OverTheWire<>(codec));
  }

  /// Delivers messages within the process as between machines: written and read again.
  private record OverTheWire<T>(MessageCodec<T, T> codec) implements MessageCodec<T, T> {
    @Override
    public T transform(T message) {
      Buffer wire = Buffer.buffer();
      codec.encodeToWire(wire, message);
      return codec.decodeFromWire(0, wire);
    }

    @Override
    public void encodeToWire(Buffer buffer, T message) {
      codec.encodeToWire(buffer, message);
    }

    @Override
    public T decodeFromWire(int position, Buffer buffer) {
      return codec.decodeFromWire(position, buffer);
    }

    @Override
    public String name() {
      return codec.name();
    }

    @Override
    public byte systemCodecID() {
      return codec.systemCodecID();
    }
  }

  @Test
  void aReplyThatCannotBeDeliveredIsUndone() throws Exception {
    Promise<Stopped> work = Promise.promise();
    Promise<List<Object>> takenBack = Promise.promise();
    await(
        serve(
            command -> work.future(),
            (command, answer) -> takenBack.complete(List.of(command, answer))));

    assertThatThrownBy(() -> await(service.request(vertx.eventBus(), STOP, Duration.ofMillis(50))))
        .hasCauseInstanceOf(ReplyException.class);
    work.complete(STOPPED);

    assertThat(await(takenBack.future())).containsExactly(STOP, STOPPED);
  }

  @Test
  void whatWasAnsweredInTimeStays() throws Exception {
    Promise<Stopped> takenBack = Promise.promise();
    await(
        serve(
            command -> Future.succeededFuture(STOPPED),
            (command, answer) -> takenBack.complete(answer)));

    for (int i = 0; i < 100; i++) {
      assertThat(await(service.request(vertx.eventBus(), STOP))).isEqualTo(STOPPED);
    }

    assertThat(takenBack.future().isComplete()).isFalse();
  }

  @Test
  void handlerThatThrowsIsAFailureAtOnce() throws Exception {
    await(
        serve(command -> {
          throw new IllegalStateException("broken");
        }));

    assertThatThrownBy(() -> await(service.request(vertx.eventBus(), STOP)))
        .hasCauseInstanceOf(ReplyException.class)
        .hasMessageContaining("broken");
  }

  @Test
  void refusalKeepsItsFaults() throws Exception {
    await(serve(command -> Future.failedFuture(new FaultException(List.of(FAULT)))));

    assertThat(reason()).isEqualTo(new RequestFailure.Refused(List.of(FAULT)));
  }

  @Test
  void handlerThatThrowsARefusalRefuses() throws Exception {
    await(
        serve(command -> {
          throw new FaultException(List.of(FAULT));
        }));

    assertThat(reason()).isEqualTo(new RequestFailure.Refused(List.of(FAULT)));
  }

  @Test
  void familyWithoutAHandlerForEachRequestIsNotServed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> service.serve(vertx.eventBus(), new Handlers<>()))
        .withMessageContaining("test");
  }

  private RequestFailure.Reason reason() {
    Throwable failure =
        catchThrowable(() -> await(service.request(vertx.eventBus(), STOP))).getCause();
    return ((RequestFailure) failure).reason();
  }

  private Future<Void> serve(Function<Stop, Future<Stopped>> action) {
    return service.serve(vertx.eventBus(), new Handlers<Question<?>>().on(Stop.class, action));
  }

  private Future<Void> serve(
      Function<Stop, Future<Stopped>> action, BiConsumer<Stop, Stopped> takeBack) {
    return service.serve(
        vertx.eventBus(), new Handlers<Question<?>>().on(Stop.class, action, takeBack));
  }

  private static <T> T await(Future<T> future) throws ExecutionException {
    try {
      return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("no result", e);
    }
  }
}
