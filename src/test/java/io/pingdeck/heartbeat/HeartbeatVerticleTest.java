package io.pingdeck.heartbeat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pingdeck.app.Codecs;
import io.pingdeck.app.PlatformSockets;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.echo.server.Await;
import io.pingdeck.heartbeat.api.BeatChange;
import io.pingdeck.heartbeat.api.BeatCounts;
import io.pingdeck.heartbeat.api.BeatReport;
import io.pingdeck.heartbeat.api.BeatRules;
import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.heartbeat.api.HeartbeatApi;
import io.pingdeck.heartbeat.api.HeartbeatConfig;
import io.pingdeck.heartbeat.api.HeartbeatConfig.NamedApplication;
import io.pingdeck.heartbeat.api.HeartbeatSnapshot;
import io.pingdeck.heartbeat.api.MonitorSnapshot;
import io.pingdeck.heartbeat.api.PartialRules;
import io.pingdeck.heartbeat.api.WebhookConfig;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.testing.Slow;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Slow
@ExtendWith(VertxExtension.class)
@Timeout(60)
class HeartbeatVerticleTest {
  private static final BeatRules FAST =
      new BeatRules(
          Optional.of(Duration.ofMillis(100)), Optional.of(Duration.ofMillis(300)), 2, 5, 0.1);

  @TempDir private Path directory;
  private Vertx vertx;
  private Endpoint known;
  private final BlockingQueue<BeatChange> changes = new LinkedBlockingQueue<>();

  @BeforeEach
  void listen(Vertx newVertx) throws Exception {
    vertx = newVertx;
    Codecs.register(vertx);
    await(
        HeartbeatApi.CHANGED.consume(
            vertx.eventBus(), announced -> changes.addAll(announced.changes())));
  }

  @Test
  void beatsArriveByUdpAndTheirEndIsFound() throws Exception {
    deploy(config(named("app"), 0));

    BeatSender.Sent sent = send("app", Duration.ofMillis(100), 5);

    assertThat(sent.beats()).isEqualTo(5);
    assertThat(next("app").to()).isEqualTo(BeatState.ALIVE);
    assertThat(next("app").to()).isEqualTo(BeatState.GOODBYE);
    BeatCounts counts = read("app").counts();
    assertThat(counts).isEqualTo(new BeatCounts(5, 0, 0, 0, 0, 0, 0, 0, 3));
    raw("heartbeat 1 1735689600 app bbbb");
    assertThat(next("app").to()).isEqualTo(BeatState.RESTARTED);
    assertThat(untilStopped("app")).endsWith(BeatState.LATE, BeatState.STOPPED);
  }

  @Test
  void nothingIsEverAnswered() throws Exception {
    deploy(config(named("app"), 0));
    try (DatagramSocket socket = new DatagramSocket()) {
      for (String text : List.of("heartbeat 1 2 app", "1 2", "junk", "")) {
        socket.send(packet(text));
      }
      while (monitor().datagrams() < 4) {
        Await.pause();
      }
      socket.setSoTimeout(1);
      DatagramPacket answer = new DatagramPacket(new byte[1], 1);

      assertThat(catchThrowable(() -> socket.receive(answer)))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void tenThousandApplicationsLeaveNoBeatUnaccounted() throws Exception {
    deploy(config(named("known"), 10_000));
    int rounds = 3;
    long sent = 0;
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < 10_000; i++) {
          socket.send(packet("heartbeat " + round + " 1735689600 app-" + i + " aaaa"));
          sent++;
        }
      }
    }

