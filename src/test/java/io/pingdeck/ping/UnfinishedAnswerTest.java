package io.pingdeck.ping;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.Counted;
import io.pingdeck.net.Sockets;
import io.pingdeck.ping.api.HttpOptions;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.http.HttpProbes;
import io.pingdeck.ping.http.SecretFiles;
import io.pingdeck.ping.loop.LoopRecorder;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.TlsFault;
import io.pingdeck.ping.target.TcpMode;
import io.pingdeck.ping.tcp.TcpSenderTest;
import io.pingdeck.ping.tls.TrustedCertificates;
import io.pingdeck.ping.warmup.ThrowawayKey;
import io.pingdeck.ping.warmup.WarmUpServer;
import io.pingdeck.testing.Slow;
import io.pingdeck.testing.TcpScript;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that begin an answer and then stop, at every possible point: the server was reached, so
/// nothing is lost. On native and portable sockets. In the texts `~` stands for CR LF.
@Slow
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
@ParameterizedClass
@MethodSource("implementations")
class UnfinishedAnswerTest {
  private static final TrustedCertificates AUTHORITIES = TrustedCertificates.load(Optional.empty());
  private static final String RESPONSE = "the response did not end within the timeout: ";
  private static final String DNS = "the answer did not end within the timeout: ";
  private static final Duration TIMEOUT = Duration.ofMillis(600);
  private static final Duration WITH_HANDSHAKE = Duration.ofSeconds(3);
  private static final int PROBE_BYTES = 64;
  private static final int BYTE_EVERY_MILLIS = 20;

  private final Sockets sockets;
  private HttpProbes http;
  private PingCounters counters = PingCounters.ZERO;

  UnfinishedAnswerTest(Sockets sockets) {
    this.sockets = sockets;
    http = Hops.probes(sockets, AUTHORITIES);
  }

