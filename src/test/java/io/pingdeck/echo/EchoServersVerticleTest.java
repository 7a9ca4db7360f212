package io.pingdeck.echo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pingdeck.app.Codecs;
import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.Fault;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.echo.api.EchoApi;
import io.pingdeck.echo.api.EchoConfig;
import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.EchoServerId;
import io.pingdeck.echo.api.EchoSnapshot;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.server.Await;
import io.pingdeck.echo.server.EchoBench;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.testing.Proves;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class EchoServersVerticleTest {
  private Vertx vertx;

  @BeforeEach
  void register(Vertx vertx) {
    this.vertx = vertx;
    Codecs.register(vertx);
  }

  @Test
  void configuredServersRunInTheirOrder() throws Exception {
    deploy(spec("127.0.0.1", 0), spec("::1", 0));

    List<EchoSnapshot> servers = all();

    assertThat(servers)
        .extracting(server -> server.spec().host())
        .containsExactly("127.0.0.1", "::1");
    for (EchoSnapshot server : servers) {
      assertThat(server.id().text())
          .isEqualTo("udp-" + server.spec().host().replace(':', '.') + "-" + server.spec().port());
      try (Peer peer = new Peer(server.listening().orElseThrow())) {
        assertThat(peer.ask("hi".getBytes(US_ASCII))).asString(US_ASCII).isEqualTo("HI");
      }
    }
  }

  /// U15.
  @Test
  @Proves("U15")
  void aFreshInstallListensOnLoopbackOnly() {
    assertThat(EchoConfig.DEFAULT.servers())
        .isNotEmpty()
        .allMatch(spec -> EchoBench.endpoint(spec.host(), spec.port()).isLoopback());
  }

  /// U16.
  @Test
  @Proves("U16")
  void aConfiguredServerWhosePortIsTakenIsListedAsFailedAndTheOthersRun() throws Exception {
    int port;
    try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
      port = taken.getLocalPort();
      deploy(spec("127.0.0.1", port), spec("192.0.2.77", 0), spec("127.0.0.1", 0));
    }

    List<EchoSnapshot> servers = all();
    assertThat(servers).hasSize(3);
    assertThat(servers.get(0).listening()).isEmpty();
    assertThat(servers.get(0).reason()).contains("127.0.0.1:" + port).contains("in use");
    assertThat(servers.get(1).reason()).contains("192.0.2.77 is not an address of this host");
    assertThat(servers.get(2).listening()).isPresent();
    assertThat(servers.get(2).reason()).isEmpty();
    EchoSnapshot again = done(new EchoApi.Restart(servers.get(0).id()));
    assertThat(again.listening().orElseThrow().port()).isEqualTo(port);
    assertThat(again.reason()).isEmpty();
  }

  @Test
  void aConfiguredServerThatCannotBeStaysFailedWhenItIsRestarted() throws Exception {
    deploy(new EchoSpec(Protocol.UDP, "127.0.0.1", 0, EchoMode.GREETING, Impairment.NONE));

    EchoSnapshot server = all().getFirst();

    assertThat(server.reason()).contains("a greeting needs a connection: choose tcp");
    assertThat(done(new EchoApi.Restart(server.id()))).isEqualTo(server);
    assertThat(done(new EchoApi.Stop(server.id())).reason()).isEmpty();
  }

  @Test
  void aServerIsStartedStoppedRestartedAndDeleted() throws Exception {
    deploy();
    EchoSnapshot started = done(new EchoApi.Start(spec("127.0.0.1", 0)));
    EchoServerId id = started.id();
    Endpoint listening = started.listening().orElseThrow();
    assertThat(id.text()).isEqualTo("udp-127.0.0.1-" + listening.port());
    try (Peer peer = new Peer(listening)) {
      peer.ask("x".getBytes(US_ASCII));
      Await.until("it is counted", () -> all().getFirst().replied() == 1);

      EchoSnapshot stopped = done(new EchoApi.Stop(id));
      assertThat(stopped.listening()).isEmpty();
      assertThat(stopped.reason()).isEmpty();
      assertThat(stopped.replied()).isEqualTo(1);
      assertThat(done(new EchoApi.Stop(id))).isEqualTo(stopped);

      EchoSnapshot restarted = done(new EchoApi.Restart(id));
      assertThat(restarted.listening()).contains(listening);
      assertThat(restarted.received()).isZero();
      assertThat(peer.ask("y".getBytes(US_ASCII))).asString(US_ASCII).isEqualTo("Y");
      assertThat(done(new EchoApi.Restart(id)).listening()).contains(listening);
    }

    assertThat(done(new EchoApi.Delete(id)).listening()).isEmpty();
    assertThat(all()).isEmpty();
    assertUnknown(request(new EchoApi.Restart(id)));
  }

  @Test
  void theImpairmentChangesLiveAndKeepsItsSeedUnlessAnotherIsGiven() throws Exception {
    deploy(spec("127.0.0.1", 0));
    EchoSnapshot server = all().getFirst();
    try (Peer peer = new Peer(server.listening().orElseThrow())) {
      EchoSnapshot deaf = done(new EchoApi.Impair(server.id(), EchoBench.loss(1, 42)));
      assertThat(deaf.spec().impairment()).isEqualTo(EchoBench.loss(1, 42));
      peer.send("lost".getBytes(US_ASCII));
      Await.until("it is lost", () -> all().getFirst().drops().get("emulatedLoss") == 1);

      Impairment none = new Impairment(0, OptionalLong.empty());
      EchoSnapshot clear = done(new EchoApi.Impair(server.id(), none));

      assertThat(clear.spec().impairment()).isEqualTo(EchoBench.loss(0, 42));
      assertThat(clear.sinceChange().received()).isZero();
      assertThat(clear.sinceChange().at()).isAfter(deaf.sinceChange().at());
      assertThat(clear.received()).isPositive();
      assertThat(peer.ask("kept".getBytes(US_ASCII))).asString(US_ASCII).isEqualTo("KEPT");
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "TCP, 192.0.2.1, 0, host: 192.0.2.1 is not an address of this host",
        "ICMP, 127.0.0.1, 0, protocol: icmp is handled by the operating system; choose udp",
        "UDP, localhost, 0, host: localhost is not an IP address (such as 127.0.0.1 or ::1)",
        "UDP, 192.0.2.1, 0, host: 192.0.2.1 is not an address of this host",
        "UDP, 224.0.0.1, 0, host: 224.0.0.1 is not an address of this host",
        "UDP, ::1, 65536, \"port: 65536 is not a port (1-65535, or 0 for a free one)\"",
      })
  void whatCannotBeStartedIsRefusedWithTheField(
      Protocol protocol, String host, int port, String fault) throws Exception {
    deploy();

    Future<EchoSnapshot> answer =
        request(
            new EchoApi.Start(new EchoSpec(protocol, host, port, EchoMode.LAB, Impairment.NONE)));

    assertThat(faults(answer)).extracting(Fault::toString).containsExactly(fault);
    assertThat(all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "::ffff:0.0.0.0", "0:0:0:0:0:0:0:0", "0.0.0.0 "})
  void addressThatOthersReachNeedsASettingOfTheFile(String host) throws Exception {
    deploy(spec("0.0.0.0", 0));
    EchoSpec open = new EchoSpec(Protocol.UDP, host, 0, EchoMode.LAB, Impairment.NONE);

    assertThat(faults(request(new EchoApi.Start(open)))).extracting(Fault::field).contains("host");
    assertThat(all())
        .singleElement()
        .satisfies(configured -> {
          assertThat(configured.listening()).isEmpty();
          assertThat(configured.reason()).contains("echo.allowOpen");
          EchoSnapshot again = done(new EchoApi.Restart(configured.id()));
          assertThat(again.listening()).isEmpty();
        });
  }

  @Test
  void addressThatOthersReachIsListenedOnIfTheFileAllowsIt() throws Exception {
    EchoConfig allowed = new EchoConfig(List.of(spec("0.0.0.0", 0)), EchoLimits.DEFAULT, true);
    await(vertx.deployVerticle(new EchoServersVerticle(allowed, PlatformSockets.best())));

    assertThat(all().getFirst().listening()).isPresent();
  }

  @Test
  void allFaultsAreToldAtOnce() throws Exception {
    deploy();

    Future<EchoSnapshot> answer =
        request(
            new EchoApi.Start(
                new EchoSpec(Protocol.UDP, "nowhere", -1, EchoMode.GREETING, Impairment.NONE)));

    assertThat(faults(answer)).extracting(Fault::field).containsExactly("mode", "host", "port");
  }

  @Test
  void theSameAddressTwiceIsRefusedHoweverItIsWritten() throws Exception {
    deploy(spec("::1", 0));
    int port = all().getFirst().listening().orElseThrow().port();

    Future<EchoSnapshot> answer = request(new EchoApi.Start(spec("0:0:0:0:0:0:0:1", port)));

    assertThat(faults(answer))
        .containsExactly(new Fault("port", "the echo server udp-..1-" + port + " already exists"));
  }

  @Test
  void aPortThatAnotherProgramUsesIsRefusedAndNothingIsListed() throws Exception {
    deploy();
    try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
      Future<EchoSnapshot> answer =
          request(new EchoApi.Start(spec("127.0.0.1", taken.getLocalPort())));

      assertThat(faults(answer)).extracting(Fault::field).containsExactly("port");
      assertThat(faults(answer).getFirst().message()).contains("in use");
      assertThat(all()).isEmpty();
    }
  }

  @Test
  void sixtyFourServersAreTheMost() throws Exception {
    deploy();
    IntStream.range(0, 64)
        .mapToObj(i -> request(new EchoApi.Start(spec("127.0.0.1", 0))))
        .toList()
        .forEach(started -> assertThat(await(started).listening()).isPresent());

    Future<EchoSnapshot> answer = request(new EchoApi.Start(spec("127.0.0.1", 0)));

    assertThat(faults(answer)).extracting(Fault::field).containsExactly("echoServers");
    assertThat(all()).hasSize(64);
  }

  @Test
  void commandsSentAtOnceAreHandledOneAfterTheOther() throws Exception {
    deploy(spec("127.0.0.1", 0));
    EchoServerId id = all().getFirst().id();

    List<Future<EchoSnapshot>> answers =
        List.of(
            request(new EchoApi.Restart(id)),
            request(new EchoApi.Stop(id)),
            request(new EchoApi.Restart(id)),
            request(new EchoApi.Delete(id)),
            request(new EchoApi.Stop(id)));

    for (Future<EchoSnapshot> answer : answers.subList(0, 4)) {
      assertThat(await(answer).id()).isEqualTo(id);
    }
    assertUnknown(answers.getLast());
  }

  /// Rule 2 of the loop guard applies across all servers of the process.
  @Test
  void oneServerDoesNotAnswerFromThePortOfAnother() throws Exception {
    deploy(spec("127.0.0.1", 0), spec("::1", 0));
    Endpoint first = all().get(0).listening().orElseThrow();
    Endpoint second = all().get(1).listening().orElseThrow();
    try (DatagramSocket other =
        new DatagramSocket(new InetSocketAddress("127.0.0.1", second.port()))) {
      byte[] text = "loop".getBytes(US_ASCII);
      other.send(new DatagramPacket(text, text.length, first.socketAddress()));

      Await.until("it is dropped", () -> all().getFirst().drops().get("servicePort") == 1);
    }
  }

  private void deploy(EchoSpec... specs) throws Exception {
    EchoConfig config = new EchoConfig(List.of(specs), EchoLimits.DEFAULT);
    await(vertx.deployVerticle(new EchoServersVerticle(config, PlatformSockets.best())));
  }

  private static EchoSpec spec(String host, int port) {
    return new EchoSpec(Protocol.UDP, host, port, EchoMode.LAB, Impairment.NONE);
  }

  private <A extends Record> Future<A> request(EchoApi.EchoRequest<A> request) {
    return EchoApi.SERVERS.request(vertx.eventBus(), request);
  }

  private EchoSnapshot done(EchoApi.EchoRequest<EchoSnapshot> request) {
    return await(request(request));
  }

  private List<EchoSnapshot> all() {
    return await(request(new EchoApi.All())).servers();
  }

  private static List<Fault> faults(Future<?> refused) {
    return ((RequestFailure.Refused) reason(refused)).faults();
  }

  private static void assertUnknown(Future<?> answer) {
    assertThat(reason(answer)).isInstanceOf(RequestFailure.Unknown.class);
  }

  private static RequestFailure.Reason reason(Future<?> answer) {
    return catchThrowableOfType(RequestFailure.class, () -> await(answer)).reason();
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
