package io.pingdeck.echo.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.NanoClock;
import io.pingdeck.echo.api.ConnectionCounts;
import io.pingdeck.echo.api.EchoCounts;
import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.api.LossAs;
import io.pingdeck.echo.impairment.LossModel;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.testing.Proves;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The TCP echo server over real loopback connections. T1 to T6 name the required behaviours;
/// [TcpEchoBoundsTest] tests sizes too.
@Timeout(60)
class TcpEchoLoopTest {
  private static final EchoLimits LIMITS = limits(2_000, 1_000, Duration.ofSeconds(60));

  @Test
  void manyClientsGetTheirOwnBytesInUpperCase() throws Exception {
    try (TcpEchoLoop loop = open(EchoMode.LAB, Impairment.NONE, LIMITS)) {
      List<Socket> clients = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        clients.add(connect(loop));
        write(clients.get(i), "ping " + i + " é{`\n");
      }
      for (int i = 0; i < 200; i++) {
        byte[] expected = ("PING " + i + " é{`\n").getBytes(UTF_8);
        assertThat(clients.get(i).getInputStream().readNBytes(expected.length)).isEqualTo(expected);
        clients.get(i).close();
      }
      Await.until("all have left", () -> loop.connections().orElseThrow().open() == 0);
      assertThat(loop.connections()).contains(new ConnectionCounts(0, 200, 0, 0, 0));
      Await.until("all are counted", () -> loop.counts().replied() == 200);
      assertThat(loop.counts().received()).isEqualTo(200);
    }
  }

  /// T1: sends as much as the server accepts while its output is not read.
  @Test
  @Proves("T1")
  void t1aClientThatNeverReadsIsNotReadFrom() throws Exception {
    try (TcpEchoLoop loop = open(EchoMode.RFC862, Impairment.NONE, LIMITS);
        SocketChannel client = SocketChannel.open()) {
      client.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 16);
      client.connect(address(loop));
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

      assertThat(sent).as("what kernel and server took").isLessThan(64 << 20);
      try (Socket other = connect(loop)) {
        write(other, "still there");
        assertThat(other.getInputStream().readNBytes(11))
            .asString(US_ASCII)
            .isEqualTo("still there");
      }
      long echoed = 0;
      ByteBuffer in = ByteBuffer.allocateDirect(1 << 20);
      client.configureBlocking(true);
      client.shutdownOutput();
      for (int count = 0; count >= 0; count = client.read(in.clear())) {
        echoed += count;
      }
      assertThat(echoed).isEqualTo(sent);
    }
  }

  /// T2.
  @Test
  @Proves("T2")
  void t2aClientThatSendsNextToNothingIsClosedAndABusyOneIsNot() throws Exception {
    try (TcpEchoLoop loop =
            open(EchoMode.LAB, Impairment.NONE, limits(9, 9, Duration.ofMillis(400)));
        Socket silent = connect(loop);
        Socket dripping = connect(loop);
        Socket busy = connect(loop)) {
      Thread drip = Thread.startVirtualThread(() -> drip(dripping));
      long end = System.nanoTime() + Duration.ofMillis(1500).toNanos();
      while (System.nanoTime() - end < 0) {
        write(busy, "0123456789");
        assertThat(busy.getInputStream().readNBytes(10)).hasSize(10);
      }

      assertThat(silent.getInputStream().read()).isEqualTo(-1);
      drip.join();
      Await.until("two were idle", () -> loop.connections().orElseThrow().idle() == 2);
      assertThat(loop.connections().orElseThrow().open()).isEqualTo(1);
    }
  }

  private static void drip(Socket client) {
    try {
      while (true) {
        client.getOutputStream().write('x');
        client.getInputStream().read();
        LockSupport.parkNanos(100_000_000);
      }
    } catch (IOException closed) {
      // Expected.
    }
  }

  /// T3.
  @Test
  @Proves("T3")
  void t3moreConnectionsThanAllowedAreRefusedAndTheOthersUnaffected() throws Exception {
    try (TcpEchoLoop loop =
            open(EchoMode.LAB, Impairment.NONE, limits(3, 2, Duration.ofMinutes(1)));
        Socket first = connect(loop);
        Socket second = connect(loop);
        Socket third = connect(loop)) {
      assertThat(isRefused(third)).isTrue();
      assertThat(ask(first, "a")).isEqualTo("A");
      assertThat(ask(second, "b")).isEqualTo("B");
      Socket elsewhere = new Socket();
      elsewhere.bind(new InetSocketAddress("127.0.0.2", 0));
      elsewhere.connect(address(loop));
      assertThat(ask(elsewhere, "c")).isEqualTo("C");
      try (Socket fourth = new Socket()) {
        fourth.bind(new InetSocketAddress("127.0.0.3", 0));
        fourth.connect(address(loop));
        assertThat(isRefused(fourth)).isTrue();
      }
      assertThat(loop.connections()).contains(new ConnectionCounts(3, 3, 2, 0, 0));
      elsewhere.close();
    }
  }

  private static boolean isRefused(Socket client) throws IOException {
    try {
      return client.getInputStream().read() == -1;
    } catch (SocketException reset) {
      return true;
    }
  }

  /// T4: sends ten megabytes, half-closes, and only then begins to read.
  @Test
  @Proves("T4")
  void t4everythingSentBeforeTheHalfCloseIsEchoedAndThenTheServerEnds() throws Exception {
    byte[] data = new byte[10 << 20];
    new Random(4).nextBytes(data);
    try (TcpEchoLoop loop = open(EchoMode.RFC862, Impairment.NONE, LIMITS);
        Socket client = connect(loop)) {
      Thread writer =
          Thread.startVirtualThread(() -> {
            try {
              client.getOutputStream().write(data);
              client.shutdownOutput();
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });

      byte[] echoed = client.getInputStream().readAllBytes();

      writer.join();
      assertThat(echoed).isEqualTo(data);
    }
  }

  /// T6.
  @Test
  @Proves("T6")
  void t6aCutAtEveryOffsetChangesNothing() throws Exception {
    String text = "ping 1 äöü €uro 𝄞 pd1:abcdef\n";
    byte[] bytes = text.getBytes(UTF_8);
    byte[] expected = bytes.clone();
    AsciiUpperCase.convert(ByteBuffer.wrap(expected), expected.length);
    try (TcpEchoLoop loop = open(EchoMode.LAB, Impairment.NONE, LIMITS);
        Socket client = connect(loop)) {
      client.setTcpNoDelay(true);
      for (int cut = 1; cut < bytes.length; cut++) {
        client.getOutputStream().write(bytes, 0, cut);
        byte[] start = client.getInputStream().readNBytes(cut);
        client.getOutputStream().write(bytes, cut, bytes.length - cut);
        byte[] rest = client.getInputStream().readNBytes(bytes.length - cut);
        assertThat(ByteBuffer.allocate(bytes.length).put(start).put(rest).array())
            .as("cut at %d", cut)
            .isEqualTo(expected);
      }
      int lines = bytes.length - 1;
      Await.until("cuts are no lines", () -> loop.counts().replied() == lines);
    }
  }

  @Test
  void lossAsTheLabsServerSaysLostAndCloses() throws Exception {
    try (TcpEchoLoop loop = open(EchoMode.LAB, losing(LossAs.LOST), LIMITS);
        Socket client = connect(loop)) {
      write(client, "ping 1\nping 2\n");

      assertThat(client.getInputStream().readAllBytes()).asString(US_ASCII).isEqualTo("LOST");
      Await.until("it is counted", () -> loop.counts().received() == 1);
      assertThat(loop.counts().drops()).containsEntry("emulatedLoss", 1L);
    }
  }

  @Test
  void lossAsAResetIsAReset() throws Exception {
    try (TcpEchoLoop loop = open(EchoMode.LAB, losing(LossAs.RESET), LIMITS);
        Socket client = connect(loop)) {
      write(client, "ping 1\n");

      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void silentLossSwallowsWholeLinesHoweverTheyArrive() throws Exception {
    Impairment half = impairment(0.5, LossAs.SILENT, Duration.ZERO);
    LossModel expected = new LossModel(half);
    StringBuilder answers = new StringBuilder();
    StringBuilder questions = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      questions.append("line ").append(i).append('\n');
      answers.append(expected.losesNext() ? "" : "LINE " + i + "\n");
    }
    try (TcpEchoLoop loop = open(EchoMode.LAB, half, LIMITS);
        Socket client = connect(loop)) {
      client.setTcpNoDelay(true);
      Random cuts = new Random(1);
      for (int at = 0; at < questions.length(); ) {
        int end = Math.min(questions.length(), at + 1 + cuts.nextInt(20));
        write(client, questions.substring(at, end));
        at = end;
      }
      client.shutdownOutput();

      assertThat(client.getInputStream().readAllBytes())
          .asString(US_ASCII)
          .isEqualTo(answers.toString());
      EchoCounts counts = loop.counts();
      assertThat(counts.received()).isEqualTo(100);
      assertThat(counts.replied() + counts.drops().get("emulatedLoss")).isEqualTo(100);
    }
  }

  @Test
  void aDelayHoldsAnswersBackAndKeepsTheirOrder() throws Exception {
    Duration delay = Duration.ofMillis(150);
    try (TcpEchoLoop loop = open(EchoMode.LAB, impairment(0, LossAs.LOST, delay), LIMITS);
        Socket client = connect(loop)) {
      client.setTcpNoDelay(true);
      long start = System.nanoTime();
      for (char c = 'a'; c <= 'z'; c++) {
        write(client, String.valueOf(c));
      }
      client.shutdownOutput();

      InputStream in = client.getInputStream();
      assertThat(in.read()).isEqualTo('A');
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(delay.toNanos());
      assertThat(in.readAllBytes()).asString(US_ASCII).isEqualTo("BCDEFGHIJKLMNOPQRSTUVWXYZ");
    }
  }

  @ParameterizedTest
  @EnumSource(LossAs.class)
  void aGreetingIsSaidOrLostAndTheConnectionEnds(LossAs lossAs) throws Exception {
    try (TcpEchoLoop loop = open(EchoMode.GREETING, Impairment.NONE, LIMITS)) {
      try (Socket client = connect(loop)) {
        assertThat(client.getInputStream().readAllBytes())
            .asString(US_ASCII)
            .isEqualTo("Thank you for connecting");
      }
      loop.impair(impairment(1, lossAs, Duration.ZERO));
      try (Socket client = connect(loop)) {
        assertThat(isRefused(client) || lossAs == LossAs.LOST).isTrue();
      }
    }
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (TcpEchoLoop loop = open(EchoMode.LAB, Impairment.NONE, LIMITS)) {
      int port = loop.listening().port();
      EchoSpec spec = new EchoSpec(Protocol.TCP, "127.0.0.1", port, EchoMode.LAB, Impairment.NONE);

      assertThatThrownBy(
              () -> TcpEchoLoop.open(spec, LIMITS, PlatformSockets.best(), NanoClock.SYSTEM))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1:" + port)
          .hasMessageContaining("in use");
    }
  }

  private static Impairment losing(LossAs lossAs) {
    return impairment(1, lossAs, Duration.ZERO);
  }

  private static Impairment impairment(double loss, LossAs lossAs, Duration delay) {
    return Wanted.impairment()
        .loss(loss)
        .lossAs(lossAs)
        .delay((int) delay.toMillis())
        .seed(11)
        .get();
  }

  private static EchoLimits limits(int connections, int perSource, Duration idle) {
    return new EchoLimits(
        65_507, 1, 1, 1, 1, 1, 1, 1, true, Set.of(), 1, connections, perSource, idle);
  }

  private static TcpEchoLoop open(EchoMode mode, Impairment impairment, EchoLimits limits)
      throws IOException {
    return TcpEchoLoop.open(
        new EchoSpec(Protocol.TCP, "127.0.0.1", 0, mode, impairment),
        limits,
        PlatformSockets.best(),
        NanoClock.SYSTEM);
  }

  private static InetSocketAddress address(TcpEchoLoop loop) {
    return new InetSocketAddress("127.0.0.1", loop.listening().port());
  }

  private static Socket connect(TcpEchoLoop loop) throws IOException {
    Socket socket = new Socket();
    socket.connect(address(loop));
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void write(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(UTF_8));
  }

  private static String ask(Socket client, String text) throws IOException {
    write(client, text);
    return new String(client.getInputStream().readNBytes(text.length()), US_ASCII);
  }
}