  static Stream<Sockets> implementations() {
    return Stream.of(PlatformSockets.best(), PlatformSockets.portable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:%d/",
        "https://127.0.0.1:%d/",
        "smtp://127.0.0.1:%d",
        "gopher://127.0.0.1:%d",
        "dns://127.0.0.1:%d/a.example?transport=tcp"
      })
  void silenceBeforeTheFirstByteIsLoss(String url) throws Exception {
    assertThat(ping(url, says("")).getFirst().outcome()).isEqualTo(Outcome.LOST);
    assertThat(counters.lossPercent()).hasValue(100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "H|within its head, after 1 byte",
        "HTTP/1.1 2|within its head, after 10 bytes",
        "HTTP/1.1 200 OK~|within its head, after 17 bytes",
        "HTTP/1.1 200 OK~X: y|within its head, after 21 bytes",
        "HTTP/1.1 200 OK~X: y~|within its head, after 23 bytes",
        "HTTP/1.1 200 OK~Content-Length: 5000~~|after 0 of 5000 bytes of body",
        "HTTP/1.1 200 OK~Content-Length: 5000~~hello|after 5 of 5000 bytes of body",
        "HTTP/1.1 200 OK~~|after 0 bytes of a body that the end of the connection ends",
        "HTTP/1.0 200 OK~~hello|after 5 bytes of a body that the end of the connection ends",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~|after 0 bytes, before the last chunk",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5|after 0 bytes, before the last chunk",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~he|after 2 bytes, before the last chunk",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~hello|after 5 bytes, before the last chunk",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~hello~|after 5 bytes, before the last chunk",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~ok~0~|within its trailers",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~ok~0~X: y~|within its trailers",
        "HTTP/1.1 102 Processing~~|after an interim response 102",
        "HTTP/1.1 100 Continue~~HTTP/1.1 103 Early~~|after an interim response 103",
        "HTTP/1.1 102 Processing~~HTTP|within its head, after 4 bytes",
        "HTTP/1.1 503 Busy~Content-Length: 9~~x|after 1 of 9 bytes of body"
      })
  void httpResponseThatStopsIsMalformedAndSaysWhere(String text, String where) throws Exception {
    assertUnfinished(ping("http://127.0.0.1:%d/", says(text)), RESPONSE + where);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 200 OK~X: 0123456789012345678901234567890123456789|within its head, after",
        "HTTP/1.1 200 OK~Content-Length: 90~~01234567890123456789012345678901234567|of 90 bytes"
      })
  void httpResponseThatDripsIsMalformed(String text, String where) throws Exception {
    int head = text.indexOf("~~") < 0 ? 0 : text.indexOf("~~") + 4;
    byte[] bytes = bytes(text);
    TcpScript.Act drip =
        connection -> {
          connection.setTcpNoDelay(true);
          connection.getOutputStream().write(bytes, 0, head);
          for (int i = head; i < bytes.length; i++) {
            connection.getOutputStream().write(bytes[i]);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BYTE_EVERY_MILLIS));
          }
          hold(connection);
        };
    Sample sample = ping("http://127.0.0.1:%d/", drip).getFirst();

    assertThat(sample.outcome()).isEqualTo(Outcome.MALFORMED);
    assertThat(((Response.Malformed) sample.answer().orElseThrow()).reason())
        .startsWith(RESPONSE)
        .contains(where);
  }

  @Test
  void redirectThatLeadsToSilenceIsNoLoss() throws Exception {
    try (TcpScript silent = new TcpScript(says(""))) {
      String redirect =
          "HTTP/1.1 302 There~Location: http://127.0.0.1:%d/~Content-Length: 0~~"
              .formatted(silent.port());

      assertUnfinished(
          ping("http://127.0.0.1:%d/", says(redirect), options(5, false)),
          RESPONSE + "after 1 redirect");
    }
  }

  @Test
  void redirectWhoseNameIsStillLookedUpIsNoLoss() throws Exception {
    HttpProbes.Hops unanswered = spec -> new CompletableFuture<>();
    http = new HttpProbes(sockets, AUTHORITIES, SecretFiles.anywhere(), unanswered);

    assertUnfinished(
        ping(
            "http://127.0.0.1:%d/",
            says("HTTP/1.1 302 There~Location: http://slow.invalid/~Content-Length: 0~~"),
            options(5, false)),
        RESPONSE + "after 1 redirect");
  }

  /// A probe reported as malformed is no longer waited for.
  @ParameterizedTest
  @CsvSource({"http, HTTP/1.1 200", "smtp, 220"})
  void connectionOfAnAnswerThatStoppedIsGivenUp(String scheme, String text) throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    TcpScript.Act act =
        connection -> {
          says(text).play(connection);
          gone.countDown();
        };
    try (TcpScript server = new TcpScript(act);
        LoopRecorder recorder = recorder()) {
      recorder.start(
          LoopRecorder.spec(
              1,
              scheme + "://127.0.0.1:" + server.port(),
              Duration.ofMillis(50),
              Duration.ofMillis(200),
              10_000,
              PROBE_BYTES));

      assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 6, 80})
  void tlsHandshakeThatStopsIsATlsFailure(int bytes) throws Exception {
    try (WarmUpServer tls = WarmUpServer.tls(ThrowawayKey.create())) {
      TcpScript.Act act =
          connection -> {
            try (Socket server = new Socket("127.0.0.1", tls.port())) {
              server.getOutputStream().write(record(connection));
              connection.getOutputStream().write(server.getInputStream().readNBytes(bytes));
              hold(connection);
            }
          };
      Sample sample = ping("https://127.0.0.1:%d/", act).getFirst();

      assertThat(sample.outcome()).isEqualTo(Outcome.TLS_FAILED);
      assertThat(sample.answer()).contains(new Response.Tls(TlsFault.UNFINISHED, Optional.empty()));
      assertThat(counters.count(Outcome.TLS_FAILED)).isEqualTo(1);
      assertThat(counters.lossPercent()).hasValue(0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 2|within its head, after 10 bytes",
        "HTTP/1.1 200 OK~Content-Length: 9~~hello|after 5 of 9 bytes of body",
        "HTTP/1.1 102 Processing~~|after an interim response 102"
      })
  void httpsResponseThatStopsIsMalformedAndSaysWhere(String text, String where) throws Exception {
    TcpScript.Act act =
        afterHandshake((connection, tls) -> tls.getOutputStream().write(bytes(text)));

    assertUnfinished(ping("https://127.0.0.1:%d/", act, options(0, true)), RESPONSE + where);
  }

  @Test
  void httpsResponseThatStopsWithinItsFirstRecordIsMalformed() throws Exception {
    byte[] part = {23, 3, 3, 16, 0, 1, 2}; // of 4096 bytes of application data
    TcpScript.Act act =
        afterHandshake((connection, tls) -> connection.getOutputStream().write(part));

    assertUnfinished(
        ping("https://127.0.0.1:%d/", act, options(0, true)),
        RESPONSE + "within its first TLS record, after 7 bytes");
  }

  /// As after a TCP handshake: a later response is late.
  @Test
  void silenceAfterTheTlsHandshakeIsLoss() throws Exception {
    TcpScript.Act act = afterHandshake((connection, tls) -> {});

    assertThat(ping("https://127.0.0.1:%d/", act, options(0, true)).getFirst().outcome())
        .isEqualTo(Outcome.LOST);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 30, 63})
  void echoThatStopsIsMalformedAndSaysWhere(int bytes) throws Exception {
    assertUnfinished(
        run(echoing(bytes), port -> TcpSenderTest.spec(port, TcpMode.ECHO, 1)),
        "the echo did not end within the timeout, after " + bytes + " of 64 bytes");
  }

  /// Answers arrive in probe order: those after the stopped one have not begun.
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 30, 63})
  void echoThatStopsOnAStreamIsThatOfOneProbe(int bytes) throws Exception {
    List<Sample> samples = run(echoing(bytes), port -> TcpSenderTest.spec(port, TcpMode.STREAM, 3));

    assertThat(samples)
        .extracting(Sample::outcome)
        .containsExactly(Outcome.MALFORMED, Outcome.LOST, Outcome.LOST);
    assertThat(samples.getFirst().sequence()).isEqualTo(1);
    assertThat(samples.getFirst().answer())
        .contains(
            new Response.Malformed(
                "the echo did not end within the timeout, after " + bytes + " of 64 bytes"));
  }

  /// A complete sequence, or just its first digit, identifies the answer that has begun.
  @ParameterizedTest
  @ValueSource(ints = {6, 7, 30})
  void echoThatStopsOnAStreamIsThatOfTheProbeItNames(int bytes) throws Exception {
    TcpScript.Act act =
        connection -> {
          connection.getInputStream().readNBytes(PROBE_BYTES); // and discards it
          echoing(bytes).play(connection);
        };
    List<Sample> samples = run(act, port -> TcpSenderTest.spec(port, TcpMode.STREAM, 3));

    assertThat(samples)
        .extracting(Sample::outcome)
        .containsExactly(Outcome.LOST, Outcome.MALFORMED, Outcome.LOST);
  }

  @Test
  void beginningThatMayBeOfALateEchoIsNoOtherProbes() throws Exception {
    CompletableFuture<Void> isLost = new CompletableFuture<>();
    TcpScript.Act act =
        connection -> {
          byte[] line = connection.getInputStream().readNBytes(PROBE_BYTES);
          isLost.join();
          connection.getOutputStream().write(line, 0, 3);
          hold(connection);
        };
    try (TcpScript server = new TcpScript(act);
        LoopRecorder recorder = recorder()) {
      recorder.start(TcpSenderTest.spec(server.port(), TcpMode.STREAM, 40));
      recorder.awaitSamples(1);
      isLost.complete(null);
      recorder.awaitEnds(1);

      assertThat(recorder.samples).extracting(Sample::outcome).containsOnly(Outcome.LOST);
    }
  }

  @Test
  void streamGoesOnBehindAnEchoThatCameTooLate() throws Exception {
    TcpScript.Act act =
        connection -> {
          byte[] first = connection.getInputStream().readNBytes(PROBE_BYTES);
          connection.getOutputStream().write(first, 0, 10);
          byte[] second = connection.getInputStream().readNBytes(PROBE_BYTES);
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(800)); // the timeout is 500 ms
          connection.getOutputStream().write(first, 10, PROBE_BYTES - 10);
          connection.getOutputStream().write(second);
          connection.getInputStream().transferTo(connection.getOutputStream());
        };
    List<Sample> samples = run(act, port -> TcpSenderTest.spec(port, TcpMode.STREAM, 60));

    assertThat(samples)
        .filteredOn(sample -> sample.sequence() == 1)
        .extracting(Sample::outcome)
        .containsExactly(Outcome.MALFORMED);
    assertThat(samples)
        .filteredOn(sample -> sample.sequence() == 2)
        .extracting(Sample::outcome)
        .containsExactly(Outcome.LOST, Outcome.LATE);
    assertThat(samples)
        .filteredOn(sample -> sample.sequence() == 60)
        .extracting(Sample::outcome)
        .containsExactly(Outcome.REPLY);
    assertThat(counters.conflicts()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "smtp, 220 mail, 8",
    "smtp, 2, 1",
    "smtp, 220-mail~, 10",
    "smtp, 220-mail~220 r, 15",
    "ftp, 220 ftp.exam, 12",
    "pop3, +OK, 3",
    "imap, * OK, 4",
    "gopher, iWelcome, 8"
  })
  void greetingThatStopsIsMalformedAndSaysWhere(String scheme, String text, int bytes)
      throws Exception {
    assertUnfinished(
        ping(scheme + "://127.0.0.1:%d", says(text)),
        "the greeting did not end within the timeout, after " + Counted.bytes(bytes));
  }

  @Test
  void greetingOfAnyServerThatStopsIsMalformed() throws Exception {
    assertUnfinished(
        run(says("SSH-2.0-Op"), port -> TcpSenderTest.spec(port, TcpMode.GREETING, 1)),
        "the greeting did not end within the timeout, after 10 bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "1, within the length of the message",
    "2, after 0 of 27 bytes of the message",
    "14, after 12 of 27 bytes of the message",
    "28, after 26 of 27 bytes of the message"
  })
  void dnsMessageOverTcpThatStopsIsMalformedAndSaysWhere(int bytes, String where) throws Exception {
    TcpScript.Act act =
        connection -> {
          connection.getOutputStream().write(new byte[] {0, 27}, 0, Math.min(bytes, 2));
          connection.getOutputStream().write(new byte[Math.max(0, bytes - 2)]);
          hold(connection);
        };

    assertUnfinished(ping("dns://127.0.0.1:%d/a.example?transport=tcp", act), DNS + where);
  }

  private void assertUnfinished(List<Sample> samples, String reason) {
    assertThat(samples).extracting(Sample::outcome).containsExactly(Outcome.MALFORMED);
    assertThat(samples.getFirst().answer()).contains(new Response.Malformed(reason));
    assertThat(counters.count(Outcome.MALFORMED)).isEqualTo(1);
    assertThat(counters.lossPercent()).hasValue(0);
  }

  private static TcpScript.Act says(String text) {
    return connection -> {
      connection.getOutputStream().write(bytes(text));
      hold(connection);
    };
  }

  /// Waits until the other side closes the connection.
  private static void hold(Socket connection) throws IOException {
    connection.getInputStream().readAllBytes();
  }

  private static TcpScript.Act echoing(int bytes) {
    return connection -> {
      byte[] line = connection.getInputStream().readNBytes(PROBE_BYTES);
      connection.getOutputStream().write(Arrays.copyOf(line, bytes));
      hold(connection);
    };
  }

  private interface Speaking {
    void speak(Socket connection, SSLSocket tls) throws IOException;
  }

  private static TcpScript.Act afterHandshake(Speaking speaking) throws Exception {
    SSLContext context = WarmUpServer.context(ThrowawayKey.create());
    return connection -> {
      SSLSocket tls =
          (SSLSocket) context.getSocketFactory().createSocket(connection, "client", 0, true);
      tls.setUseClientMode(false);
      tls.startHandshake();
      speaking.speak(connection, tls);
      hold(tls);
    };
  }

  /// One TLS record, including its header.
  private static byte[] record(Socket connection) throws IOException {
    DataInputStream in = new DataInputStream(connection.getInputStream());
    byte[] header = in.readNBytes(5);
    byte[] rest = in.readNBytes(ByteBuffer.wrap(header).getShort(3) & 0xffff);
    return ByteBuffer.allocate(header.length + rest.length).put(header).put(rest).array();
  }

  private static byte[] bytes(String text) {
    return text.replace("~", "\r\n").getBytes(ISO_8859_1);
  }

  private static HttpOptions options(int follow, boolean insecure) {
    Optional<String> none = Optional.empty();
    return new HttpOptions(follow, none, none, insecure, none, none, none, none);
  }

  private interface Asking {
    PingSpec of(int port);
  }

  private List<Sample> ping(String url, TcpScript.Act act) throws Exception {
    return ping(url, act, options(0, false));
  }

  private List<Sample> ping(String url, TcpScript.Act act, HttpOptions options) throws Exception {
    return run(act, port -> with(options, url.formatted(port)));
  }

  private static PingSpec with(HttpOptions options, String url) {
    Duration timeout = url.startsWith("https") ? WITH_HANDSHAKE : TIMEOUT;
    PingSpec spec = LoopRecorder.spec(1, url, Duration.ofSeconds(1), timeout, 1, PROBE_BYTES);
    return spec.with().http(options).build();
  }

  private LoopRecorder recorder() throws IOException {
    return new LoopRecorder(sockets, http);
  }

  private List<Sample> run(TcpScript.Act act, Asking asking) throws Exception {
    try (TcpScript server = new TcpScript(act);
        LoopRecorder recorder = recorder()) {
      recorder.start(asking.of(server.port()));
      recorder.awaitEnds(1);
      counters = recorder.counters.get(1L);
      return recorder.samples;
    }
  }
}
