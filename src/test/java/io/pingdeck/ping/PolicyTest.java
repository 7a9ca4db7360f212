package io.pingdeck.ping;

import static io.pingdeck.web.Site.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.app.Codecs;
import io.pingdeck.app.PlatformSockets;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.heartbeat.BeatSendersVerticle;
import io.pingdeck.heartbeat.api.BeatSenderApi;
import io.pingdeck.heartbeat.api.BeatSenderSpec;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.HttpOptions;
import io.pingdeck.ping.api.ListedPing;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.PingEvent;
import io.pingdeck.ping.api.PingHistory;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.api.SendBudget;
import io.pingdeck.ping.api.SendLimits;
import io.pingdeck.ping.http.SecretFiles;
import io.pingdeck.ping.policy.PingPolicy;
import io.pingdeck.ping.policy.PolicyRules;
import io.pingdeck.ping.policy.UserLimits;
import io.pingdeck.ping.resolve.HostResolver;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.target.Target;
import io.pingdeck.ping.tls.TrustedCertificates;
import io.pingdeck.testing.PlainEcho;
import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Slow;
import io.pingdeck.user.api.Caller;
import io.pingdeck.user.api.Directory;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.User;
import io.pingdeck.user.api.UserApi;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a pinger and the senders of heartbeats refuse to a remote caller.
@Slow
@ExtendWith(VertxExtension.class)
@Timeout(30)
class PolicyTest {
  private static final Caller OLGA = new Caller("olga", Role.OPERATOR, Caller.Proof.PASSWORD);
  private static final Duration LONGEST = Duration.ofSeconds(4);
  private static final int TARGETS = 5;
  private static final String DENIED = "an operator may not ping 127.0.0.1";

  private final PingPolicy policy = new PingPolicy(PolicyRules.NONE);
  private final PingLimits limits =
      new PingLimits(
              Duration.ofMillis(200),
              Duration.ofMillis(1),
              1472,
              Duration.ofSeconds(60),
              1000,
              new SendLimits(
                  1000,
                  10_000_000,
                  1000,
                  10_000_000,
                  Duration.ofSeconds(1),
                  new UserLimits(10, 1000, 10_000_000, TARGETS, LONGEST)))
          .with(policy);
  private final BlockingQueue<PingInfo> ended = new LinkedBlockingQueue<>();
  private Vertx vertx;
  private PlainEcho echo;

  @BeforeEach
  void deploy(Vertx deployed) throws Exception {
    vertx = deployed;
    echo = new PlainEcho(bytes -> bytes);
    Codecs.register(vertx);
    SendBudget budget = new SendBudget(limits.sending());
    await(
        vertx.deployVerticle(
            new PingerVerticle(
                0,
                limits,
                budget,
                PlatformSockets.portable(),
                TrustedCertificates.load(Optional.empty()),
                SecretFiles.below(Optional.empty()),
                HostResolver.ofThisHost())));
    await(
        vertx.deployVerticle(new BeatSendersVerticle(limits, budget, PlatformSockets.portable())));
    PingApi.EVENTS.consume(
        vertx.eventBus(),
        event -> {
          if (event instanceof PingEvent.Ended(PingInfo ping)) {
            ended.add(ping);
          }
        });
  }

  @AfterEach
  void close() {
    echo.close();
  }

  @Test
  @Proves("W12")
  void startIsRefused() {
    assertRefused(new PingApi.Start(olgas("udp://127.0.0.1:" + echo.port())), "target: " + DENIED);
    await(ask(new PingApi.Start(local("udp://127.0.0.1:" + echo.port()))));
  }

  @Test
  @Proves("W13")
  void nameIsJudgedByItsAddress() {
    assertRefused(new PingApi.Start(olgas("udp://localhost:" + echo.port())), DENIED);
  }

  @Test
  void resolverOfADnsPingIsJudged() {
    assertRefused(new PingApi.Start(olgas("dns://127.0.0.1/example.org")), DENIED);
  }

  @Test
  void listIsRefusedAsAWhole() {
    List<ListedPing> list =
        List.of(
            new ListedPing(1, olgas("udp://192.0.2.1:7")),
            new ListedPing(4, olgas("icmp://127.0.0.1")));

    assertRefused(new PingApi.StartAll(list), "line 4: " + DENIED);
  }

  @Test
  void singleProbeIsRefused() {
    assertRefused(new PingApi.Probe(olgas("udp://127.0.0.1:" + echo.port())), DENIED);
  }

