package io.pingdeck.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.app.Codecs;
import io.pingdeck.echo.api.EchoAnswer;
import io.pingdeck.echo.api.EchoCommand;
import io.pingdeck.echo.api.EchoServerId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ServiceTest {
  private static final EchoCommand COMMAND = new EchoCommand.Stop(new EchoServerId("udp-1"));
  private static final EchoAnswer ANSWER = new EchoAnswer.Unknown(new EchoServerId("udp-1"));

  private final Service<EchoCommand, EchoAnswer> service =
      new Service<>("test", EchoCommand.class, EchoAnswer.class);
  private Vertx vertx;

  @BeforeEach
  void register(Vertx vertx) {
    this.vertx = vertx;
    Codecs.register(vertx);
  }

  @Test
  void whatWasDoneForNobodyIsTakenBack() throws Exception {
    Promise<EchoAnswer> work = Promise.promise();
    Promise<List<Object>> takenBack = Promise.promise();
    await(
        service.serve(
            vertx.eventBus(),
            command -> work.future(),
            (command, answer) -> takenBack.complete(List.of(command, answer))));

    assertThatThrownBy(
            () -> await(service.request(vertx.eventBus(), COMMAND, Duration.ofMillis(50))))
        .hasCauseInstanceOf(ReplyException.class);
    work.complete(ANSWER);

    assertThat(await(takenBack.future())).containsExactly(COMMAND, ANSWER);
  }

  @Test
  void whatWasAnsweredInTimeStays() throws Exception {
    Promise<EchoAnswer> takenBack = Promise.promise();
    await(
        service.serve(
            vertx.eventBus(),
            command -> Future.succeededFuture(ANSWER),
            (command, answer) -> takenBack.complete(answer)));

    for (int i = 0; i < 100; i++) {
      assertThat(await(service.request(vertx.eventBus(), COMMAND))).isEqualTo(ANSWER);
    }

    assertThat(takenBack.future().isComplete()).isFalse();
  }

  @Test
  void handlerThatThrowsIsAFailureAtOnce() throws Exception {
    await(
        service.serve(
            vertx.eventBus(),
            command -> {
              throw new IllegalStateException("broken");
            }));

    assertThatThrownBy(() -> await(service.request(vertx.eventBus(), COMMAND)))
        .hasCauseInstanceOf(ReplyException.class)
        .hasMessageContaining("broken");
  }

  private static <T> T await(Future<T> future) throws ExecutionException {
    try {
      return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("no result", e);
    }
  }
}
