package io.pingdeck.ping;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.net.BreakableSockets;
import io.pingdeck.net.Sockets;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.loop.LoopRecorder;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.target.TcpMode;
import io.pingdeck.ping.tcp.TcpSenderTest;
import io.pingdeck.ping.tls.TrustedCertificates;
import io.pingdeck.testing.TcpScript;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Answers that reached the kernel before the timeout, while the reading thread got no CPU until
/// after it: they are not lost. With kernel timestamps they are replies; without them, it is
/// unknown whether they arrived in time.
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
@ParameterizedClass
@MethodSource("implementations")
class UnreadAnswerTest {
  private static final TrustedCertificates AUTHORITIES = TrustedCertificates.load(Optional.empty());
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /// More than one poller call reports.
  private static final int MANY = 150;

  private static final int PROBE_BYTES = 64;

  private final Sockets real;
  private final BreakableSockets sockets;
  private final CountDownLatch asked = new CountDownLatch(MANY);
  private final CountDownLatch isHeld = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(MANY);

  UnreadAnswerTest(Sockets sockets) {
    real = sockets;
    this.sockets = new BreakableSockets(sockets);
  }

  static Stream<Sockets> implementations() {
    return Stream.of(PlatformSockets.best(), PlatformSockets.portable());
  }

  @AfterEach
  void goOn() {
    sockets.release();
    isHeld.countDown();
  }

  @Test
  void ofHttpProbesIsNoLoss() throws Exception {
    TcpScript.Act act =
        answers(
            connection -> connection.getInputStream().readNBytes(1),
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    try (TcpScript server = new TcpScript(act);
        LoopRecorder recorder = new LoopRecorder(real, Hops.probes(sockets, AUTHORITIES))) {
      assertInTime(recorder, i -> spec(i, "http://127.0.0.1:" + server.port() + "/"));
    }
  }

  /// The answers are unread, and nothing else keeps the pinger from continuing.
  @Test
  void ofHttpProbesIsWaitedForOnlySoLong() throws Exception {
    TcpScript.Act act = answers(connection -> connection.getInputStream().readNBytes(1), "HTTP");
    try (TcpScript server = new TcpScript(act);
        LoopRecorder recorder = new LoopRecorder(real, Hops.probes(sockets, AUTHORITIES))) {
      recorder.startAll(specs(i -> spec(i, "http://127.0.0.1:" + server.port() + "/")));
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      sockets.hold();
      isHeld.countDown();
      recorder.awaitEnds(MANY);

      assertThat(recorder.samples).extracting(Sample::outcome).containsOnly(Outcome.LOST);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TcpMode.class,
      names = {"ECHO", "STREAM"})
  void ofTcpEchoProbesIsNoLoss(TcpMode mode) throws Exception {
    TcpScript.Act act =
        connection -> {
          byte[] line = connection.getInputStream().readNBytes(PROBE_BYTES);
          answers(_ -> {}, new String(line, ISO_8859_1)).play(connection);
        };
    try (TcpScript server = new TcpScript(act);
        LoopRecorder recorder = new LoopRecorder(sockets)) {
      assertInTime(recorder, i -> TcpSenderTest.spec(i, server.port(), mode, 1, 64, TIMEOUT));
    }
  }

  @Test
  void ofGreetingsIsNoLoss() throws Exception {
    try (TcpScript server = new TcpScript(answers(_ -> {}, "SSH-2.0-Open\r\n"));
        LoopRecorder recorder = new LoopRecorder(sockets)) {
      assertInTime(
          recorder, i -> TcpSenderTest.spec(i, server.port(), TcpMode.GREETING, 1, 64, TIMEOUT));
    }
  }

  /// Delay before the SYN is sent is this program's own.
  @ParameterizedTest
  @EnumSource(
      value = TcpMode.class,
      names = {"CONNECT", "GREETING"})
  void connectionThatIsOpenedLateHasAWholeTimeout(TcpMode mode) throws Exception {
    isHeld.countDown();
    try (TcpScript server = new TcpScript(answers(_ -> {}, "SSH-2.0-Open\r\n"));
        LoopRecorder recorder = new LoopRecorder(sockets)) {
      sockets.stallConnects(TIMEOUT.toNanos() / 2);
      Duration timeout = TIMEOUT.dividedBy(4);
      recorder.start(TcpSenderTest.spec(1, server.port(), mode, 1, 64, timeout));
      recorder.awaitEnds(1);

      assertThat(recorder.samples).extracting(Sample::outcome).containsExactly(Outcome.REPLY);
    }
  }

  @Test
  void ofUdpProbesIsNoLoss() throws Exception {
    try (DatagramSocket server = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        LoopRecorder recorder = new LoopRecorder(sockets)) {
      Thread.ofVirtual().start(() -> echo(server));
      assertInTime(recorder, i -> spec(i, "udp://127.0.0.1:" + server.getLocalPort()));
    }
  }

  private interface Asked {
    void await(Socket connection) throws IOException;
  }

  /// Answers once the reading thread is paused.
  private TcpScript.Act answers(Asked question, String text) {
    return connection -> {
      question.await(connection);
      asked.countDown();
      await(isHeld);
      connection.getOutputStream().write(text.getBytes(ISO_8859_1));
      answered.countDown();
      connection.getInputStream().readAllBytes();
    };
  }

  private void echo(DatagramSocket server) {
    DatagramPacket[] probes = new DatagramPacket[MANY];
    try {
      for (int i = 0; i < MANY; i++) {
        probes[i] = new DatagramPacket(new byte[PROBE_BYTES], PROBE_BYTES);
        server.receive(probes[i]);
        asked.countDown();
      }
      await(isHeld);
      for (DatagramPacket probe : probes) {
        server.send(probe);
        answered.countDown();
      }
    } catch (IOException e) {
      throw new IllegalStateException(Arrays.toString(probes), e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertInTime(LoopRecorder recorder, IntFunction<PingSpec> spec) throws Exception {
    recorder.startAll(specs(spec));
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
    sockets.hold();
    isHeld.countDown();
    assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
    awaitTimeout();
    sockets.release();
    recorder.awaitEnds(MANY);

    boolean hasStamps = real.capabilities().kernelStamps();
    assertThat(recorder.samples)
        .hasSize(MANY)
        .extracting(Sample::outcome)
        .containsOnly(hasStamps ? Outcome.REPLY : Outcome.LATE);
    assertThat(recorder.samples)
        .extracting(sample -> sample.rttSource().orElseThrow())
        .doesNotContain(hasStamps ? RttSource.PROCESS : RttSource.KERNEL);
  }

  private static List<PingSpec> specs(IntFunction<PingSpec> spec) {
    return IntStream.rangeClosed(1, MANY).mapToObj(spec).toList();
  }

  private static PingSpec spec(int id, String target) {
    return LoopRecorder.spec(id, target, Duration.ofMillis(20), TIMEOUT, 1, PROBE_BYTES);
  }

  /// Waits until a probe sent now is lost, which another loop detects after the same time.
  private static void awaitTimeout() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        LoopRecorder other = new LoopRecorder(PlatformSockets.portable())) {
      other.start(spec(1, "udp://127.0.0.1:" + silent.getLocalPort()));
      other.awaitSamples(1);
      assertThat(other.samples).extracting(Sample::outcome).containsExactly(Outcome.LOST);
    }
  }
}
