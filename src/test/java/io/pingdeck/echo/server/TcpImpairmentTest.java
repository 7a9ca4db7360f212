package io.pingdeck.echo.server;

import static io.pingdeck.echo.server.Wanted.impairment;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.NanoClock;
import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.ping.target.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The impairments of a TCP stream by an echo server, over real loopback connections.
@Timeout(60)
class TcpImpairmentTest {
  private static final long MILLI = 1_000_000;

  @Test
  void aStalledAnswerStopsHalfWayAndThenGoesOn() throws Exception {
    try (EchoLoop loop = open(EchoMode.LAB, impairment().stall(1, 200).get());
        Socket client = connect(loop)) {
      long start = System.nanoTime();
      client.getOutputStream().write("ping 1 2\n".getBytes(US_ASCII));

      InputStream in = client.getInputStream();
      assertThat(in.readNBytes(4)).asString(US_ASCII).isEqualTo("PING");
      assertThat(in.available()).isZero();
      assertThat(in.readNBytes(5)).asString(US_ASCII).isEqualTo(" 1 2\n");
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200 * MILLI);
      Await.until("it is counted", () -> loop.counts().injected().get("stalled") == 1);
    }
  }

  @Test
  void stalledLinesKeepTheirOrderAndWaitForEachOther() throws Exception {
    try (EchoLoop loop = open(EchoMode.RFC862, impairment().stall(1, 100).get());
        Socket client = connect(loop)) {
      long start = System.nanoTime();
      client.getOutputStream().write("first\nsecond\nthird\n".getBytes(US_ASCII));
      client.shutdownOutput();

      assertThat(client.getInputStream().readAllBytes())
          .asString(US_ASCII)
          .isEqualTo("first\nsecond\nthird\n");
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(300 * MILLI);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void theSameSeedStallsTheSameLines(long seed) throws Exception {
    Impairment some = impairment().stall(0.3, 1).seed(seed).get();

    long first = stalledOf(some);

    assertThat(first).isBetween(5L, 60L);
    assertThat(stalledOf(some)).isEqualTo(first);
  }

  private static long stalledOf(Impairment impairment) throws Exception {
    try (EchoLoop loop = open(EchoMode.RFC862, impairment);
        Socket client = connect(loop)) {
      client.getOutputStream().write("a line\n".repeat(100).getBytes(US_ASCII));
      client.shutdownOutput();
      assertThat(client.getInputStream().readAllBytes()).hasSize(700);
      return loop.counts().injected().get("stalled");
    }
  }

  @Test
  void aSlowCloseComesAfterTheLastByte() throws Exception {
    try (EchoLoop loop = open(EchoMode.GREETING, impairment().closeDelay(250).get());
        Socket client = connect(loop)) {
      long start = System.nanoTime();
      InputStream in = client.getInputStream();

      assertThat(in.readNBytes(24)).asString(US_ASCII).isEqualTo("Thank you for connecting");
      long said = System.nanoTime() - start;
      assertThat(in.read()).isEqualTo(-1);
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(250 * MILLI);
      assertThat(said).isLessThan(250 * MILLI);
      Await.until("it is counted", () -> loop.counts().injected().get("closedLate") == 1);
    }
  }

  /// 4,000 bytes in three segments with 40 bytes of headers each, at 164,800 bits per second: 200
  /// ms.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLineOfSomeBandwidthTakesItsTimeInEitherDirection(boolean in) throws Exception {
    OptionalLong rate = OptionalLong.of(164_800);
    Impairment narrow =
        in
            ? impairment().wayIn(0, 0, rate).get()
            : impairment().bitsPerSecond(rate.getAsLong()).get();
    try (EchoLoop loop = open(EchoMode.RFC862, narrow);
        Socket client = connect(loop)) {
      byte[] question = new byte[4000];
      long start = System.nanoTime();
      client.getOutputStream().write(question);

      assertThat(client.getInputStream().readNBytes(100)).hasSize(100);
      long first = System.nanoTime() - start;
      assertThat(client.getInputStream().readNBytes(3900)).hasSize(3900);
      long all = System.nanoTime() - start;
      assertThat(all).isBetween(200 * MILLI, 1000 * MILLI);
      assertThat(first).as("bytes trickle, and do not come as one").isLessThan(all - 50 * MILLI);
    }
  }

  /// Delayed output is bounded: beyond the bound, the client gets back-pressure.
  @Test
  void aNarrowLineIsNotReadFromFasterThanItCarries() throws Exception {
    try (EchoLoop loop = open(EchoMode.RFC862, impairment().bitsPerSecond(1000).get());
        SocketChannel client = SocketChannel.open()) {
      client.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 16);
      client.connect(loop.listening().socketAddress());
      client.configureBlocking(false);
      ByteBuffer block = ByteBuffer.allocateDirect(1 << 20);
      long sent = 0;
      int inVain = 0;
      while (inVain < 1000) {
        int count = client.write(block.clear());
        sent += count;
        inVain = count == 0 ? inVain + 1 : 0;
        LockSupport.parkNanos(100_000);
      }

      assertThat(sent).as("what kernel and server took").isLessThan(16 << 20);
    }
  }

  private static EchoLoop open(EchoMode mode, Impairment impairment) throws IOException {
    return TcpEchoLoop.open(
        new EchoSpec(Protocol.TCP, "127.0.0.1", 0, mode, impairment),
        EchoLimits.DEFAULT,
        PlatformSockets.best(),
        NanoClock.SYSTEM);
  }

  private static Socket connect(EchoLoop loop) throws IOException {
    return new Socket(InetAddress.ofLiteral("127.0.0.1"), loop.listening().port());
  }
}
