package io.pingdeck.ping.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.net.Sockets;
import io.pingdeck.ping.Forms;
import io.pingdeck.ping.Hops;
import io.pingdeck.ping.loop.LoopRecorder;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.TlsFault;
import io.pingdeck.ping.tls.TrustedCertificates;
import io.pingdeck.testing.Certificates;
import io.pingdeck.testing.ServerProcess;
import io.pingdeck.testing.Tool;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Probes of aiosmtpd's mail server with STARTTLS.
@Timeout(60)
class SmtpTlsIT {
  @TempDir private static Path folder;
  private static Certificates certificates;

  @BeforeAll
  static void make() throws Exception {
    Tool.need(Tool.AIOSMTPD);
    certificates = Certificates.make(folder);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aServerWithATrustedCertificateReplies(boolean portable) throws Exception {
    Sockets sockets = portable ? PlatformSockets.portable() : PlatformSockets.best();
    try (ServerProcess server = server("good")) {
      for (Sample sample : probe(sockets, server.port(), trusting(), 3)) {
        assertThat(sample.outcome()).isEqualTo(Outcome.REPLY);
        Response.Smtp answer = (Response.Smtp) sample.answer().orElseThrow();
        assertThat(answer.reason()).isEmpty();
        assertThat(answer.said()).startsWith("220 mail.lab Python SMTP");
        assertThat(answer.tls().orElseThrow().version()).isEqualTo("TLS 1.3");
        assertThat(answer.tls().orElseThrow().earliestExpiry())
            .isEqualTo(answer.tls().orElseThrow().certificateExpiry());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"other, NAME_MISMATCH", "expired, EXPIRED"})
  void aCertificateIsCheckedAsOfHttps(String certificate, TlsFault fault) throws Exception {
    try (ServerProcess server = server(certificate)) {
      assertThat(fault(server, trusting())).isEqualTo(fault);
    }
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsUntrusted() throws Exception {
    try (ServerProcess server = server("good")) {
      assertThat(fault(server, TrustedCertificates.load(Optional.empty())))
          .isEqualTo(TlsFault.UNTRUSTED);
    }
  }

  @Test
  void whatIsRefusedWithinTlsIsToldWithItsTls() throws Exception {
    try (ServerProcess server = server("good", "refuse")) {
      Sample sample = probe(PlatformSockets.best(), server.port(), trusting(), 1).getFirst();

      assertThat(sample.outcome()).isEqualTo(Outcome.UNEXPECTED);
      Response.Smtp answer = (Response.Smtp) sample.answer().orElseThrow();
      assertThat(answer.reason()).isEqualTo("the reply to EHLO within TLS is 554");
      assertThat(answer.said()).isEqualTo("554 not within TLS");
      assertThat(answer.tls()).isPresent();
    }
  }

  @Test
  void aServerWithoutTlsDoesNotOfferIt() throws Exception {
    try (ServerProcess server = ServerProcess.python("smtp_server.py")) {
      Sample sample = probe(PlatformSockets.best(), server.port(), trusting(), 1).getFirst();

      assertThat(sample.outcome()).isEqualTo(Outcome.UNEXPECTED);
      assertThat(((Response.Smtp) sample.answer().orElseThrow()).reason())
          .isEqualTo("STARTTLS is not offered");
    }
  }

  private static TlsFault fault(ServerProcess server, TrustedCertificates trusted)
      throws Exception {
    Sample sample = probe(PlatformSockets.best(), server.port(), trusted, 1).getFirst();
    assertThat(sample.outcome()).isEqualTo(Outcome.TLS_FAILED);
    Response.Tls tls = (Response.Tls) sample.answer().orElseThrow();
    assertThat(tls.certificateExpiry()).isPresent();
    return tls.fault();
  }

  private static TrustedCertificates trusting() {
    return TrustedCertificates.load(Optional.of(certificates.authority()));
  }

  private static ServerProcess server(String certificate, String... more) throws Exception {
    String[] files = certificates.of(certificate);
    return more.length == 0
        ? ServerProcess.python("smtp_tls_server.py", files[0], files[1])
        : ServerProcess.python("smtp_tls_server.py", files[0], files[1], more[0]);
  }

  private static List<Sample> probe(
      Sockets sockets, int port, TrustedCertificates trusted, int count) throws Exception {
    try (LoopRecorder recorder = new LoopRecorder(sockets, Hops.probes(sockets, trusted))) {
      recorder.start(Forms.startTls("smtp://127.0.0.1:" + port, count, "9s"));
      recorder.awaitEnds(1);
      return recorder.samples;
    }
  }
}
