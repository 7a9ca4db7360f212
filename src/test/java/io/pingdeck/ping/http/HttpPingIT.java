package io.pingdeck.ping.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.Errno;
import io.pingdeck.ping.Forms;
import io.pingdeck.ping.Hops;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.loop.LoopRecorder;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.TlsFault;
import io.pingdeck.ping.tls.TrustedCertificates;
import io.pingdeck.testing.Certificates;
import io.pingdeck.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// HTTP pings to Python's own web server, with and without TLS.
@Timeout(60)
class HttpPingIT {
  @TempDir private static Path folder;
  private static Certificates certificates;
  private static ServerProcess server;
  private PingCounters counters = PingCounters.ZERO;

  @BeforeAll
  static void start() throws Exception {
    certificates = Certificates.make(folder);
    server = ServerProcess.python("http_server.py");
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aDocumentIsTimedInItsPhases() throws Exception {
    List<Sample> samples = ping(Forms.ping(url("/index?x=1"), 3));

    assertThat(samples).hasSize(3);
    for (Sample sample : samples) {
      assertThat(sample.outcome()).isEqualTo(Outcome.REPLY);
      assertThat(sample.rttSource()).contains(RttSource.KERNEL_RECEIVE);
      Response.Http http = http(sample);
      assertThat(http.status()).isEqualTo(200);
      assertThat(http.connectNanos()).isPositive();
      assertThat(http.firstByteNanos()).isPositive();
      assertThat(http.totalNanos()).isGreaterThan(http.connectNanos() + http.firstByteNanos());
      assertThat(http.tlsNanos()).isEmpty();
      assertThat(http.certificateExpiry()).isEmpty();
      assertThat(sample.rttNanos()).hasValue(http.totalNanos());
      assertThat(server.line())
          .isEqualTo("GET /index?x=1 127.0.0.1:" + server.port() + " " + UserAgent.TEXT);
    }
  }

  @Test
  void aSlowServerShowsInTheTimeToItsFirstByte() throws Exception {
    Sample sample = ping(Forms.ping(url("/slow"), 1)).getFirst();
    server.line();

    assertThat(http(sample).firstByteNanos()).isGreaterThan(300_000_000);
    assertThat(http(sample).connectNanos()).isLessThan(300_000_000);
  }

  @Test
  void aHeadIsAskedForWithoutABody() throws Exception {
    PingSpec spec = Forms.ping(url("/large"), 1, "HEAD", "200", "1s");

    assertThat(ping(spec).getFirst().outcome()).isEqualTo(Outcome.REPLY);
    assertThat(server.line()).startsWith("HEAD /large ");
  }

  @ParameterizedTest
  @CsvSource({
    "404, '', UNEXPECTED",
    "404, '200,404', REPLY",
    "301, '', REPLY",
    "301, 2xx, UNEXPECTED"
  })
  void aStatusIsAReplyIfItIsExpected(int status, String expect, Outcome outcome) throws Exception {
    PingSpec spec = Forms.ping(url("/status/" + status), 1, "", expect, "1s");
    Sample sample = ping(spec).getFirst();

    assertThat(sample.outcome()).isEqualTo(outcome);
    assertThat(http(sample).status()).isEqualTo(status);
    assertThat(server.line()).startsWith("GET /status/" + status); // and no request elsewhere
    assertThat(counters.lossPercent()).hasValue(0);
    assertThat(counters.count(Outcome.UNEXPECTED)).isEqualTo(outcome == Outcome.UNEXPECTED ? 1 : 0);
  }

  @Test
  void aBodyWithoutEndIsCutOff() throws Exception {
    PingSpec spec = Forms.ping(url("/flood"), 1, "", "", "10s");

    assertThat(ping(spec)).extracting(Sample::outcome).containsExactly(Outcome.FLOODED);
    assertThat(server.line()).startsWith("GET /flood");
    assertThat(counters.count(Outcome.FLOODED)).isEqualTo(1);
  }

  @Test
  void aServerThatSaysNothingLosesTheProbe() throws Exception {
    PingSpec spec = Forms.ping(url("/silent"), 1, "", "", "300ms");

    assertThat(ping(spec)).extracting(Sample::outcome).containsExactly(Outcome.LOST);
  }

  @Test
  void anAnswerAfterTheTimeoutIsLate() throws Exception {
    try (ServerProcess slow = ServerProcess.python("http_server.py");
        LoopRecorder recorder = recorder()) {
      String url = "http://127.0.0.1:" + slow.port() + "/slow";
      recorder.start(Forms.ping(url, 100, "", "", "200ms"));
      recorder.await(() -> recorder.samples.stream().anyMatch(HttpPingIT::isLate));

      Sample late = recorder.samples.stream().filter(HttpPingIT::isLate).findFirst().orElseThrow();
      assertThat(late.rttNanos().orElseThrow()).isGreaterThan(300_000_000);
      assertThat(http(late).status()).isEqualTo(200);
    }
  }

  private static boolean isLate(Sample sample) {
    return sample.outcome() == Outcome.LATE;
  }

  @Test
  void whatIsNoHttpIsMalformed() throws Exception {
    PingSpec spec = Forms.ping(url("/garbage"), 1, "", "", "300ms");

    assertThat(ping(spec)).extracting(Sample::outcome).containsExactly(Outcome.MALFORMED);
    assertThat(counters.count(Outcome.MALFORMED)).isEqualTo(1);
    assertThat(counters.lossPercent()).hasValue(0);
  }

  @Test
  void aConnectionThatEndsTooEarlyIsToldFromARefusedOne() throws Exception {
    Sample closed = ping(Forms.ping(url("/close"), 1)).getFirst();
    String nobody = "http://127.0.0.1:" + ServerProcess.freePort() + "/";
    Sample refused = ping(Forms.ping(nobody, 1)).getFirst();

    assertThat(closed.outcome()).isEqualTo(Outcome.RESET);
    assertThat(closed.errno()).isEqualTo(Errno.ENODATA);
    assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void aTrustedServerShowsItsCertificateAndTheTimeOfTls() throws Exception {
    try (ServerProcess tls = ServerProcess.python("http_server.py", certificates.of("good"))) {
      List<Sample> samples = ping(Forms.ping("https://127.0.0.1:" + tls.port() + "/", 3));

      assertThat(samples).extracting(Sample::outcome).hasSize(3).containsOnly(Outcome.REPLY);
      for (Sample sample : samples) {
        Response.Http http = http(sample);
        assertThat(http.connectNanos()).isPositive();
        assertThat(http.tlsNanos().orElseThrow()).isGreaterThan(100_000);
        assertThat(http.connectNanos() + http.tlsNanos().orElseThrow() + http.firstByteNanos())
            .isLessThan(http.totalNanos());
        assertThat(http.certificateExpiry().orElseThrow())
            .isBetween(
                Instant.now().plus(Duration.ofDays(9)), Instant.now().plus(Duration.ofDays(10)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"expired, EXPIRED", "other, NAME_MISMATCH"})
  void aCertificateThatIsNoGoodFailsTheProbe(String name, TlsFault fault) throws Exception {
    try (ServerProcess tls = ServerProcess.python("http_server.py", certificates.of(name))) {
      Sample sample = ping(Forms.ping("https://127.0.0.1:" + tls.port() + "/", 1)).getFirst();

      assertThat(sample.outcome()).isEqualTo(Outcome.TLS_FAILED);
      Response.Tls answer = (Response.Tls) sample.answer().orElseThrow();
      assertThat(answer.fault()).isEqualTo(fault);
      assertThat(answer.certificateExpiry()).isPresent();
      assertThat(counters.count(Outcome.TLS_FAILED)).isEqualTo(1);
      assertThat(counters.lossPercent()).hasValue(0);
    }
  }

  @Test
  void aCertificateOfAnUnknownAuthorityFailsTheProbe() throws Exception {
    TrustedCertificates system = TrustedCertificates.load(Optional.empty());
    try (ServerProcess tls = ServerProcess.python("http_server.py", certificates.of("good"));
        LoopRecorder recorder =
            new LoopRecorder(PlatformSockets.best(), Hops.probes(PlatformSockets.best(), system))) {
      recorder.start(Forms.ping("https://127.0.0.1:" + tls.port() + "/", 1));
      recorder.awaitEnds(1);

      assertThat(recorder.samples.getFirst().answer())
          .map(answer -> ((Response.Tls) answer).fault())
          .contains(TlsFault.UNTRUSTED);
    }
  }

  @Test
  void aServerWithoutTlsFailsTheHandshake() throws Exception {
    Sample sample = ping(Forms.ping("https://127.0.0.1:" + server.port() + "/", 1)).getFirst();

    assertThat(sample.outcome()).isEqualTo(Outcome.TLS_FAILED);
    assertThat(sample.answer()).contains(new Response.Tls(TlsFault.PROTOCOL, Optional.empty()));
  }

  private static String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  private static Response.Http http(Sample sample) {
    return (Response.Http) sample.answer().orElseThrow();
  }

  private static LoopRecorder recorder() throws IOException {
    TrustedCertificates trusted = TrustedCertificates.load(Optional.of(certificates.authority()));
    return new LoopRecorder(PlatformSockets.best(), Hops.probes(PlatformSockets.best(), trusted));
  }

  private List<Sample> ping(PingSpec spec) throws Exception {
    try (LoopRecorder recorder = recorder()) {
      recorder.start(spec);
      recorder.awaitEnds(1);
      counters = recorder.counters.get(1L);
      return recorder.samples;
    }
  }
}