  @Test
  void ownServerIsPinged() {
    policy.own().add(true, Endpoint.ipv4(0x7f000001, echo.port()));

    assertThat(await(ask(new PingApi.Start(olgas("udp://127.0.0.1:" + echo.port())))).state())
        .isEqualTo(PingState.RUNNING);
    assertRefused(new PingApi.Start(olgas("tcp://127.0.0.1:" + echo.port())), DENIED);
  }

  @Test
  void pingThatMayNotRunAnyMoreDoesNotResume() {
    PingSpec spec = olgas("udp://127.0.0.1:" + echo.port());
    Endpoint address = Endpoint.ipv4(0x7f000001, echo.port());
    PingInfo before = PingInfo.running(new ResolvedPing(spec, address), 0, Instant.now());

    assertRefused(new PingApi.Resume(before, PingHistory.NONE), DENIED);
    policy.own().add(true, address);
    policy.users().set(Directory.EMPTY);
    assertRefused(new PingApi.Resume(before, PingHistory.NONE), "olga started it and is no longer");
  }

  @Test
  @Proves("W17")
  void pingOfAUserWhoLeavesEndsWithTheReason() throws Exception {
    policy.own().add(true, Endpoint.ipv4(0x7f000001, echo.port()));
    await(ask(new PingApi.Start(olgas("udp://127.0.0.1:" + echo.port()))));
    UserApi.CHANGED.publish(
        vertx.eventBus(),
        new Directory(
            List.of(new User("olga", Role.OPERATOR, 2, Instant.EPOCH)), List.of())); // still there
    UserApi.CHANGED.publish(vertx.eventBus(), Directory.EMPTY);
    PingInfo last = ended.take();

    assertThat(last.state()).isEqualTo(PingState.STOPPED);
    assertThat(last.reason()).isEqualTo("olga started it and is no longer a user");
  }

  /// Another server may have the port by then.
  @Test
  void pingOfAnOwnServerEndsSoonAfterTheServer() throws Exception {
    Endpoint address = Endpoint.ipv4(0x7f000001, echo.port());
    policy.own().add(true, address);
    await(ask(new PingApi.Start(olgas("udp://127.0.0.1:" + echo.port()))));
    PingId second = new PingId(2);
    Target target = Target.parse("udp://127.0.0.1:" + echo.port());
    await(ask(new PingApi.Start(PingSpec.of(second, target).build())));
    policy.own().remove(true, address);
    PingInfo last = ended.take();

    assertThat(last.spec().startedBy()).isEqualTo(OLGA);
    assertThat(last.reason()).startsWith(DENIED);
  }

  @Test
  void pingOfAnAdminWhoBecomesAnOperatorEndsWhereOperatorsMayNot() throws Exception {
    Caller ada = new Caller("ada", Role.ADMIN, Caller.Proof.PASSWORD);
    await(ask(new PingApi.Start(local("udp://127.0.0.1:" + echo.port()).by(ada))));
    UserApi.CHANGED.publish(
        vertx.eventBus(),
        new Directory(List.of(new User("ada", Role.OPERATOR, 2, Instant.EPOCH)), List.of()));

    assertThat(ended.take().reason()).startsWith(DENIED);
  }

  /// The first server is allowed, and sends the request on to the inside.
  @Test
  @Proves("W13")
  void redirectIsNotFollowedToADeniedAddress() {
    AtomicInteger inside = new AtomicInteger();
    HttpServer second = server(request -> inside.incrementAndGet());
    HttpServer first =
        server(request ->
            request
                .response()
                .setStatusCode(302)
                .putHeader("Location", "http://127.0.0.1:" + second.actualPort() + "/"));
    policy.own().add(false, Endpoint.ipv4(0x7f000001, first.actualPort()));

    PingApi.Probed refused = await(ask(new PingApi.Probe(redirected(first, "/"))));
    assertThat(refused.sample().outcome()).isNotEqualTo(Outcome.REPLY);
    assertThat(inside).hasValue(0);

    policy.own().add(false, Endpoint.ipv4(0x7f000001, second.actualPort()));
    assertThat(await(ask(new PingApi.Probe(redirected(first, "/?again")))).sample().outcome())
        .isEqualTo(Outcome.REPLY);
    assertThat(inside).hasValue(1);
  }

  private static PingSpec redirected(HttpServer to, String path) {
    return olgas("http://127.0.0.1:" + to.actualPort() + path)
        .with()
        .http(follow(3))
        .timeout(Duration.ofSeconds(5))
        .build();
  }

