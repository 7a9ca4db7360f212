package io.pingdeck.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.echo.EchoServersVerticle;
import io.pingdeck.echo.api.EchoApi;
import io.pingdeck.echo.api.EchoConfig;
import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.EchoSnapshot;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.server.Await;
import io.pingdeck.echo.server.EchoLog;
import io.pingdeck.history.StoreVerticle;
import io.pingdeck.history.api.HistoryApi;
import io.pingdeck.history.api.HistoryConfig;
import io.pingdeck.ping.PingerVerticle;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.api.SendBudget;
import io.pingdeck.ping.api.SendLimits;
import io.pingdeck.ping.http.SecretFiles;
import io.pingdeck.ping.policy.PingPolicy;
import io.pingdeck.ping.policy.PolicyRules;
import io.pingdeck.ping.resolve.HostResolver;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import io.pingdeck.ping.tls.TrustedCertificates;
import io.pingdeck.stats.StatsVerticle;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.api.StatsApi;
import io.pingdeck.stats.api.StatsLimits;
import io.pingdeck.user.api.Caller;
import io.pingdeck.user.api.Directory;
import io.pingdeck.user.api.Role;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The program without its page, stopped and restarted on the same directory.
@Timeout(60)
class RestoreVerticleTest {
  private static final PingId PING = new PingId(77);

  @TempDir private Path directory;
  private final PingPolicy policy = new PingPolicy(PolicyRules.NONE);
  private List<PingSpec> configured = List.of();
  private Vertx vertx;

  @AfterEach
  void end() throws Exception {
    await(vertx.close());
  }

  @Test
  void runningPingGoesOnWhereItWas() throws Exception {
    start();
    EchoSnapshot server = echoServer(Impairment.NONE);
    ping(server, OptionalLong.empty());
    PingSnapshot before = awaitPing(ping -> ping.counters().count(Outcome.REPLY) >= 20);
    restart();
    PingSnapshot after =
        awaitPing(ping ->
            ping.counters().count(Outcome.REPLY) >= before.counters().count(Outcome.REPLY) + 20);
    List<Sample> samples = samples();

    assertThat(after.info().startedAt()).isEqualTo(before.info().startedAt());
    assertThat(after.info().state()).isEqualTo(PingState.RUNNING);
    assertThat(after.rtt().orElseThrow().count()).isGreaterThanOrEqualTo(40);
    assertThat(samples).extracting(Sample::sequence).isSorted().doesNotHaveDuplicates();
    assertThat(samples.getFirst().sequence()).isLessThan(20);
  }

  @Test
  void pingOfARemoteUserGoesOnAsThatUsersAndEndsOnceTheUserIsGone() throws Exception {
    Caller olga = new Caller("olga", Role.OPERATOR, Caller.Proof.PASSWORD);
    start();
    ping(spec(PING, echoServer(Impairment.NONE), OptionalLong.empty()).by(olga));
    awaitPing(ping -> ping.counters().count(Outcome.REPLY) >= 3);
    restart();
    PingSnapshot after = awaitPing(ping -> ping.info().state() == PingState.RUNNING);
    policy.users().set(Directory.EMPTY);
    restart();
    PingSnapshot ended = awaitPing(ping -> ping.info().state().isEnded());

    assertThat(after.info().spec().startedBy()).isEqualTo(olga);
    assertThat(ended.info().state()).isEqualTo(PingState.FAILED);
    assertThat(ended.info().reason()).contains("olga started it and is no longer a user");
  }

  @Test
  void endedPingIsListedWithItsStatistics() throws Exception {
    start();
    ping(echoServer(Impairment.NONE), OptionalLong.of(15));
    PingSnapshot before = awaitPing(ping -> ping.info().state() == PingState.FINISHED);
    restart();
    PingSnapshot after = awaitPing(ping -> true);

    assertThat(after.info()).isEqualTo(before.info());
    assertThat(after.counters()).isEqualTo(before.counters());
    assertThat(after.rtt()).isEqualTo(before.rtt());
    assertThat(after.recent()).isEqualTo(before.recent());
    assertThat(samples()).hasSize(15);
  }

  @Test
  void pingThatHasBeenForgottenIsKeptNoLonger() throws Exception {
    start();
    EchoSnapshot server = echoServer(Impairment.NONE);
    ping(server, OptionalLong.of(5));
    awaitPing(ping -> ping.info().state() == PingState.FINISHED);
    assertThat(kept()).isPresent();
    ping(new PingId(78), server, OptionalLong.of(1));
    while (!snapshots().isEmpty()) {
      Await.pause();
    }

    assertThat(kept()).isEmpty();
    restart();
    assertThat(snapshots()).isEmpty();
    assertThat(kept()).isEmpty();
  }

  private Optional<PingSnapshot> kept() throws Exception {
    return await(HistoryApi.HISTORY.request(vertx.eventBus(), new HistoryApi.FindPing(PING)))
        .ping();
  }

  @Test
  void pausedPingStaysPausedAndUsesNoSequenceTwice() throws Exception {
    start();
    ping(echoServer(Impairment.NONE), OptionalLong.empty());
    awaitPing(ping -> ping.counters().count(Outcome.REPLY) >= 5);
    command(new PingApi.Pause(PING));
    restart();
    PingSnapshot paused = awaitPing(ping -> true);
    command(new PingApi.Continue(PING));
    awaitPing(ping -> ping.counters().sent() >= paused.counters().sent() + 5);

    List<Sample> samples = samples();
    assertThat(paused.info().state()).isEqualTo(PingState.PAUSED);
    // A probe that was in flight at the shutdown has no sample.
    assertThat(samples).extracting(Sample::sequence).isSorted().doesNotHaveDuplicates();
    assertThat(samples.size()).isGreaterThanOrEqualTo(10);
  }

