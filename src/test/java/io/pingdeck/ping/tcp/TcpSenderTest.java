package io.pingdeck.ping.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.Errno;
import io.pingdeck.net.Sockets;
import io.pingdeck.ping.Forms;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.loop.LoopRecorder;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import io.pingdeck.ping.target.TcpMode;
import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Slow;
import io.pingdeck.testing.TcpScript;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// TCP pings through the loop, to simple servers, on native and portable sockets.
/// `StreamNamespaceIT` tests ICMP errors from routers.
@Slow
@Timeout(30)
@ParameterizedClass
@MethodSource("implementations")
public class TcpSenderTest {
  private static final TcpScript.Act HOLD =
      connection -> connection.getInputStream().readAllBytes();

  private final Sockets sockets;

  TcpSenderTest(Sockets sockets) {
    this.sockets = sockets;
  }

  static Stream<Sockets> implementations() {
    return Stream.of(PlatformSockets.best(), PlatformSockets.portable());
  }

  @ParameterizedTest
  @EnumSource(
      value = TcpMode.class,
      names = {"ECHO", "STREAM"})
  void echoAndStreamMatchAnUpperCaseAnswer(TcpMode mode) throws Exception {
    try (TcpScript server = new TcpScript(TcpScript.lines(s -> s.toUpperCase(Locale.ROOT)))) {
      List<Sample> samples = ping(spec(server.port(), mode, 20));

      assertThat(samples).extracting(Sample::outcome).hasSize(20).containsOnly(Outcome.REPLY);
      assertThat(samples).extracting(Sample::untagged).containsOnly(false);
      assertThat(samples)
          .allSatisfy(sample -> assertThat(sample.rttNanos().orElseThrow()).isPositive());
      assertThat(server.connections()).isEqualTo(mode == TcpMode.STREAM ? 1 : 20);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TcpMode.class,
      names = {"ECHO", "STREAM"})
  void aLargeProbeIsAnsweredWhole(TcpMode mode) throws Exception {
    try (TcpScript server = new TcpScript(TcpScript.lines(s -> s))) {
      List<Sample> samples = ping(spec(server.port(), mode, 3, 65_507, Duration.ofSeconds(5)));

      assertThat(samples).extracting(Sample::outcome).hasSize(3).containsOnly(Outcome.REPLY);
    }
  }

  @Test
  @Proves("T7")
  void connectMeasuresTheHandshakeAndNeedsNoAnswer() throws Exception {
    try (TcpScript server = new TcpScript(HOLD)) {
      List<Sample> samples = ping(spec(server.port(), TcpMode.CONNECT, 10));

      assertThat(samples).extracting(Sample::outcome).hasSize(10).containsOnly(Outcome.REPLY);
      assertThat(samples)
          .extracting(sample -> sample.rttSource().orElseThrow())
          .containsOnly(
              sockets.capabilities().implementation().equals("native")
                  ? RttSource.KERNEL
                  : RttSource.PROCESS);
      assertThat(server.connections()).isEqualTo(10);
    }
  }

  @Test
  void theEchoRttLeavesTheHandshakeOutAndTheServersDelayIn() throws Exception {
    Duration delay = Duration.ofMillis(120);
    try (TcpScript server =
        new TcpScript(
            TcpScript.lines(line -> {
              java.util.concurrent.locks.LockSupport.parkNanos(delay.toNanos());
              return line;
            }))) {
      Sample sample = ping(spec(server.port(), TcpMode.ECHO, 1)).getFirst();

      assertThat(sample.rttNanos().orElseThrow()).isGreaterThanOrEqualTo(delay.toNanos());
    }
  }

  @ParameterizedTest
  @EnumSource(value = TcpMode.class, mode = EnumSource.Mode.EXCLUDE, names = "STARTTLS")
  @Proves("T7")
  void aClosedPortIsARefusalAndNoLoss(TcpMode mode) throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      closed = socket.getLocalPort();
    }

    List<Sample> samples = ping(spec(closed, mode, 3));

