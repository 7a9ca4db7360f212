package io.pingdeck.ping.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.Errno;
import io.pingdeck.net.Sockets;
import io.pingdeck.ping.Forms;
import io.pingdeck.ping.Hops;
import io.pingdeck.ping.api.ConnectionSlots;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.loop.LoopRecorder;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.tls.TrustedCertificates;
import io.pingdeck.testing.PlainEcho;
import io.pingdeck.testing.Slow;
import io.pingdeck.testing.TcpScript;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// HTTP pings to servers with scripted answers, on native and portable sockets. In the texts `~`
/// stands for CR LF and `^` for a single LF.
@Slow
@Timeout(60)
class HttpScriptTest {
  private static final TrustedCertificates AUTHORITIES = TrustedCertificates.load(Optional.empty());
  private static final int SLOTS = PingLimits.DEFAULT.maxConnections();

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "HTTP/1.1 200 OK~Content-Length: 2~~ok|REPLY|200",
        "HTTP/1.1 200 OK^Content-Length: 2^^ok|REPLY|200",
        "HTTP/1.1 200 OK~Content-Length: 2~Content-Length: 2~~ok|REPLY|200",
        "HTTP/2.0 200 OK~Content-Length: 2~~ok|REPLY|200",
        "HTTP/1.1 200 OK~X: a\u0007b~Content-Length: 2~~ok|REPLY|200",
        "HTTP/1.1 102 Processing~~HTTP/1.1 200 OK~Content-Length: 2~~ok|REPLY|200",
        "HTTP/1.0 200 OK~~to the end|REPLY|200",
        "HTTP/1.1 999 Odd~Content-Length: 0~~|UNEXPECTED|999",
        "HTTP/1.1 000 Odd~Content-Length: 0~~|UNEXPECTED|0",
        "HTTP/1.1 404 No~Content-Length: 0~~|UNEXPECTED|404",
        "HTTP/1.1 101 Switching~Upgrade: x~~|UNEXPECTED|101"
      })
  void anAnswerHasItsStatus(String text, Outcome outcome, int status) throws Exception {
    for (Sockets sockets : List.of(PlatformSockets.best(), PlatformSockets.portable())) {
      Sample sample = ping(sockets, says(text)).getFirst();

      assertThat(sample.outcome()).isEqualTo(outcome);
      assertThat(sample.answer()).map(answer -> ((Response.Http) answer).status()).contains(status);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "SSH-2.0-OpenSSH~|MALFORMED|begins with 'SSH-2.0-OpenSSH' instead of HTTP/",
        "HTTP/1.1 200 OK~Content-Length: 10~~hello|MALFORMED|ended after 5 of 10 bytes of body",
        "HTTP/1.1 200 OK~Content-Length: 1, 2~~x|MALFORMED|its Content-Length is '1, 2'",
        "HTTP/1.1 200 OK~|MALFORMED|ended within its head, after 17 bytes"
      })
  void whatIsNoAnswerSaysWhy(String text, Outcome outcome, String reason) throws Exception {
    Sample sample = ping(PlatformSockets.best(), says(text)).getFirst();

    assertThat(sample.outcome()).isEqualTo(outcome);
    assertThat(sample.answer()).contains(new Response.Malformed(reason.replace('\'', '"')));
  }

  @Test
  void aHeadOf64KibIsReadAndALongerOneNamesTheBound() throws Exception {
    String big = "HTTP/1.1 200 OK~X: " + "x".repeat(60_000) + "~Content-Length: 0~~";
    String bigger = "HTTP/1.1 200 OK~X: " + "x".repeat(70_000) + "~Content-Length: 0~~";

    assertThat(ping(PlatformSockets.best(), says(big)).getFirst().outcome())
        .isEqualTo(Outcome.REPLY);
    Sample flooded = ping(PlatformSockets.best(), says(bigger)).getFirst();
    assertThat(flooded.outcome()).isEqualTo(Outcome.FLOODED);
    assertThat(flooded.answer()).contains(new Response.Malformed("more than 64 KiB of head"));
  }

  @Test
  void aLongBodyIsReadInTurnsToItsEnd() throws Exception {
    String text = "HTTP/1.1 200 OK~Content-Length: 4194304~~" + "x".repeat(4 << 20);
    for (Sockets sockets : List.of(PlatformSockets.best(), PlatformSockets.portable())) {
      assertThat(ping(sockets, says(text)).getFirst().outcome()).isEqualTo(Outcome.REPLY);
    }
  }

  @Test
  void aResponseOfCountlessChunksHoldsUpNoOther() throws Exception {
    String chunks = "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~" + "1^x^".repeat(4_000_000);
    Duration interval = Duration.ofMillis(10);
    try (TcpScript odd = new TcpScript(says(chunks));
        TcpScript good = new TcpScript(says("HTTP/1.1 200 OK~Content-Length: 0~~"));
        LoopRecorder recorder = recorder(PlatformSockets.best())) {
      recorder.startAll(
          List.of(
              LoopRecorder.spec(1, url(odd), interval, Duration.ofSeconds(9), 1, 64),
              LoopRecorder.spec(2, url(good), interval, Duration.ofSeconds(2), 100, 64)));
      recorder.awaitEnds(2);

      assertThat(recorder.counters.get(1L).count(Outcome.FLOODED)).isEqualTo(1);
      assertThat(recorder.counters.get(2L).count(Outcome.REPLY)).isEqualTo(100);
      assertThat(recorder.samples)
          .filteredOn(sample -> sample.outcome() == Outcome.FLOODED)
          .extracting(sample -> sample.answer().orElseThrow())
          .containsExactly(new Response.Malformed("more than 1 MiB of chunk framing"));
    }
  }

  @Test
  void aResponseInSinglesBytesIsAReply() throws Exception {
    TcpScript.Act act =
        connection -> {
          readRequest(connection);
          for (byte b : bytes("HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~ok~0~~")) {
            connection.getOutputStream().write(b);
            connection.getOutputStream().flush();
          }
          connection.getInputStream().read();
        };

    assertThat(ping(PlatformSockets.best(), act).getFirst().outcome()).isEqualTo(Outcome.REPLY);
  }

  @Test
  void aReplyIsTimedByTheKernelWhereItCan() throws Exception {
    Sample sample = ping(PlatformSockets.best(), says("HTTP/1.1 204 No~~")).getFirst();
    Response.Http http = (Response.Http) sample.answer().orElseThrow();

    assertThat(sample.rttSource()).contains(RttSource.KERNEL_RECEIVE);
    assertThat(http.connectNanos()).isPositive().isLessThan(http.totalNanos());
    assertThat(http.connectNanos() + http.firstByteNanos())
        .isLessThanOrEqualTo(http.totalNanos() + 1);
  }

  @Test
  void aResetAfterTheHandshakeIsNoRefusal() throws Exception {
    TcpScript.Act reset = connection -> connection.setSoLinger(true, 0);
    TcpScript.Act resetAfterRequest =
        connection -> {
          readRequest(connection);
          connection.setSoLinger(true, 0);
        };
    TcpScript.Act closed = HttpScriptTest::readRequest;

    assertThat(ping(PlatformSockets.best(), reset).getFirst().outcome()).isEqualTo(Outcome.RESET);
    assertThat(ping(PlatformSockets.best(), resetAfterRequest).getFirst().errno())
        .isEqualTo(Errno.ECONNRESET);
    assertThat(ping(PlatformSockets.best(), closed).getFirst().errno()).isEqualTo(Errno.ENODATA);
  }

  /// The JDK's channels may discard data received before a reset.
  @Test
  void aResponseBeforeAResetIsAReply() throws Exception {
    TcpScript.Act act =
        connection -> {
          says("HTTP/1.1 200 OK~Content-Length: 2~~ok").play(connection);
          connection.setSoLinger(true, 0);
        };
    try (TcpScript server = new TcpScript(act);
        LoopRecorder recorder = recorder(PlatformSockets.best())) {
      recorder.start(
          LoopRecorder.spec(1, url(server), Duration.ofMillis(10), Duration.ofSeconds(9), 100, 64));
      recorder.awaitEnds(1);

      assertThat(recorder.samples).extracting(Sample::outcome).containsOnly(Outcome.REPLY);
    }
  }

  @Test
  void anAnswerBeforeTheRequestIsReadCounts() throws Exception {
    TcpScript.Act early =
        connection -> {
          connection.getOutputStream().write(bytes("HTTP/1.1 400 Bad~Content-Length: 0~~"));
          connection.shutdownOutput();
          connection.getInputStream().readAllBytes();
        };

    assertThat(ping(PlatformSockets.best(), early).getFirst().outcome())
        .isEqualTo(Outcome.UNEXPECTED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anIpv6AddressIsPingedAndNamedInBrackets(boolean portable) throws Exception {
    BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("::1"))) {
      Thread.ofVirtual().start(() -> answerOnce(server, requests));
      Sockets sockets = portable ? PlatformSockets.portable() : PlatformSockets.best();
      Sample sample = ping(sockets, "http://[::1]:" + server.getLocalPort() + "/").getFirst();

      assertThat(sample.outcome()).isEqualTo(Outcome.REPLY);
      assertThat(requests.take()).contains("\r\nHost: [::1]:" + server.getLocalPort() + "\r\n");
    }
  }

  @Test
  void afterMoreFailuresThanThereAreSlotsAGoodPingWorks() throws Exception {
    try (TcpScript odd = new TcpScript(says("HTTP/1.1 999 Odd~Content-Length: 0~~"));
        TcpScript broken = new TcpScript(says("broken~"));
        TcpScript good = new TcpScript(says("HTTP/1.1 200 OK~Content-Length: 0~~"));
        LoopRecorder recorder = recorder(PlatformSockets.best())) {
      int each = SLOTS / 2 + 500;
      String nobody = "http://127.0.0.1:" + closedPort() + "/";
      recorder.startAll(
          List.of(
              LoopRecorder.spec(1, url(odd), Duration.ZERO, Duration.ofSeconds(9), each, 64),
              LoopRecorder.spec(2, url(broken), Duration.ZERO, Duration.ofSeconds(9), each, 64),
              LoopRecorder.spec(3, nobody, Duration.ZERO, Duration.ofSeconds(9), each, 64)));
      recorder.awaitEnds(3);
      recorder.start(
          LoopRecorder.spec(4, url(good), Duration.ofMillis(10), Duration.ofSeconds(9), 3, 64));
      recorder.awaitEnds(4);
      ConnectionSlots free = new ConnectionSlots(0, 0, SLOTS);
      recorder.statuses.clear();

      PingCounters first = recorder.counters.get(1L);
      assertThat(first.count(Outcome.UNEXPECTED)).isEqualTo(each);
      assertThat(recorder.counters.get(2L).count(Outcome.MALFORMED)).isEqualTo(each);
      assertThat(recorder.counters.get(3L).count(Outcome.REFUSED)).isEqualTo(each);
      assertThat(recorder.counters.get(4L).count(Outcome.REPLY)).isEqualTo(3);
      recorder.await(
          () -> !recorder.statuses.isEmpty() && recorder.statuses.getLast().slots().equals(free));
    }
  }

  /// By then the next ping occupies its slot in the engine, and expects no HTTP status.
  @Test
  void theLateAnswerToAPingThatHasEndedHarmsNoOther() throws Exception {
    CountDownLatch answers = new CountDownLatch(1);
    TcpScript.Act late =
        connection -> {
          readRequest(connection);
          await(answers);
          connection.getOutputStream().write(bytes("HTTP/1.1 200 OK~Content-Length: 0~~"));
        };
    try (TcpScript server = new TcpScript(late);
        PlainEcho echo = new PlainEcho(bytes -> bytes);
        LoopRecorder recorder = recorder(PlatformSockets.best())) {
      Duration interval = Duration.ofMillis(10);
      recorder.start(LoopRecorder.spec(1, url(server), interval, Duration.ofMillis(50), 1, 64));
      recorder.awaitEnds(1);
      String udp = "udp://127.0.0.1:" + echo.port();
      recorder.start(LoopRecorder.spec(2, udp, interval, Duration.ofSeconds(9), 10_000, 64));
      answers.countDown();
      recorder.statuses.clear();
      recorder.await(() -> !recorder.statuses.isEmpty() && taken(recorder) == 0);
      recorder.loop.stop(new PingId(2));
      recorder.awaitEnds(2);

      assertThat(recorder.samples.getFirst().outcome()).isEqualTo(Outcome.LOST);
      assertThat(recorder.samples.subList(1, recorder.samples.size()))
          .extracting(Sample::outcome)
          .containsOnly(Outcome.REPLY);
    }
  }

  @Test
  void withoutASlotAProbeIsNotSentAndSaysSo() throws Exception {
    try (TcpScript silent =
            new TcpScript(connection -> connection.getInputStream().readAllBytes());
        LoopRecorder recorder = recorder(PlatformSockets.best())) {
      List<PingSpec> pings = new ArrayList<>();
      for (int id = 1; id <= SLOTS + 1; id++) {
        pings.add(
            LoopRecorder.spec(
                id, url(silent), Duration.ofMillis(10), Duration.ofMinutes(1), 1, 64));
      }
      recorder.startAll(pings);
      recorder.awaitSamples(1);

      Sample refused = recorder.samples.getFirst();
      assertThat(refused.outcome()).isEqualTo(Outcome.SEND_FAILED);
      assertThat(refused.errno()).isIn(Errno.NO_SLOT, Errno.EMFILE);
      assertThat(Errno.describe(Errno.NO_SLOT)).startsWith("no free connection slot here");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "smtp"})
  void probesOfADeletedPingGiveTheirSlotsBackAtOnce(String scheme) throws Exception {
    try (TcpScript silent =
            new TcpScript(connection -> connection.getInputStream().readAllBytes());
        LoopRecorder recorder = recorder(PlatformSockets.best())) {
      String url = scheme + "://127.0.0.1:" + silent.port();
      PingSpec spec =
          LoopRecorder.spec(1, url, Duration.ofMillis(10), Duration.ofMinutes(1), 50, 64);
      recorder.start(spec);
      recorder.await(() -> taken(recorder) > 0);
      recorder.loop.abort(spec.id());
      recorder.await(() -> taken(recorder) == 0);
    }
  }

  private static int taken(LoopRecorder recorder) {
    ConnectionSlots slots =
        recorder.statuses.isEmpty() ? ConnectionSlots.NONE : recorder.statuses.getLast().slots();
    return slots.http() + slots.tcp();
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void answerOnce(ServerSocket server, BlockingQueue<String> requests) {
    try (Socket connection = server.accept()) {
      requests.add(readRequest(connection));
      connection.getOutputStream().write(bytes("HTTP/1.1 200 OK~Content-Length: 0~~"));
    } catch (IOException e) {
      requests.add(e.toString());
    }
  }

  private static TcpScript.Act says(String text) {
    return connection -> {
      readRequest(connection);
      connection.getOutputStream().write(bytes(text));
    };
  }

  private static String readRequest(Socket connection) throws IOException {
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      int b = connection.getInputStream().read();
      if (b < 0) {
        return request.toString();
      }
      request.append((char) b);
    }
    return request.toString();
  }

  private static byte[] bytes(String text) {
    return text.replace("~", "\r\n").replace('^', '\n').getBytes(ISO_8859_1);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static String url(TcpScript script) {
    return "http://127.0.0.1:" + script.port() + "/";
  }

  private static LoopRecorder recorder(Sockets sockets) throws IOException {
    return new LoopRecorder(sockets, Hops.probes(sockets, AUTHORITIES));
  }

  private static List<Sample> ping(Sockets sockets, TcpScript.Act act) throws Exception {
    try (TcpScript script = new TcpScript(act)) {
      return ping(sockets, url(script));
    }
  }

  private static List<Sample> ping(Sockets sockets, String url) throws Exception {
    try (LoopRecorder recorder = recorder(sockets)) {
      recorder.start(Forms.ping(url, 1, "", "", "5s"));
      recorder.awaitEnds(1);
      return recorder.samples;
    }
  }
}
