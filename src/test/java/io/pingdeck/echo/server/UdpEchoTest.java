package io.pingdeck.echo.server;

import static io.pingdeck.echo.server.EchoBench.CLIENT;
import static io.pingdeck.echo.server.EchoBench.HERE;
import static io.pingdeck.echo.server.EchoBench.endpoint;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.pingdeck.echo.api.DropReason;
import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.IcmpErrorAs;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.testing.Proves;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UdpEchoTest {
  private static final int PAYLOADS = 1_000_000;
  private final EchoBench lab = new EchoBench(EchoMode.LAB);

  /// U1.
  @ParameterizedTest
  @EnumSource(EchoMode.class)
  @Proves("U1")
  void aMillionRandomPayloadsAreAnsweredWithTheirOwnLength(EchoMode mode) {
    EchoBench bench = new EchoBench(mode);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < PAYLOADS; i++) {
      byte[] payload = new byte[random.nextInt(80)];
      random.nextBytes(payload);

      Optional<DropReason> reason = bench.receive(payload, CLIENT.withPort(20_000 + i % 10_000));

      assertThat(reason.isEmpty()).isTrue();
      assertThat(bench.batch.length(0)).isEqualTo(payload.length);
      assertThat(Arrays.equals(bench.answer(), expected(mode, payload))).isTrue();
    }
  }

  /// U1: text conversion would make these longer.
  @Test
  void textThatGrowsInUpperCaseKeepsItsLengthHere() {
    for (String text : new String[] {"\u0390".repeat(500), "\ufb03".repeat(300), "stra\u00dfe"}) {
      byte[] payload = text.getBytes(UTF_8);
      assertThat(text.toUpperCase(Locale.ROOT).getBytes(UTF_8).length)
          .isGreaterThanOrEqualTo(payload.length);

      assertThat(lab.receive(payload, CLIENT)).isEmpty();
      assertThat(lab.answer()).isEqualTo(expected(EchoMode.LAB, payload));
    }
  }

  /// U2.
  @Test
  @Proves("U2")
  void allByteValuesGiveTheSameInTheTurkishLocale() {
    Locale before = Locale.getDefault();
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    try {
      Locale.setDefault(Locale.of("tr", "TR"));
      assertThat("ping".toUpperCase()).isNotEqualTo("PING");

      assertThat(lab.receive(all, CLIENT)).isEmpty();
    } finally {
      Locale.setDefault(before);
    }
    assertThat(lab.answer()).isEqualTo(expected(EchoMode.LAB, all));
  }

  @Test
  void theAnswerGoesBackToWhereItCameFromWithOurOwnHopLimit() {
    lab.batch.hopLimit(0, 3);
    lab.batch.trafficClass(0, 0xb8);

    assertThat(lab.receive("hello", CLIENT)).isEmpty();

    assertThat(lab.answerText()).isEqualTo("HELLO");
    assertThat(CLIENT.sameAddress(lab.batch.addressHigh(0), lab.batch.addressLow(0))).isTrue();
    assertThat(lab.batch.port(0)).isEqualTo(CLIENT.port());
    assertThat(HERE.sameAddress(lab.batch.localHigh(0), lab.batch.localLow(0))).isTrue();
    assertThat(lab.batch.hopLimit(0)).isZero();
    assertThat(lab.batch.trafficClass(0)).isZero();
  }

  /// A datagram without a reply for a reason of its own gets no ICMP error either.
  @Test
  void anErrorOnPurposeGoesNowhereThatAReplyWouldNot() {
    lab.echo.impair(Wanted.impairment().icmpError(1, IcmpErrorAs.PROHIBITED).get());

    assertThat(lab.receive("hello", CLIENT)).contains(DropReason.PROHIBITED);
    assertThat(lab.receive("hello", CLIENT.withPort(53))).contains(DropReason.SERVICE_PORT);
    assertThat(lab.receive("hello", endpoint("224.0.0.1", 40_000))).contains(DropReason.BAD_SOURCE);
    assertThat(lab.receive("PING 1 0.1 PD1:00112233", CLIENT)).contains(DropReason.IS_REPLY);
  }

  /// U3, two servers of one program.
  @Test
  void aPacketForgedFromOurOtherEchoServerIsNotAnswered() {
    lab.ports.add(12001);

    assertThat(lab.receive("hello", HERE.withPort(12001))).contains(DropReason.SERVICE_PORT);

    lab.ports.remove(12001);
    assertThat(lab.receive("hello", HERE.withPort(12001))).isEmpty();
  }

  /// U3, two servers that do not know each other, connected by one probe.
  @Test
  @Proves("U3")
  void aForgedProbeMakesTwoPacketsBetweenStrangeServersInLabMode() {
    assertThat(loop(EchoMode.LAB, EchoMode.LAB, "ping 1 1700000000 pd1:00112233")).isEqualTo(2);
    assertThat(loop(EchoMode.LAB, EchoMode.RFC862, "ping 1 1700000000 pd1:00112233")).isEqualTo(2);
    assertThat(loop(EchoMode.RFC862, EchoMode.LAB, "ping 1 1700000000 pd1:00112233")).isEqualTo(3);
  }

  /// U3 and U6: an untagged loop ends when the first of the two breaks it.
  @ParameterizedTest
  @ValueSource(strings = {"hello", "HELLO", "1234", "\u0000\u00ff"})
  @Proves("U6")
  void anUntaggedLoopBetweenStrangeServersEndsAfterFiftyBounces(String text) {
    for (EchoMode first : EchoMode.values()) {
      for (EchoMode second : EchoMode.values()) {
        assertThat(loop(first, second, text)).isLessThanOrEqualTo(102);
      }
    }
  }

  /// U4.
  @Test
  @Proves("U4")
  void portsThatServicesAnswerFromAreNotAnswered() {
    for (int port = 1; port < 1024; port++) {
      assertThat(lab.receive("x", CLIENT.withPort(port))).contains(DropReason.SERVICE_PORT);
    }
    assertThat(lab.receive("x", CLIENT.withPort(1900))).contains(DropReason.SERVICE_PORT);
    assertThat(lab.receive("x", CLIENT.withPort(11211))).contains(DropReason.SERVICE_PORT);
    assertThat(lab.receive("x", CLIENT.withPort(1024))).isEmpty();
  }

  /// U5.
  @ParameterizedTest
  @EnumSource(EchoMode.class)
  @Proves("U5")
  void whatCarriesTheReplyTagIsNeverAnswered(EchoMode mode) {
    EchoBench bench = new EchoBench(mode);
    String[] replies = {"PING 1 2 PD1:0011", "PD1:", "PING 9 9999 PD1:ab", "A PD1: B"};
    for (String reply : replies) {
      assertThat(bench.receive(reply, CLIENT)).contains(DropReason.IS_REPLY);
    }
    String[] others = {"ping 1 2 pd1:0011", "PD1", "XPD1:", "PD2:", " ".repeat(125) + "PD1:", ""};
    for (String other : others) {
      assertThat(bench.receive(other, CLIENT)).isEmpty();
    }
  }

  /// U7.
  @ParameterizedTest
  @ValueSource(
      strings = {"255.255.255.255", "224.0.0.1", "239.1.2.3", "127.255.255.255", "ff02::1"})
  @Proves("U7")
  void whatWasSentToMoreThanThisHostIsNotAnswered(String destination) {
    Optional<DropReason> reason =
        lab.receive("x".getBytes(UTF_8), CLIENT, endpoint(destination, 12000));

    assertThat(reason).contains(DropReason.BAD_SOURCE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0", "0.1.2.3", "127.0.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"})
  void sourcesThatAreNoHostsOnThisNetworkAreNotAnswered(String source) {
    assertThat(lab.receive("x", endpoint(source, 40000))).contains(DropReason.BAD_SOURCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"::", "::1", "ff02::1"})
  void ipv6SourcesThatAreNoHostsOnThisNetworkAreNotAnswered(String source) {
    EchoBench bench =
        new EchoBench(EchoMode.LAB, EchoBench.UNLIMITED, endpoint("2001:db8::1", 12000));

    assertThat(bench.receive("x", endpoint(source, 40000))).contains(DropReason.BAD_SOURCE);
    assertThat(bench.receive("x", endpoint("2001:db8::2", 40000))).isEmpty();
  }

  @Test
  void portZeroIsNoSource() {
    assertThat(lab.receive("x", CLIENT.withPort(0))).contains(DropReason.BAD_SOURCE);
  }

  @Test
  void loopbackIsAnsweredWhereItWasAsked() {
    Endpoint local = endpoint("127.0.0.1", 40000);
    Endpoint unknown = new Endpoint(0, 0, 0, 0);
    byte[] text = "x".getBytes(UTF_8);
    EchoBench everywhere =
        new EchoBench(EchoMode.LAB, EchoBench.UNLIMITED, endpoint("0.0.0.0", 12000));

    assertThat(everywhere.receive(text, local, endpoint("127.0.0.1", 12000))).isEmpty();
    assertThat(everywhere.receive(text, local, unknown)).isEmpty();
    assertThat(everywhere.receive(text, local, HERE)).contains(DropReason.BAD_SOURCE);
    assertThat(lab.receive(text, local, unknown)).contains(DropReason.BAD_SOURCE);
  }

  /// U10.
  @Test
  @Proves("U10")
  void aDatagramAboveTheLimitIsDroppedWholeAndOneAtTheLimitIsAnswered() {
    EchoBench bench =
        new EchoBench(EchoMode.LAB, EchoBench.limits(1_000, 10_000, 10_000, 10_000, 10_000), HERE);

    assertThat(bench.receive(new byte[1_000], CLIENT)).isEmpty();
    assertThat(bench.receive(new byte[1_001], CLIENT)).contains(DropReason.TOO_LONG);
  }

  /// U11, improved: Pingdeck's sockets can send an empty datagram.
  @ParameterizedTest
  @EnumSource(EchoMode.class)
  @Proves("U11")
  void anEmptyDatagramIsAnsweredEmpty(EchoMode mode) {
    EchoBench bench = new EchoBench(mode);

    assertThat(bench.receive("", CLIENT)).isEmpty();
    assertThat(bench.batch.length(0)).isZero();
  }

  @Test
  void emulatedLossDecidesAfterAllGuards() {
    lab.echo.impair(EchoBench.loss(1, 1));

    assertThat(lab.receive("x", CLIENT)).contains(DropReason.EMULATED_LOSS);
    assertThat(lab.receive("PD1:", CLIENT)).contains(DropReason.IS_REPLY);
    assertThat(lab.receive("x", CLIENT.withPort(53))).contains(DropReason.SERVICE_PORT);
    lab.echo.impair(Impairment.NONE);
    assertThat(lab.receive("x", CLIENT)).isEmpty();
  }

  @Test
  void decidingAllocatesNothing() {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] probe = "ping 1 1700000000 pd1:0011223344556677".getBytes(UTF_8);
    lab.receive(probe, CLIENT);
    long before = thread.getCurrentThreadAllocatedBytes();

    for (int i = 0; i < PAYLOADS; i++) {
      lab.batch.payload(0).putInt(5, i);
      lab.echo.answer(lab.batch, 0, lab.now);
    }

    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(PAYLOADS / 100);
  }

  /// U13: the names in snapshots.
  @Test
  void everyReasonHasItsName() {
    assertThat(DropReason.values())
        .extracting(DropReason::json)
        .containsExactly(
            "badSource",
            "servicePort",
            "isReply",
            "tooLong",
            "rateLimited",
            "loopBroken",
            "loopTest",
            "requestLoss",
            "emulatedLoss",
            "hostUnreachable",
            "portUnreachable",
            "netUnreachable",
            "prohibited",
            "timeExceeded",
            "queueFull",
            "sendFailed",
            "handlerFailed");
  }

  /// One packet forged from the second server's address reaches the first.
  ///
  /// @return number of packets, including that one
  private static int loop(EchoMode firstMode, EchoMode secondMode, String text) {
    EchoBench first = new EchoBench(firstMode);
    Endpoint second = endpoint("198.51.100.9", 12009);
    EchoBench other = new EchoBench(secondMode, EchoBench.UNLIMITED, second);
    byte[] packet = text.getBytes(UTF_8);
    int packets = 1;
    while (packets < 100_000) {
      boolean atFirst = packets % 2 == 1;
      EchoBench receiver = atFirst ? first : other;
      if (receiver.receive(packet, atFirst ? second : HERE).isPresent()) {
        return packets;
      }
      packet = receiver.answer();
      packets++;
    }
    return packets;
  }

  private static byte[] expected(EchoMode mode, byte[] payload) {
    byte[] expected = payload.clone();
    for (int i = 0; i < expected.length && mode == EchoMode.LAB; i++) {
      if (expected[i] >= 'a' && expected[i] <= 'z') {
        expected[i] -= 32;
      }
    }
    return expected;
  }
}
