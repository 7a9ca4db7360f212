package io.pingdeck.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.alert.api.AlertApi;
import io.pingdeck.base.FaultException;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.history.api.HistoryBucket;
import io.pingdeck.history.api.HistorySeries;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.OutcomeCounts;
import io.pingdeck.ping.sample.PingId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Timeout(60)
class ReplaysTest {
  private static final long SECOND = 1_000_000_000L;
  private static final AlertApi.Replay MINUTE =
      new AlertApi.Replay("loss > 20 % over 20 probes", new PingId(7), SECOND, 0, 60 * SECOND);

  private final Promise<HistorySeries> history = Promise.promise();
  private final AtomicLong now = new AtomicLong();
  private Replays replays;

  @BeforeEach
  void open(Vertx vertx) {
    replays = new Replays(vertx, _ -> history.future(), now::get);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static HistorySeries lost() {
    OutcomeCounts counts = new OutcomeCounts();
    counts.add(Outcome.LOST, 100);
    return new HistorySeries(
        MINUTE.ping(),
        2 * SECOND,
        List.of(new HistoryBucket(0, counts, 0, Optional.empty())),
        List.of(),
        List.of());
  }

  @Test
  void oneRunsAndOneWaits() throws Exception {
    Future<AlertApi.Replayed> first = replays.run(MINUTE);
    Future<AlertApi.Replayed> second = replays.run(MINUTE);

    assertThatThrownBy(() -> replays.run(MINUTE))
        .isInstanceOfSatisfying(
            RequestFailure.class,
            e ->
                assertThat(e.reason())
                    .isEqualTo(
                        new RequestFailure.Busy(
                            "other rules are replayed; try again later", Duration.ofSeconds(10))));

    history.complete(lost());
    assertThat(await(first).fired()).isEqualTo(1);
    assertThat(await(second)).isEqualTo(await(first));
    assertThat(await(replays.run(MINUTE)).probes()).isEqualTo(100);
  }

  @Test
  void endsWhenNobodyWaitsAnyMore() throws Exception {
    Future<AlertApi.Replayed> late = replays.run(MINUTE);
    now.set(26 * SECOND);
    history.complete(lost());

    assertThatThrownBy(() -> await(late))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(FaultException.class)
        .hasMessage(
            "from: is too early: the span has more probes than can be replayed within 25s; choose"
                + " a shorter one");
    assertThat(await(replays.run(MINUTE)).fired()).isEqualTo(1);
  }

  @Test
  void failureOfTheHistoryFreesItsPlace() {
    history.fail("gone");

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> await(replays.run(MINUTE))).hasMessageContaining("gone");
    }
  }
}
