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
  private static final PingId PING = new PingId(7);

  private final Promise<HistorySeries> history = Promise.promise();
  private final AtomicLong now = new AtomicLong();
  private Replays replays;
  private int runs;

  @BeforeEach
  void open(Vertx vertx) {
    replays = new Replays(vertx, _ -> history.future(), now::get);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private Future<AlertApi.Replayed> run() {
    return replays.run(
        new AlertApi.Replay(
            "r" + ++runs, "loss > 20 % over 20 probes", PING, SECOND, 0, 60 * SECOND));
  }

  private static HistorySeries lost() {
    OutcomeCounts counts = new OutcomeCounts();
    counts.add(Outcome.LOST, 100);
    return new HistorySeries(
        PING,
        2 * SECOND,
        List.of(new HistoryBucket(0, counts, 0, Optional.empty())),
        List.of(),
        List.of());
  }

  @Test
  void oneRunsAndOneWaits() throws Exception {
    Future<AlertApi.Replayed> first = run();
    Future<AlertApi.Replayed> second = run();

    assertThatThrownBy(() -> run())
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
    assertThat(await(run()).probes()).isEqualTo(100);
  }

  @Test
  void endsWhenNobodyWaitsAnyMore() throws Exception {
    Future<AlertApi.Replayed> late = run();
    now.set(26 * SECOND);
    history.complete(lost());

    assertThatThrownBy(() -> await(late))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(FaultException.class)
        .hasMessage(
            "from: is too early: the span has more probes than can be replayed within 25s; choose"
                + " a shorter one");
    assertThat(await(run()).fired()).isEqualTo(1);
  }

  @Test
  void stopsWhenItsClientIsGone() throws Exception {
    Future<AlertApi.Replayed> running = run();
    Future<AlertApi.Replayed> waiting = run();

    assertThat(replays.stop("r1")).isTrue();
    assertThat(replays.stop("r2")).isTrue();
    history.complete(lost());

    assertThatThrownBy(() -> await(running)).hasMessageContaining("the replay was stopped");
    assertThatThrownBy(() -> await(waiting)).hasMessageContaining("the replay was stopped");
    assertThat(await(run()).fired()).isEqualTo(1);
    assertThat(replays.stop("r1")).isFalse();
  }

  @Test
  void failureOfTheHistoryFreesItsPlace() {
    history.fail("gone");

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> await(run())).hasMessageContaining("gone");
    }
  }
}
