package io.pingdeck.echo.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.NanoClock;
import io.pingdeck.echo.Peer;
import io.pingdeck.echo.api.EchoCounts;
import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.guard.EchoPorts;
import io.pingdeck.net.Sockets;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.testing.Proves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@MethodSource("implementations")
class UdpEchoLoopTest {
  private static final int ENOBUFS = 105;
  @Parameter private Sockets sockets;
  private final EchoPorts ports = new EchoPorts();

  static List<Named<Sockets>> implementations() {
    return List.of(
        Named.of("portable", PlatformSockets.portable()),
        Named.of(
            "best here: " + PlatformSockets.best().capabilities().implementation(),
            PlatformSockets.best()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void itAnswersFromTheAddressItWasAskedAt(String host) throws IOException {
    try (UdpEchoLoop loop = open(host, Impairment.NONE, EchoLimits.DEFAULT);
        Peer peer = new Peer(loop.listening())) {
      assertThat(text(peer.ask(bytes("ping 1 now pd1:00")))).isEqualTo("PING 1 NOW PD1:00");
    }
  }

  /// U10, U11.
  @ParameterizedTest
  @CsvSource({
    "0, LAB",
    "1, LAB",
    "2048, LAB",
    "2049, LAB",
    "9000, LAB",
    "65507, LAB",
    "0, RFC862",
    "65507, RFC862"
  })
  @Proves("U1")
  void everySizeIsAnsweredWhole(int size, EchoMode mode) throws IOException {
    byte[] payload = new byte[size];
    new SplittableRandom(size).nextBytes(payload);
    EchoSpec spec = new EchoSpec(Protocol.UDP, "127.0.0.1", 0, mode, Impairment.NONE);
    try (UdpEchoLoop loop = open(spec, EchoLimits.DEFAULT, sockets);
        Peer peer = new Peer(loop.listening())) {
      byte[] answer = peer.ask(payload);

      assertThat(answer).isEqualTo(mode == EchoMode.LAB ? upper(payload) : payload);
    }
  }

  /// U10.
  @Test
  @Proves("U10")
  void aDatagramAboveTheLimitIsCountedAndTheNextAnswered() throws IOException {
    EchoLimits limits = EchoBench.limits(100, 1_000, 1_000, 1_000, 1_000);
    try (UdpEchoLoop loop = open("127.0.0.1", Impairment.NONE, limits);
        Peer peer = new Peer(loop.listening())) {
      peer.send(new byte[101]);

      assertThat(peer.ask(new byte[100])).hasSize(100);
      awaitReceived(loop, 2);
      assertThat(loop.counts().drops()).containsEntry("tooLong", 1L);
    }
  }

  @Test
  void anImpairmentHoldsFromTheNextDatagramAndASeedRestartsItsSequence() throws IOException {
    try (UdpEchoLoop loop = open("127.0.0.1", Impairment.NONE, EchoLimits.DEFAULT);
        Peer peer = new Peer(loop.listening())) {
      assertThat(lost(loop, peer).cardinality()).isZero();

      loop.impair(EchoBench.loss(Impairment.LAB_LOSS, 42));
      BitSet first = lost(loop, peer);
      BitSet second = lost(loop, peer);
      loop.impair(EchoBench.loss(Impairment.LAB_LOSS, 42));

      assertThat(first.cardinality()).isBetween(50, 100);
      assertThat(second).isNotEqualTo(first);
      assertThat(lost(loop, peer)).isEqualTo(first);
      loop.impair(new Impairment(1, OptionalLong.empty()));
      assertThat(lost(loop, peer).cardinality()).isEqualTo(200);
      loop.impair(Impairment.NONE);
      assertThat(lost(loop, peer).cardinality()).isZero();
    }
  }

  /// U13 and ledger 2, read by another thread at the same time.
  @Test
  @Proves("U13")
  void whatWasReceivedIsAnsweredOrDroppedForOneReasonInEverySnapshot() throws Exception {
    int datagrams = 30_000;
    EchoLimits limits = EchoBench.limits(200, 2_000, 1_000, 100_000, 100_000);
    SplittableRandom random = new SplittableRandom(1);
    Sockets faulty =
        new FaultySockets(sockets, batch -> {}, payload -> payload.length % 7 == 3 ? ENOBUFS : 0);
    EchoSpec spec =
        new EchoSpec(Protocol.UDP, "127.0.0.1", 0, EchoMode.LAB, EchoBench.loss(0.25, 1));
    try (UdpEchoLoop loop = open(spec, limits, faulty);
        Peer peer = new Peer(loop.listening())) {
      AtomicBoolean done = new AtomicBoolean();
      AtomicLong wrong = new AtomicLong();
      AtomicLong read = new AtomicLong();
      Thread reader =
          Thread.ofPlatform()
              .start(() -> {
                while (!done.get()) {
                  wrong.addAndGet(unaccounted(loop.counts()) == 0 ? 0 : 1);
                  read.incrementAndGet();
                }
              });
      for (int i = 0; i < datagrams; i++) {
        peer.send(i % 10 == 0 ? bytes("PD1:" + i) : new byte[random.nextInt(220)]);
        if (i % 64 == 63) {
          awaitReceived(loop, i - 1_000);
        }
      }
      awaitReceived(loop, datagrams);
      done.set(true);
      reader.join();

      EchoCounts counts = loop.counts();
      assertThat(read).hasPositiveValue();
      assertThat(wrong).hasValue(0);
      assertThat(unaccounted(counts)).isZero();
      assertThat(counts.drops().get("isReply")).isEqualTo(datagrams / 10);
      assertThat(counts.drops().get("tooLong")).isPositive();
      assertThat(counts.drops().get("rateLimited")).isPositive();
      assertThat(counts.drops().get("emulatedLoss")).isPositive();
      assertThat(counts.drops().get("sendFailed")).isPositive();
      assertThat(counts.kernelDrops()).hasValue(FaultySockets.KERNEL_DROPS);
    }
  }

  /// U8, live.
  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has all of 127/8 on loopback")
  @Proves("U8")
  void aFloodFromOneAddressIsLimitedAndAnotherAddressIsAnswered() throws IOException {
    EchoLimits limits = EchoBench.limits(65_507, 100, 50, 100_000, 100_000);
    try (UdpEchoLoop loop = open(local(0), limits, sockets);
        Peer flood = new Peer(loop.listening());
        Peer other = new Peer(loop.listening(), EchoBench.endpoint("127.0.0.2", 0))) {
      long start = System.nanoTime();
      for (int i = 0; i < 3_000; i++) {
        flood.send(bytes("flood " + i));
        if (i % 300 == 0) {
          assertThat(text(other.ask(bytes("calm " + i)))).isEqualTo("CALM " + i);
        }
      }
      awaitReceived(loop, 3_010);
      double seconds = (System.nanoTime() - start) / 1e9;

      assertThat(loop.counts().replied() - 10).isBetween(50L, (long) (51 + 100 * seconds));
    }
  }

  /// U7, live, and the source of the reply.
  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has all of 127/8 on loopback")
  @Proves("U7")
  void onAllAddressesItAnswersFromTheOneAskedAndNoBroadcast() throws IOException {
    assumeThat(sockets.capabilities().implementation())
        .as("the JDK's channels do not tell where a datagram was sent to")
        .isEqualTo("native");
    EchoSpec spec = new EchoSpec(Protocol.UDP, "0.0.0.0", 0, EchoMode.LAB, Impairment.NONE);
    try (UdpEchoLoop loop = open(spec, EchoLimits.DEFAULT, sockets);
        Peer peer = new Peer(EchoBench.endpoint("127.0.0.2", loop.listening().port()));
        DatagramSocket shouting = new DatagramSocket()) {
      byte[] payload = bytes("everybody");
      int port = loop.listening().port();
      shouting.send(
          new DatagramPacket(
              payload,
              payload.length,
              EchoBench.endpoint("127.255.255.255", port).socketAddress()));

      assertThat(text(peer.ask(bytes("you")))).isEqualTo("YOU");
      awaitReceived(loop, 2);
      assertThat(loop.counts().drops()).containsEntry("badSource", 1L);
    }
  }

  /// U14: the socket layer reports an invalid port.
  @Test
  @Proves("U14")
  void aBugInTheDecisionIsCountedAndTheNextDatagramAnswered() throws IOException {
    AtomicLong batches = new AtomicLong();
    Sockets faulty =
        new FaultySockets(
            sockets,
            batch -> {
              if (batch.size() > 0 && batches.getAndIncrement() == 0) {
                batch.address(0, batch.addressHigh(0), batch.addressLow(0), 70_000, 0);
              }
            },
            payload -> 0);
    try (UdpEchoLoop loop = open(local(0), EchoLimits.DEFAULT, faulty);
        Peer peer = new Peer(loop.listening())) {
      peer.send(bytes("one"));
      awaitReceived(loop, 1);

      assertThat(text(peer.ask(bytes("two")))).isEqualTo("TWO");
      awaitReceived(loop, 2);
      assertThat(loop.counts().drops()).containsEntry("handlerFailed", 1L);
      assertThat(loop.failure()).isEmpty();
    }
  }

  @Test
  @Proves("U14")
  void aBugInSendingIsCountedAndTheNextDatagramAnswered() throws IOException {
    Sockets faulty =
        new FaultySockets(
            sockets,
            batch -> {},
            payload -> {
              if (text(payload).equals("ONE")) {
                throw new IllegalStateException("made to fail");
              }
              return 0;
            });
    try (UdpEchoLoop loop = open(local(0), EchoLimits.DEFAULT, faulty);
        Peer peer = new Peer(loop.listening())) {
      peer.send(bytes("one"));
      awaitReceived(loop, 1);

      assertThat(text(peer.ask(bytes("two")))).isEqualTo("TWO");
      awaitReceived(loop, 2);
      assertThat(loop.counts().drops()).containsEntry("sendFailed", 1L);
    }
  }

  @Test
  void aSocketThatCannotReceiveAnyMoreFailsTheServerWithTheReason() throws IOException {
    Sockets faulty =
        new FaultySockets(
            sockets,
            batch -> {
              if (batch.size() > 0) {
                throw new UncheckedIOException(new IOException("made to fail"));
              }
            },
            payload -> 0);
    try (UdpEchoLoop loop = open(local(0), EchoLimits.DEFAULT, faulty);
        Peer peer = new Peer(loop.listening())) {
      assertThat(loop.failure()).isEmpty();
      peer.send(bytes("x"));

      Await.until("the loop says why it ended", () -> loop.failure().isPresent());
      assertThat(loop.failure().orElseThrow()).contains("made to fail");
      Await.until("its port is free again", () -> !ports.contains(loop.listening().port()));
      assertThat(unaccounted(loop.counts())).isZero();
    }
  }

  @Test
  void closingFreesThePortAndItsPlaceAmongOurOwn() throws IOException {
    UdpEchoLoop loop = open("127.0.0.1", Impairment.NONE, EchoLimits.DEFAULT);
    int port = loop.listening().port();
    assertThat(ports.contains(port)).isTrue();

    loop.close();

    assertThat(ports.contains(port)).isFalse();
    assertThat(loop.failure()).isEmpty();
    try (DatagramSocket again = new DatagramSocket(loop.listening().socketAddress())) {
      assertThat(again.getLocalPort()).isEqualTo(port);
    }
    loop.close();
  }

  /// U16.
  @Test
  void aPortInUseIsSaidInAMessage() throws IOException {
    try (UdpEchoLoop first = open("127.0.0.1", Impairment.NONE, EchoLimits.DEFAULT)) {
      EchoSpec same = local(first.listening().port());

      assertThatThrownBy(() -> open(same, EchoLimits.DEFAULT, sockets))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(first.listening().toString())
          .hasMessageContaining("in use");
    }
  }

  /// U3, live: datagrams from the port of another server of this process.
  @Test
  @Proves("U4")
  void whatComesFromAnotherOfOurServersPortsIsNotAnswered() throws IOException {
    try (UdpEchoLoop loop = open("127.0.0.1", Impairment.NONE, EchoLimits.DEFAULT);
        DatagramSocket other = new DatagramSocket(loop.listening().withPort(0).socketAddress());
        Peer peer = new Peer(loop.listening())) {
      ports.add(other.getLocalPort());
      byte[] payload = bytes("hello");
      other.send(new DatagramPacket(payload, payload.length, loop.listening().socketAddress()));

      assertThat(peer.ask(bytes("x"))).isEqualTo(bytes("X"));
      awaitReceived(loop, 2);
      assertThat(loop.counts().drops()).containsEntry("servicePort", 1L);
    }
  }

  private UdpEchoLoop open(String host, Impairment impairment, EchoLimits limits)
      throws IOException {
    EchoSpec spec = new EchoSpec(Protocol.UDP, host, 0, EchoMode.LAB, impairment);
    return open(spec, limits, sockets);
  }

  private UdpEchoLoop open(EchoSpec spec, EchoLimits limits, Sockets sockets) throws IOException {
    return UdpEchoLoop.open(spec, limits, ports, sockets, NanoClock.SYSTEM);
  }

  private static EchoSpec local(int port) {
    return new EchoSpec(Protocol.UDP, "127.0.0.1", port, EchoMode.LAB, Impairment.NONE);
  }

  private static void awaitReceived(UdpEchoLoop loop, long datagrams) {
    Await.until(datagrams + " datagrams are counted", () -> loop.counts().received() >= datagrams);
  }

  /// Which of 200 numbered datagrams were not answered.
  private static BitSet lost(UdpEchoLoop loop, Peer peer) throws IOException {
    EchoCounts before = loop.counts();
    for (int i = 0; i < 200; i++) {
      peer.send(bytes("n" + i));
    }
    awaitReceived(loop, before.received() + 200);
    BitSet lost = new BitSet();
    lost.set(0, 200);
    long answers = loop.counts().replied() - before.replied();
    for (long i = 0; i < answers; i++) {
      lost.clear(Integer.parseInt(text(peer.receive()).substring(1)));
    }
    return lost;
  }

  private static long unaccounted(EchoCounts counts) {
    long dropped = counts.drops().values().stream().mapToLong(Long::longValue).sum();
    return counts.received() - counts.replied() - dropped;
  }

  private static byte[] upper(byte[] payload) {
    byte[] result = Arrays.copyOf(payload, payload.length);
    for (int i = 0; i < result.length; i++) {
      if (result[i] >= 'a' && result[i] <= 'z') {
        result[i] -= 32;
      }
    }
    return result;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, US_ASCII);
  }
}
