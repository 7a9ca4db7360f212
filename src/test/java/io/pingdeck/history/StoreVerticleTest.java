package io.pingdeck.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.app.Codecs;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.disk.DirectoryCheck;
import io.pingdeck.disk.NewerFormatException;
import io.pingdeck.disk.NewerTwin;
import io.pingdeck.echo.server.Await;
import io.pingdeck.history.api.HistoryApi;
import io.pingdeck.history.api.HistoryConfig;
import io.pingdeck.history.api.HistoryHealth;
import io.pingdeck.history.api.HistoryHealth.State;
import io.pingdeck.history.api.HistoryLimits;
import io.pingdeck.history.api.HistorySeries;
import io.pingdeck.history.api.SamplePage;
import io.pingdeck.history.days.MadeSamples;
import io.pingdeck.history.sqlite.DirectoryLock;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.testing.Proves;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class StoreVerticleTest {
  private static final MadeSamples PING = new MadeSamples(7, MadeSamples.START, MadeSamples.SECOND);

  @TempDir private Path directory;
  private Vertx vertx;

  @BeforeEach
  void register(Vertx newVertx) {
    vertx = newVertx;
    Codecs.register(vertx);
  }

  @Test
  void whatIsPublishedIsAnsweredAfterARestart() throws Exception {
    String first = deploy(HistoryConfig.DEFAULT, directory);
    PingApi.SAMPLES.publish(vertx.eventBus(), PING.batch(1, 50));
    assertThat(health().state()).isEqualTo(State.RECORDING);
    await(vertx.undeploy(first));
    deploy(HistoryConfig.DEFAULT, directory);

    assertThat(samples()).isEqualTo(new SamplePage(PING.samples(1, 50), OptionalLong.empty()));
    HistorySeries series = ask(new HistoryApi.ReadSeries(PING.id(), MadeSamples.START, end(), 10));
    assertThat(series.buckets())
        .hasSizeBetween(1, 10)
        .anyMatch(bucket -> bucket.outcomes().count(Outcome.LOST) > 0);
  }

  @Test
  void historyThatIsSwitchedOffSaysSo() throws Exception {
    deploy(
        new HistoryConfig(false, HistoryLimits.DEFAULT, Optional.empty(), Optional.empty()),
        directory);

    assertThat(health().state()).isEqualTo(State.OFF);
    assertThatThrownBy(this::samples)
        .hasRootCauseInstanceOf(RequestFailure.class)
        .hasMessageContaining("history is switched off (history.enabled)");
    assertThat(Files.list(directory)).isEmpty();
  }

  @Test
  void placeThatCannotBeADirectoryIsNoReasonNotToStart() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));

    deploy(HistoryConfig.DEFAULT, file);

    while (health().state() != State.PAUSED) {
      Await.pause(); // until the first attempt
    }
    assertThat(health().reason()).contains("is not a directory");
  }

  @Test
  void directoryOfAnotherProcessIsAReasonNotToStart() throws Exception {
    try (DirectoryLock other = DirectoryLock.takeNew(directory)) {
      assertThat(other).isNotNull();
      assertThatThrownBy(() -> deploy(HistoryConfig.DEFAULT, directory))
          .hasRootCauseInstanceOf(DirectoryLock.InUseException.class)
          .hasMessageContaining("in use by another Pingdeck");
    }
  }

  @Test
  void stateOfPingsInANewerFormatIsAReasonNotToStart() throws Exception {
    byte[] before = NewerTwin.write(directory.resolve("pings.state"), 2, "ping 1 {}");

    assertThatThrownBy(() -> deploy(HistoryConfig.DEFAULT, directory))
        .hasRootCauseInstanceOf(NewerFormatException.class)
        .hasMessageContaining("pings.state has format 2");
    assertThat(Files.readAllBytes(directory.resolve("pings.state"))).isEqualTo(before);
  }

  /// Also one that is not written any more: it would be deleted with its day.
  @Test
  void dayOfThePastInANewerFormatIsAReasonNotToStart() throws Exception {
    Path day = directory.resolve("samples-2020-01-01.db");
    byte[] before = new byte[4096];
    ByteBuffer.wrap(before).putInt(60, 99).putInt(68, 0x50440000 | 99);
    Files.write(day, before);

    assertThatThrownBy(() -> deploy(HistoryConfig.DEFAULT, directory))
        .hasRootCauseInstanceOf(NewerFormatException.class)
        .hasMessageContaining(day + " has format 99");
    assertThat(Files.readAllBytes(day)).isEqualTo(before);
  }

  @Test
  @Proves("D6")
  void diskBehindANetworkIsWarnedOf() {
    assertThat(DirectoryCheck.warnings(directory, "nfs4"))
        .singleElement()
        .asString()
        .contains("nfs4")
        .contains("data.dir");
    assertThat(DirectoryCheck.warnings(directory, "ext4")).isEmpty();
  }

  private HistoryHealth health() throws Exception {
    return ask(new HistoryApi.ReadHealth()).health();
  }

  private SamplePage samples() throws Exception {
    return ask(new HistoryApi.ReadSamples(PING.id(), MadeSamples.START, end(), 1000));
  }

  private static long end() {
    return MadeSamples.START + MadeSamples.HOUR;
  }

  private <A extends Record> A ask(HistoryApi.HistoryRequest<A> query) throws Exception {
    return await(HistoryApi.HISTORY.request(vertx.eventBus(), query));
  }

  private String deploy(HistoryConfig config, Path path) throws Exception {
    return await(
        vertx.deployVerticle(new StoreVerticle(config, path, 1000, StoreVerticle.MOST_QUEUED)));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