    MonitorSnapshot monitor = monitor();
    while (monitor.datagrams() + monitor.kernelDrops().orElse(0) < sent) {
      monitor = monitor();
    }
    assertThat(monitor.datagrams() + monitor.kernelDrops().orElse(0)).isEqualTo(sent);
    long rejected = monitor.rejected().values().stream().mapToLong(Long::longValue).sum();
    assertThat(monitor.datagrams()).isEqualTo(monitor.beats() + rejected);
    assertThat(rejected).isZero();
    HeartbeatApi.Applications all = ask(new HeartbeatApi.Page(Optional.empty(), 0, 1000));
    assertThat(all.total()).isEqualTo(10_001);
    assertThat(all.applications()).hasSize(1000);
  }

  @Test
  void knowledgeOutlivesTheProcessAndNoChangeIsAnnouncedTwice() throws Exception {
    HeartbeatConfig config = config(named("app"), 10);
    String first = deploy(config);
    raw("heartbeat 1 1735689600 app aaaa");
    raw("heartbeat 2 1735689601 app aaaa");
    assertThat(next("app").to()).isEqualTo(BeatState.ALIVE);
    assertThat(next("app").to()).isEqualTo(BeatState.LATE);
    BeatChange stopped = next("app");
    await(vertx.undeploy(first));
    known = null;

    deploy(config);

    assertThat(read("app").state()).isEqualTo(BeatState.STOPPED);
    assertThat(read("app").counts().received()).isEqualTo(2);
    assertThat(log()).startsWith(stopped);
    raw("heartbeat 9 1735689609 app aaaa");
    assertThat(next("app").to()).isEqualTo(BeatState.ALIVE);
    assertThat(read("app").counts()).isEqualTo(new BeatCounts(3, 0, 6, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void fileThatCannotBeReadIsKeptAsideAndTheMonitorBeginsAnew() throws Exception {
    Files.writeString(directory.resolve("heartbeats.json"), "{\"version\":1,\"appl");

    deploy(config(named("app"), 10));

    assertThat(read("app").state()).isEqualTo(BeatState.WAITING);
    assertThat(directory.resolve("heartbeats.json.unreadable")).exists();
    assertThat(monitor().damage().places()).isPositive();
    assertThat(monitor().damage().warnings()).singleElement().asString().contains("is damaged");
  }

  @Test
  void takenPortIsSaidAndBeatsByHttpAreCountedAllTheSame() throws Exception {
    deploy(config(named("app"), 10));
    int taken = monitor().listening().orElseThrow().port();
    HeartbeatConfig second =
        new HeartbeatConfig(
            true,
            "127.0.0.1",
            taken,
            FAST,
            FAST.interval().get(),
            10,
            List.of(),
            WebhookConfig.DEFAULT);
    Vertx other = Vertx.vertx();
    try {
      Codecs.register(other);
      await(other.deployVerticle(verticle(second)));

      HeartbeatSnapshot job =
          await(
              HeartbeatApi.MONITOR.request(
                  other.eventBus(),
                  new HeartbeatApi.Beat("job", BeatReport.of(BeatReport.Kind.OK))));
      HeartbeatApi.Applications page =
          await(
              HeartbeatApi.MONITOR.request(
                  other.eventBus(), new HeartbeatApi.Page(Optional.empty(), 0, 10)));

      assertThat(job.state()).isEqualTo(BeatState.ALIVE);
      assertThat(page.monitor().listening()).isEmpty();
      assertThat(page.monitor().reason()).contains(String.valueOf(taken));
    } finally {
      await(other.close());
    }
  }

  @Test
  void commandsAboutUnknownApplicationsFailAsUnknown() throws Exception {
    deploy(config(named("app"), 10));

    RequestFailure.Reason unknown = new RequestFailure.Unknown("no application who");
    assertThat(refusal(new HeartbeatApi.Read("who"))).isEqualTo(unknown);
    assertThat(refusal(new HeartbeatApi.Forget("who"))).isEqualTo(unknown);
    assertThat(refusal(new HeartbeatApi.SetRules("who", Optional.of(FAST)))).isEqualTo(unknown);
    assertThat(refusal(new HeartbeatApi.Beat("<b>", BeatReport.of(BeatReport.Kind.OK))))
        .isInstanceOf(RequestFailure.Conflict.class);
  }

  @Test
  void missingKeyFileStopsTheStartWithItsName() {
    NamedApplication secret =
        new NamedApplication("app", PartialRules.all(FAST), Optional.of(Path.of("no-such-key")));

    assertThat(catchThrowable(() -> deploy(config(secret, 10))))
        .hasMessageContaining("no-such-key");
  }

  private static NamedApplication named(String name) {
    return new NamedApplication(name, PartialRules.all(FAST), Optional.empty());
  }

  private static HeartbeatConfig config(NamedApplication application, int maxUnknown) {
    return new HeartbeatConfig(
        true,
        "127.0.0.1",
        0,
        BeatRules.DEFAULT,
        Duration.ofMinutes(1),
        maxUnknown,
        List.of(application),
        WebhookConfig.DEFAULT);
  }

  private HeartbeatVerticle verticle(HeartbeatConfig config) {
    return new HeartbeatVerticle(config, directory, directory, PlatformSockets.best());
  }

  private String deploy(HeartbeatConfig config) throws Exception {
    return await(vertx.deployVerticle(verticle(config)));
  }

  private BeatSender.Sent send(String name, Duration interval, long count) throws Exception {
    return new BeatSender(address(), name, interval, OptionalLong.of(count), Optional.empty())
        .run(PlatformSockets.best());
  }

  private void raw(String text) throws Exception {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(packet(text));
    }
  }

  private DatagramPacket packet(String text) throws Exception {
    byte[] bytes = text.getBytes(UTF_8);
    SocketAddress to = address().socketAddress();
    return new DatagramPacket(bytes, bytes.length, to);
  }

  private Endpoint address() throws Exception {
    if (known == null) {
      known = monitor().listening().orElseThrow();
    }
    return known;
  }

  private MonitorSnapshot monitor() throws Exception {
    return ask(new HeartbeatApi.Page(Optional.empty(), 0, 0)).monitor();
  }

  private HeartbeatSnapshot read(String name) throws Exception {
    return ask(new HeartbeatApi.Read(name));
  }

  private List<BeatChange> log() throws Exception {
    return ask(new HeartbeatApi.LatestChanges(Optional.of("app"), 100)).changes();
  }

  private <A extends Record> A ask(HeartbeatApi.HeartbeatRequest<A> request) throws Exception {
    return await(HeartbeatApi.MONITOR.request(vertx.eventBus(), request));
  }

  private RequestFailure.Reason refusal(HeartbeatApi.HeartbeatRequest<?> request) {
    Throwable failure = catchThrowable(() -> ask(request)).getCause();
    return ((RequestFailure) failure).reason();
  }

  /// On a busy machine the monitor's own pauses come in between: silence is then judged anew.
  private List<BeatState> untilStopped(String application) throws InterruptedException {
    List<BeatState> states = new ArrayList<>();
    do {
      states.add(next(application).to());
    } while (states.getLast() != BeatState.STOPPED);
    return states;
  }

  private BeatChange next(String application) throws InterruptedException {
    while (true) {
      BeatChange change = changes.poll(20, TimeUnit.SECONDS);
      assertThat(change).as("a change of " + application).isNotNull();
      if (change.application().equals(application)) {
        return change;
      }
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