    assertThat(samples).extracting(Sample::outcome).hasSize(3).containsOnly(Outcome.REFUSED);
  }

  /// If the accept queue is full, the kernel drops further SYNs.
  @ParameterizedTest
  @EnumSource(value = TcpMode.class, mode = EnumSource.Mode.EXCLUDE, names = "STARTTLS")
  @Proves("T7")
  void aDroppedSynIsATimeout(TcpMode mode) throws Exception {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    try (ServerSocket full = new ServerSocket(0, 1, loopback);
        Socket one = new Socket(loopback, full.getLocalPort());
        Socket two = new Socket(loopback, full.getLocalPort())) {
      assertThat(one.isConnected() && two.isConnected()).isTrue();

      List<Sample> samples = ping(spec(full.getLocalPort(), mode, 2));

      assertThat(samples).extracting(Sample::outcome).hasSize(2).containsOnly(Outcome.LOST);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TcpMode.class,
      names = {"ECHO", "STREAM"})
  void silenceIsLoss(TcpMode mode) throws Exception {
    try (TcpScript server = new TcpScript(HOLD)) {
      List<Sample> samples = ping(spec(server.port(), mode, 2));

      assertThat(samples).extracting(Sample::outcome).hasSize(2).containsOnly(Outcome.LOST);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TcpMode.class,
      names = {"ECHO", "STREAM"})
  void theServersOwnLossIsItsOwnOutcome(TcpMode mode) throws Exception {
    try (TcpScript server =
        new TcpScript(connection -> {
          connection.getInputStream().read(new byte[1024]);
          connection.getOutputStream().write("LOST".getBytes(US_ASCII));
        })) {
      List<Sample> samples = ping(spec(server.port(), mode, 3));

      assertThat(samples).extracting(Sample::outcome).hasSize(3).containsOnly(Outcome.SERVER_LOST);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TcpMode.class,
      names = {"ECHO", "STREAM"})
  void aResetAfterTheHandshakeIsNeitherRefusalNorLoss(TcpMode mode) throws Exception {
    try (TcpScript server =
        new TcpScript(connection -> {
          connection.getInputStream().read(new byte[1024]);
          connection.setSoLinger(true, 0);
        })) {
      Sample sample = ping(spec(server.port(), mode, 1)).getFirst();

      assertThat(sample.outcome()).isEqualTo(Outcome.RESET);
      assertThat(sample.errno()).isEqualTo(Errno.ECONNRESET);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TcpMode.class,
      names = {"ECHO", "STREAM", "GREETING"})
  void closingBeforeTheAnswerIsToldFromAReset(TcpMode mode) throws Exception {
    try (TcpScript server =
        new TcpScript(connection -> {
          if (mode != TcpMode.GREETING) {
            connection.getInputStream().read(new byte[1024]);
          }
        })) {
      Sample sample = ping(spec(server.port(), mode, 1)).getFirst();

      assertThat(sample.outcome()).isEqualTo(Outcome.RESET);
      assertThat(sample.errno()).isEqualTo(Errno.ENODATA);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TcpMode.class,
      names = {"ECHO", "STREAM"})
  void anAnswerThatIsNotOursIsNoReply(TcpMode mode) throws Exception {
    try (TcpScript server = new TcpScript(TcpScript.lines(line -> "220 welcome"))) {
      List<Sample> samples = ping(spec(server.port(), mode, 2));

      assertThat(samples).extracting(Sample::outcome).hasSize(2).containsOnly(Outcome.MALFORMED);
      assertThat(samples)
          .extracting(sample -> sample.answer().orElseThrow())
          .containsOnly(
              new Response.Malformed("the answer is not the echo of the probe: \"220 welcome\""));
    }
  }

  @Test
  void aStreamPassesOverWhatTheServerSwallowed() throws Exception {
    int[] lines = {0};
    try (TcpScript server =
        new TcpScript(connection -> {
          var in = connection.getInputStream();
          for (byte[] line = in.readNBytes(64); line.length == 64; line = in.readNBytes(64)) {
            if (lines[0]++ % 2 == 0) {
              connection.getOutputStream().write(line);
            }
          }
        })) {
      List<Sample> samples = ping(spec(server.port(), TcpMode.STREAM, 8));

      assertThat(samples)
          .filteredOn(s -> s.sequence() % 2 == 1)
          .extracting(Sample::outcome)
          .hasSize(4)
          .containsOnly(Outcome.REPLY);
      assertThat(samples)
          .filteredOn(s -> s.sequence() % 2 == 0)
          .extracting(Sample::outcome)
          .hasSize(4)
          .containsOnly(Outcome.LOST);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void aStreamThatEndsIsOpenedAgain() throws Exception {
    try (TcpScript server =
        new TcpScript(connection -> {
          byte[] line = connection.getInputStream().readNBytes(64);
          connection.getOutputStream().write(line);
        })) {
      List<Sample> samples = ping(spec(server.port(), TcpMode.STREAM, 5));

      assertThat(samples).extracting(Sample::outcome).contains(Outcome.REPLY);
      assertThat(server.connections()).isGreaterThan(1);
    }
  }

  @Test
  void aGreetingIsTimedToTheEndOfItsFirstLine() throws Exception {
    try (TcpScript server =
        new TcpScript(connection ->
            connection.getOutputStream().write("220 mail.example ESMTP\r\n".getBytes(US_ASCII)))) {
      List<Sample> samples = ping(spec(server.port(), TcpMode.GREETING, 3));

      assertThat(samples).extracting(Sample::outcome).hasSize(3).containsOnly(Outcome.REPLY);
      assertThat(samples)
          .extracting(sample -> sample.answer().orElseThrow())
          .containsOnly(new Response.Banner("220 mail.example ESMTP"));
    }
  }

  @Test
  void aServerThatFloodsIsCutOff() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    try (TcpScript server =
        new TcpScript(connection -> {
          try {
            while (true) {
              connection.getOutputStream().write(new byte[4096]);
            }
          } finally {
            left.countDown();
          }
        })) {
      List<Sample> samples = ping(spec(server.port(), TcpMode.GREETING, 1));

      assertThat(samples).extracting(Sample::outcome).containsExactly(Outcome.FLOODED);
      assertThat(samples.getFirst().answer())
          .contains(new Response.Banner("\\x00".repeat(50) + "…"));
      assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void pingsOfAllSizesShareALoop() throws Exception {
    try (TcpScript server = new TcpScript(TcpScript.lines(line -> line));
        LoopRecorder recorder = new LoopRecorder(sockets)) {
      recorder.start(Forms.ping("gopher://127.0.0.1:" + server.port(), 3));
      recorder.start(spec(2, server.port(), TcpMode.ECHO, 3, 64, Duration.ofSeconds(5)));
      recorder.start(spec(3, server.port(), TcpMode.ECHO, 3, 1400, Duration.ofSeconds(5)));
      recorder.awaitEnds(3);

      assertThat(recorder.samples)
          .extracting(Sample::outcome)
          .hasSize(9)
          .containsOnly(Outcome.REPLY);
    }
  }

  @Test
  void aThousandProbesInTheAirKeepApart() throws Exception {
    try (TcpScript server = new TcpScript(TcpScript.lines(s -> s));
        LoopRecorder recorder = new LoopRecorder(sockets)) {
      for (int i = 0; i < 50; i++) {
        recorder.start(spec(i + 1, server.port(), TcpMode.ECHO, 10, 64, Duration.ofSeconds(10)));
      }

      recorder.awaitEnds(50);
      List<Sample> samples = recorder.samples;

      assertThat(samples).extracting(Sample::outcome).hasSize(500).containsOnly(Outcome.REPLY);
      IntStream.rangeClosed(1, 50)
          .forEach(id ->
              assertThat(samples)
                  .filteredOn(sample -> sample.ping().value() == id)
                  .extracting(Sample::sequence)
                  .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L));
    }
  }

  private List<Sample> ping(PingSpec spec) throws Exception {
    try (LoopRecorder recorder = new LoopRecorder(sockets)) {
      recorder.start(spec);
      recorder.awaitEnds(1);
      return recorder.samples;
    }
  }

  public static PingSpec spec(int port, TcpMode mode, int count) {
    return spec(port, mode, count, 64, Duration.ofMillis(500));
  }

  private static PingSpec spec(int port, TcpMode mode, int count, int bytes, Duration timeout) {
    return spec(1, port, mode, count, bytes, timeout);
  }

  public static PingSpec spec(
      int id, int port, TcpMode mode, int count, int bytes, Duration timeout) {
    return PingSpec.of(new PingId(id), new Target(Protocol.TCP, "127.0.0.1", port))
        .name("tcp")
        .interval(Duration.ofMillis(20))
        .timeout(timeout)
        .count(OptionalLong.of(count))
        .payloadBytes(bytes)
        .mode(Optional.of(mode))
        .build();
  }
}
