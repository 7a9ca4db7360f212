package io.pingdeck.ping.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.Errno;
import io.pingdeck.base.FaultException;
import io.pingdeck.net.Sockets;
import io.pingdeck.ping.Hops;
import io.pingdeck.ping.api.HttpForm;
import io.pingdeck.ping.api.PingFormBuilder;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.loop.LoopRecorder;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.TlsFault;
import io.pingdeck.ping.tls.TrustedCertificates;
import io.pingdeck.testing.Certificates;
import io.pingdeck.testing.ServerProcess;
import io.pingdeck.testing.TcpScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// HTTPS pings to openssl's server, on native and portable sockets.
@Timeout(60)
class HttpsPingIT {
  @TempDir private static Path folder;
  private static Certificates certificates;

  @BeforeAll
  static void make() throws Exception {
    certificates = Certificates.make(folder);
    Files.writeString(folder.resolve("page"), "hello from the page\n");
  }

  @ParameterizedTest
  @CsvSource({"-tls1_3, true", "-tls1_3, false", "-tls1_2, true", "-tls1_2, false"})
  void aServerThatEndsWithACloseNotifyAndWaitsIsAReply(String version, boolean portable)
      throws Exception {
    Sockets sockets = portable ? PlatformSockets.portable() : PlatformSockets.best();
    try (ServerProcess server = openssl("-www", version)) {
      for (Sample sample : ping(sockets, server.port(), 3)) {
        assertThat(sample.outcome()).isEqualTo(Outcome.REPLY);
        Response.Http http = (Response.Http) sample.answer().orElseThrow();
        assertThat(http.status()).isEqualTo(200);
        assertThat(http.certificateExpiry()).isPresent();
        assertThat(http.connectNanos() + http.tlsNanos().orElseThrow() + http.firstByteNanos())
            .isLessThanOrEqualTo(http.totalNanos());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"-tls1_3, certificate_required, ALERT", "-tls1_2, handshake_failure, PROTOCOL"})
  void aServerThatDemandsAClientCertificateIsToldWithItsAlert(
      String version, String alert, TlsFault fault) throws Exception {
    try (ServerProcess server = openssl("-www", version, "-Verify", "1")) {
      for (Sample sample : ping(PlatformSockets.best(), server.port(), 5)) {
        assertThat(sample.outcome()).isEqualTo(Outcome.TLS_FAILED);
        Response.Tls tls = (Response.Tls) sample.answer().orElseThrow();
        assertThat(tls.alert()).contains(alert);
        assertThat(tls.fault()).isEqualTo(fault);
        assertThat(tls.certificateExpiry()).isPresent();
      }
    }
  }

  @Test
  void anyCertificateWillDoIfToldSo() throws Exception {
    try (ServerProcess server = openssl("other", "-www")) {
      HttpForm insecure = form(Optional.of(true), Optional.empty(), Optional.empty());

      assertThat(ping(server.port(), HttpForm.EMPTY).outcome()).isEqualTo(Outcome.TLS_FAILED);
      assertThat(ping(server.port(), insecure).outcome()).isEqualTo(Outcome.REPLY);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_3", "-tls1_2"})
  void aServerThatDemandsAClientCertificateGetsIt(String version) throws Exception {
    String authority = certificates.authority().toString();
    try (ServerProcess server =
        openssl(
            "good",
            "-www",
            version,
            "-Verify",
            "1",
            "-verify_return_error",
            "-CAfile",
            authority)) {
      HttpForm form = form(Optional.empty(), Optional.of("good.pem"), Optional.of("good.key"));

      assertThat(ping(server.port(), form).outcome()).isEqualTo(Outcome.REPLY);
    }
  }

  @Test
  void aKeyOfAnotherCertificateIsRefusedAtTheStart() throws Exception {
    HttpForm form = form(Optional.empty(), Optional.of("good.pem"), Optional.of("ca.pem"));

    assertThatThrownBy(() -> ping(9, form))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("PKCS #8");
  }

  private static HttpForm form(
      Optional<Boolean> insecure, Optional<String> cert, Optional<String> key) {
    return new HttpForm(
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        insecure,
        Optional.empty(),
        Optional.empty(),
        cert,
        key);
  }

  private static Sample ping(int port, HttpForm http) throws Exception {
    PingSpec spec =
        new PingFormBuilder()
            .target(Optional.of("https://127.0.0.1:" + port + "/"))
            .timeout(Optional.of("9s"))
            .count(OptionalLong.of(1))
            .http(http)
            .build()
            .check(new PingId(1));
    TrustedCertificates trusted = TrustedCertificates.load(Optional.of(certificates.authority()));
    HttpProbes probes = Hops.probes(PlatformSockets.best(), trusted, folder);
    probes.readSecrets(List.of(spec));
    try (LoopRecorder recorder = new LoopRecorder(PlatformSockets.best(), probes)) {
      recorder.start(spec);
      recorder.awaitEnds(1);
      return recorder.samples.getFirst();
    }
  }

  @Test
  void nothingInCommonIsToldWithItsAlert() throws Exception {
    try (ServerProcess server = openssl("-www", "-tls1_2", "-cipher", "PSK")) {
      Response.Tls tls =
          (Response.Tls) ping(PlatformSockets.best(), server.port(), 1).getFirst().answer().get();

      assertThat(tls).isEqualTo(new Response.Tls(TlsFault.PROTOCOL, Optional.empty(), tls.alert()));
      assertThat(tls.alert()).contains("handshake_failure");
    }
  }

  @Test
  void aConnectionThatClosesInsteadOfSpeakingTlsIsReset() throws Exception {
    try (TcpScript script = new TcpScript(connection -> connection.getInputStream().read())) {
      Sample sample = ping(PlatformSockets.best(), script.port(), 1).getFirst();

      assertThat(sample.outcome()).isEqualTo(Outcome.RESET);
      assertThat(sample.errno()).isIn(Errno.ENODATA, Errno.ECONNRESET);
    }
  }

  @Test
  void whatIsNoTlsFailsTheHandshake() throws Exception {
    TcpScript.Act act =
        connection -> {
          connection.getInputStream().read();
          connection.getOutputStream().write("220 hello there, who are you?\r\n".getBytes());
          connection.getInputStream().readAllBytes();
        };
    try (TcpScript script = new TcpScript(act)) {
      assertThat(ping(PlatformSockets.best(), script.port(), 1).getFirst().answer())
          .contains(new Response.Tls(TlsFault.PROTOCOL, Optional.empty()));
    }
  }

  /// @param options preceded by the certificate's name if it is not `good`
  private static ServerProcess openssl(String... options) throws Exception {
    boolean isNamed = !options[0].startsWith("-");
    List<String> all = List.of(options);
    return listening(isNamed ? options[0] : "good", isNamed ? all.subList(1, all.size()) : all);
  }

  private static ServerProcess listening(String name, List<String> options) throws Exception {
    int port = ServerProcess.freePort();
    List<String> command = new ArrayList<>(List.of("openssl", "s_server", "-quiet"));
    command.addAll(List.of("-accept", "127.0.0.1:" + port));
    command.addAll(List.of("-cert", certificates.of(name)[0], "-key", certificates.of(name)[1]));
    command.addAll(options);
    return ServerProcess.listening(port, command);
  }

  private static List<Sample> ping(Sockets sockets, int port, int count) throws Exception {
    TrustedCertificates trusted = TrustedCertificates.load(Optional.of(certificates.authority()));
    try (LoopRecorder recorder = new LoopRecorder(sockets, Hops.probes(sockets, trusted))) {
      String url = "https://127.0.0.1:" + port + "/";
      recorder.start(
          LoopRecorder.spec(1, url, Duration.ofMillis(100), Duration.ofSeconds(9), count, 64));
      recorder.awaitEnds(1);
      return recorder.samples;
    }
  }
}
