package io.pingdeck.stats;

import static io.pingdeck.stats.PingSamples.ping;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.Codecs;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.PingEvent;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.api.StatsApi;
import io.pingdeck.stats.api.StatsLimits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class StatsVerticleTest {
  private Vertx vertx;

  @BeforeEach
  void deploy(Vertx newVertx) throws Exception {
    vertx = newVertx;
    Codecs.register(vertx);
    await(vertx.deployVerticle(new StatsVerticle(new StatsLimits(50, 100, 2))));
  }

  @Test
  void pagesRunFromTheNewestPingToTheOldest() throws Exception {
    for (long id = 1; id <= 5; id++) {
      publish(new PingEvent.Started(ping(id)));
    }

    StatsApi.Snapshots first = snapshots(new StatsApi.Page(Optional.empty(), 2));
    StatsApi.Snapshots second = snapshots(new StatsApi.Page(Optional.of(new PingId(4)), 1000));

    assertThat(ids(first)).containsExactly(5L, 4L);
    assertThat(first.total()).isEqualTo(5);
    assertThat(ids(second)).containsExactly(3L, 2L, 1L);
  }

  @Test
  void countersAreThoseOfTheLatestBatch() throws Exception {
    publish(new PingEvent.Started(ping(1)));
    SampleColumns buffer = new SampleColumns();
    PingSamples.add(buffer, 1, 1, Outcome.REPLY, 10);
    int row = buffer.addCounters(1);
    buffer.counters()[row] = 12;
    buffer.counters()[row + 1] = 11;
    PingApi.SAMPLES.publish(vertx.eventBus(), buffer.toBatch(0, 1));

    PingSnapshot snapshot = only(new PingId(1));

    assertThat(snapshot.counters())
        .isEqualTo(
            PingCounters.read(
                new long[] {12, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 0));
    assertThat(snapshot.rtt().orElseThrow().count()).isEqualTo(1);
  }

  @Test
  void endedPingKeepsItsStatistics() throws Exception {
    publish(new PingEvent.Started(ping(1)));
    PingApi.SAMPLES.publish(vertx.eventBus(), PingSamples.one(1, 1, Outcome.REPLY, 10));
    publish(new PingEvent.Stopping(ping(1).stopping()));
    publish(new PingEvent.Ended(ping(1).ended(PingState.STOPPED, Instant.EPOCH, "")));

    assertThat(only(new PingId(1)).info().state()).isEqualTo(PingState.STOPPED);
    assertThat(only(new PingId(1)).lastRttNanos()).hasValue(10);
  }

  @Test
  void deletedPingIsForgottenAndItsLastSamplesPassOver() throws Exception {
    publish(new PingEvent.Started(ping(1)));
    publish(new PingEvent.Started(ping(2)));
    publish(new PingEvent.Deleted(new PingId(1)));
    PingApi.SAMPLES.publish(vertx.eventBus(), PingSamples.one(1, 1, Outcome.REPLY, 10));

    assertThat(ids(snapshots(new StatsApi.Some(List.of(new PingId(1), new PingId(2))))))
        .containsExactly(2L);
    assertThat(ask(new StatsApi.ReadSamples(new PingId(1), 10)))
        .isEqualTo(new StatsApi.Samples(List.of()));
  }

  @Test
  void thePingThatEndedFirstIsForgottenAndEverybodyIsTold() throws Exception {
    CompletableFuture<PingEvent> told = new CompletableFuture<>();
    await(
        PingApi.EVENTS.consume(
            vertx.eventBus(),
            event -> {
              if (event instanceof PingEvent.Forgotten) {
                told.complete(event);
              }
            }));
    for (long id = 1; id <= 4; id++) {
      publish(new PingEvent.Started(ping(id)));
    }
    for (long id : new long[] {3, 2, 4}) {
      publish(new PingEvent.Ended(ping(id).ended(PingState.FINISHED, Instant.EPOCH, "")));
    }

    StatsApi.Snapshots known = snapshots(new StatsApi.Page(Optional.empty(), 1000));

    assertThat(ids(known)).containsExactly(4L, 2L, 1L);
    assertThat(known.total()).isEqualTo(3);
    assertThat(told.get(10, TimeUnit.SECONDS)).isEqualTo(new PingEvent.Forgotten(new PingId(3)));
  }

  private void publish(PingEvent event) {
    PingApi.EVENTS.publish(vertx.eventBus(), event);
  }

  private PingSnapshot only(PingId id) throws Exception {
    return snapshots(new StatsApi.Some(List.of(id))).pings().getFirst();
  }

  private StatsApi.Snapshots snapshots(StatsApi.StatsRequest<StatsApi.Snapshots> query)
      throws Exception {
    return ask(query);
  }

  private <A extends Record> A ask(StatsApi.StatsRequest<A> query) throws Exception {
    return await(StatsApi.STATS.request(vertx.eventBus(), query));
  }

  private static List<Long> ids(StatsApi.Snapshots answer) {
    return answer.pings().stream().map(snapshot -> snapshot.info().id().value()).toList();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