  @Test
  void configuredPingRunsFromTheStartAndItsHistoryGoesOnWithNewSettings() throws Exception {
    start();
    PingSpec spec = spec(PING, echoServer(Impairment.NONE), OptionalLong.empty());
    configured = List.of(spec);
    restart();
    awaitPing(ping -> ping.counters().count(Outcome.REPLY) >= 5);
    configured = List.of(spec.with().tags(List.of("berlin")).name("core").build());
    restart();
    PingSnapshot after = awaitPing(ping -> ping.counters().count(Outcome.REPLY) >= 10);

    assertThat(after.info().spec()).isEqualTo(configured.getFirst());
    assertThat(samples().getFirst().sequence()).isLessThan(5);
  }

  @Test
  void configuredPingThatAUserStoppedStaysStopped() throws Exception {
    start();
    configured = List.of(spec(PING, echoServer(Impairment.NONE), OptionalLong.empty()));
    restart();
    awaitPing(ping -> ping.counters().count(Outcome.REPLY) >= 1);
    command(new PingApi.Stop(PING));
    awaitPing(ping -> ping.info().state() == PingState.STOPPED);
    restart();

    assertThat(snapshots()).hasSize(1);
    assertThat(snapshots().getFirst().info().state()).isEqualTo(PingState.STOPPED);
  }

  private void command(PingApi.PingerRequest<PingInfo> command) throws Exception {
    await(PingApi.pinger(0).request(vertx.eventBus(), command));
  }

  @Test
  void deletedPingStaysDeleted() throws Exception {
    start();
    ping(echoServer(Impairment.NONE), OptionalLong.empty());
    awaitPing(ping -> ping.counters().count(Outcome.REPLY) >= 3);
    await(PingApi.pinger(0).request(vertx.eventBus(), new PingApi.Delete(PING)));
    restart();

    assertThat(snapshots()).isEmpty();
  }

  @Test
  void echoServersComeBackWithTheirImpairmentsAndAsTheyStood() throws Exception {
    start();
    EchoSnapshot lossy = echoServer(new Impairment(0.25, OptionalLong.of(7)));
    EchoSnapshot stopped = echoServer(Impairment.NONE);
    ask(new EchoApi.Stop(stopped.id()));
    restart();

    List<EchoSnapshot> servers = ask(new EchoApi.All()).servers();

    assertThat(servers).extracting(EchoSnapshot::id).containsExactly(lossy.id(), stopped.id());
    assertThat(servers.getFirst().spec()).isEqualTo(lossy.spec());
    assertThat(servers.getFirst().listening()).isEqualTo(lossy.listening());
    assertThat(servers.getLast().listening()).isEmpty();
  }

  private void start() throws Exception {
    vertx = Vertx.vertx();
    Codecs.register(vertx);
    StoreVerticle store =
        new StoreVerticle(HistoryConfig.DEFAULT, directory, 1, StoreVerticle.MOST_QUEUED);
    EchoConfig none = new EchoConfig(List.of(), EchoLimits.DEFAULT);
    for (VerticleBase verticle :
        List.of(
            new StatsVerticle(new StatsLimits(1000, 100_000, 1)),
            store,
            new PingerVerticle(
                0,
                PingLimits.DEFAULT.with(policy),
                new SendBudget(SendLimits.DEFAULT),
                PlatformSockets.portable(),
                TrustedCertificates.load(Optional.empty()),
                SecretFiles.below(Optional.empty()),
                HostResolver.ofThisHost()),
            new EchoServersVerticle(
                none, PlatformSockets.portable(), EchoLog.NONE, 100, policy.own()),
            new RestoreVerticle(store, 1, configured))) {
      await(vertx.deployVerticle(verticle));
    }
  }

  private void restart() throws Exception {
    await(vertx.close());
    start();
  }

  private EchoSnapshot echoServer(Impairment impairment) throws Exception {
    EchoSpec spec = new EchoSpec(Protocol.UDP, "127.0.0.1", 0, EchoMode.LAB, impairment);
    return ask(new EchoApi.Start(spec));
  }

  private <A extends Record> A ask(EchoApi.EchoRequest<A> request) throws Exception {
    return await(EchoApi.SERVERS.request(vertx.eventBus(), request));
  }

  private void ping(EchoSnapshot server, OptionalLong count) throws Exception {
    ping(PING, server, count);
  }

  private void ping(PingId id, EchoSnapshot server, OptionalLong count) throws Exception {
    ping(spec(id, server, count));
  }

  private static PingSpec spec(PingId id, EchoSnapshot server, OptionalLong count) {
    return PingSpec.of(id, new Target(Protocol.UDP, "127.0.0.1", server.spec().port()))
        .name("a ping")
        .interval(Duration.ofMillis(10))
        .count(count)
        .build();
  }

  private void ping(PingSpec spec) throws Exception {
    await(PingApi.pinger(0).request(vertx.eventBus(), new PingApi.Start(spec)));
  }

  private PingSnapshot awaitPing(Predicate<PingSnapshot> condition) throws Exception {
    while (true) {
      List<PingSnapshot> pings = snapshots();
      if (!pings.isEmpty() && condition.test(pings.getFirst())) {
        return pings.getFirst();
      }
      Await.pause();
    }
  }

  private List<PingSnapshot> snapshots() throws Exception {
    return await(StatsApi.STATS.request(vertx.eventBus(), new StatsApi.Some(List.of(PING))))
        .pings();
  }

  private List<Sample> samples() throws Exception {
    return await(StatsApi.STATS.request(vertx.eventBus(), new StatsApi.ReadSamples(PING, 1000)))
        .samples();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