  private static HttpOptions follow(int most) {
    return new HttpOptions(
        most,
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private HttpServer server(Consumer<HttpServerRequest> serve) {
    return await(
        vertx
            .createHttpServer()
            .requestHandler(request -> {
              serve.accept(request);
              request.response().end();
            })
            .listen(0, "127.0.0.1"));
  }

  @Test
  @Proves("W17")
  void pingOfARemoteUserEndsAfterItsLongestTime() throws Exception {
    policy.own().add(true, Endpoint.ipv4(0x7f000001, echo.port()));
    PingInfo started = await(ask(new PingApi.Start(olgas("udp://127.0.0.1:" + echo.port()))));
    PingInfo last = ended.take();

    assertThat(started.endsAt()).hasValue(started.startedAt().plus(LONGEST));
    assertThat(last.state()).isEqualTo(PingState.STOPPED);
    assertThat(last.reason()).contains("it ran for 4s", "ping.limits.maxDuration");
  }

  @Test
  void pingOfThisMachineHasNoEnd() {
    PingSpec local = local("udp://127.0.0.1:" + echo.port());

    assertThat(await(ask(new PingApi.Start(local))).endsAt()).isEmpty();
  }

  @Test
  void redirectsAndSingleProbesCountAsTargets() {
    HttpServer second = server(request -> {});
    HttpServer first =
        server(request ->
            request
                .response()
                .setStatusCode(302)
                .putHeader("Location", "http://127.0.0.1:" + second.actualPort() + "/"));
    Caller ada = new Caller("ada", Role.ADMIN, Caller.Proof.PASSWORD);
    for (int i = 0; i < TARGETS - 2; i++) {
      await(ask(new PingApi.Probe(local("udp://127.0.0.1:" + (40_000 + i)).by(ada))));
    }

    PingSpec spec = redirected(first, "/").by(ada);
    assertThat(await(ask(new PingApi.Probe(spec))).sample().outcome()).isEqualTo(Outcome.REPLY);
    assertRefused(
        new PingApi.Probe(local("udp://127.0.0.1:39999").by(ada)),
        "ping.limits.maxTargetsPerUserPerHour");
  }

  @Test
  void heartbeatsAreRefused() {
    BeatSenderSpec spec =
        new BeatSenderSpec(
            Target.parse("udp://127.0.0.1:" + echo.port()),
            "build-7",
            Duration.ofSeconds(1),
            OptionalLong.empty(),
            OLGA);

    assertThatThrownBy(() ->
            await(BeatSenderApi.SENDERS.request(vertx.eventBus(), new BeatSenderApi.Start(spec))))
        .hasStackTraceContaining(DENIED);
  }

  @Test
  void heartbeatsOfAUserWhoLeavesEnd() {
    startBeats();

    UserApi.CHANGED.publish(vertx.eventBus(), Directory.EMPTY);

    awaitNoBeats();
  }

  @Test
  void heartbeatsToAnOwnServerEndSoonAfterTheServer() {
    startBeats();
    long removed = System.nanoTime();

    policy.own().remove(true, Endpoint.ipv4(0x7f000001, echo.port()));

    awaitNoBeats();
    assertThat(Duration.ofNanos(System.nanoTime() - removed)).isLessThan(LONGEST);
  }

  private void startBeats() {
    policy.own().add(true, Endpoint.ipv4(0x7f000001, echo.port()));
    BeatSenderSpec spec =
        new BeatSenderSpec(
            Target.parse("udp://127.0.0.1:" + echo.port()),
            "build-7",
            Duration.ofSeconds(1),
            OptionalLong.empty(),
            OLGA);
    await(BeatSenderApi.SENDERS.request(vertx.eventBus(), new BeatSenderApi.Start(spec)));
  }

  private void awaitNoBeats() {
    while (!await(BeatSenderApi.SENDERS.request(vertx.eventBus(), new BeatSenderApi.All()))
        .senders()
        .isEmpty()) {
      Thread.onSpinWait();
    }
  }

  private static PingSpec olgas(String target) {
    return local(target).by(OLGA);
  }

  private static PingSpec local(String target) {
    return PingSpec.of(new PingId(1), Target.parse(target)).interval(Duration.ofSeconds(1)).build();
  }

  private <A extends Record> Future<A> ask(PingApi.PingerRequest<A> request) {
    return PingApi.pinger(0).request(vertx.eventBus(), request);
  }

  private void assertRefused(PingApi.PingerRequest<?> request, String why) {
    assertThatThrownBy(() -> await(ask(request)))
        .rootCause()
        .isInstanceOf(RequestFailure.class)
        .hasMessageContaining(why);
  }
}
