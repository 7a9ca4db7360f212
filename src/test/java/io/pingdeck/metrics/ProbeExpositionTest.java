package io.pingdeck.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.base.Fault;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.sample.HttpDetails;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.TlsDetails;
import io.pingdeck.ping.sample.TlsFault;
import io.pingdeck.ping.target.Protocol;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProbeExpositionTest {
  private static final long MILLI = 1_000_000;
  private static final Endpoint LOOPBACK = Endpoint.ipv4(0x7f000001, 443);

  @Test
  void documentIsToldByItsStatusAndThePhasesOfItsRequests() {
    Response http =
        new Response.Http(
            200,
            MILLI,
            OptionalLong.of(2 * MILLI),
            3 * MILLI,
            10 * MILLI,
            Optional.of(Instant.ofEpochSecond(1_800_000_000)),
            2,
            false,
            Optional.empty(),
            Optional.of(
                new HttpDetails(
                    "1.1",
                    OptionalLong.of(42),
                    40,
                    Optional.of(Instant.ofEpochSecond(1_700_000_001)),
                    Optional.of(
                        new TlsDetails(
                            "TLS 1.3",
                            Instant.ofEpochSecond(1_800_000_000),
                            Instant.ofEpochSecond(1_790_000_000))))));

    assertThat(text(Protocol.HTTPS, Outcome.REPLY, http))
        .contains("probe_success 1.0")
        .contains("probe_failed_due_to_regex 0.0")
        .contains("probe_http_status_code 200.0")
        .contains("probe_http_redirects 2.0")
        .contains("probe_http_version 1.1")
        .contains("probe_http_content_length 42.0")
        .contains("probe_http_uncompressed_body_length 40.0")
        .contains("probe_tls_version_info{version=\"TLS 1.3\"} 1")
        .contains("probe_http_ssl 1.0")
        .contains("probe_http_duration_seconds{phase=\"tls\"} 0.002")
        .contains("probe_http_duration_seconds{phase=\"transfer\"} 0.004")
        .contains("probe_http_last_modified_timestamp_seconds 1.700000001E9")
        .contains("probe_ssl_earliest_cert_expiry 1.79E9")
        .doesNotContain("pingdeck_probe_failure_info");
  }

  @Test
  void lengthThatIsNotToldIsMinusOne() {
    HttpDetails details =
        new HttpDetails("1.0", OptionalLong.empty(), 7, Optional.empty(), Optional.empty());
    Response http =
        new Response.Http(
            200,
            MILLI,
            OptionalLong.empty(),
            MILLI,
            MILLI,
            Optional.empty(),
            0,
            false,
            Optional.empty(),
            Optional.of(details));

    assertThat(text(Protocol.HTTP, Outcome.REPLY, http))
        .contains("probe_http_version 1.0")
        .contains("probe_http_content_length -1.0")
        .contains("probe_http_uncompressed_body_length 7.0")
        .doesNotContain("probe_http_last_modified_timestamp_seconds")
        .doesNotContain("probe_tls_version_info");
  }

  @Test
  void resolverIsToldByTheRecordsOfItsAnswer() {
    Response dns = new Response.Dns(0, 2, false, OptionalLong.empty(), 3, 4);

    assertThat(text(Protocol.DNS, Outcome.REPLY, dns))
        .contains("probe_dns_answer_rrs 2.0")
        .contains("probe_dns_authority_rrs 3.0")
        .contains("probe_dns_additional_rrs 4.0")
        .contains("probe_dns_query_succeeded 1.0")
        .contains("probe_dns_duration_seconds{phase=\"request\"} 0.004")
        .contains("probe_rtt_seconds 0.004");
  }

  @Test
  void responseThatIsNoReplyHasTakenItsTimeToo() {
    Response dns = new Response.Dns(3, 0, false, OptionalLong.of(7 * MILLI));

    assertThat(text(Protocol.DNS, Outcome.UNEXPECTED, dns))
        .contains("probe_success 0.0")
        .contains("probe_dns_query_succeeded 1.0")
        .contains("probe_dns_duration_seconds{phase=\"request\"} 0.007")
        .contains("pingdeck_probe_failure_info{reason=\"NXDOMAIN\"} 1");
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP", "HTTPS"})
  void documentThatDidNotComeHasNoStatus(Protocol protocol) {
    assertThat(text(protocol, Outcome.REFUSED, null))
        .contains("probe_success 0.0")
        .contains("probe_http_status_code 0.0")
        .contains("probe_http_redirects 0.0")
        .contains("probe_http_version 0.0")
        .contains("probe_http_content_length 0.0")
        .contains("probe_http_ssl 0.0")
        .contains("probe_http_duration_seconds{phase=\"connect\"} 0.0")
        .contains("pingdeck_probe_failure_info{reason=\"refused\"} 1");
  }

  @Test
  void certificateIsToldEvenIfTheHandshakeFailed() {
    Response tls =
        new Response.Tls(TlsFault.EXPIRED, Optional.of(Instant.ofEpochSecond(1_000_000)));

    assertThat(text(Protocol.HTTPS, Outcome.TLS_FAILED, tls))
        .contains("probe_ssl_earliest_cert_expiry 1000000.0")
        .contains("reason=\"TLS: certificate expired or not yet valid\"");
  }

  @Test
  void mailServerIsToldByItsTls() {
    Instant first = Instant.ofEpochSecond(1_790_000_000);
    TlsDetails tls = new TlsDetails("TLS 1.3", Instant.ofEpochSecond(1_800_000_000), first);

    assertThat(text(Protocol.SMTP, Outcome.REPLY, new Response.Smtp("", "220", Optional.of(tls))))
        .contains("probe_success 1.0")
        .contains("probe_failed_due_to_regex 0.0")
        .contains("probe_ssl_earliest_cert_expiry 1.79E9")
        .contains("probe_tls_version_info{version=\"TLS 1.3\"} 1")
        .contains("probe_rtt_seconds 0.004");
  }

  @Test
  void mailServerThatRefusesIsToldWithoutItsText() {
    Response refused =
        new Response.Smtp("the reply to STARTTLS is 454", "454 12:34", Optional.empty());

    assertThat(text(Protocol.SMTP, Outcome.UNEXPECTED, refused))
        .contains("probe_success 0.0")
        .contains("probe_failed_due_to_regex 1.0")
        .contains("pingdeck_probe_failure_info{reason=\"the reply to STARTTLS is 454\"} 1")
        .doesNotContain("12:34")
        .doesNotContain("probe_tls_version_info");
  }

  @ParameterizedTest
  @CsvSource({"UNEXPECTED, 1.0", "MALFORMED, 0.0", "RESET, 0.0", "REFUSED, 0.0", "LOST, 0.0"})
  void greetingThatIsNotAsExpectedIsTheRegexsFault(Outcome outcome, String regex) {
    Response said = outcome == Outcome.UNEXPECTED ? new Response.Banner("421 busy") : null;

    assertThat(text(Protocol.FTP, outcome, said)).contains("probe_failed_due_to_regex " + regex);
  }

  /// A connection reset (errno 104) does not count as a failed regex.
  @ParameterizedTest
  @CsvSource({"SMTP, 61, 1.0", "TCP, 61, 1.0", "HTTP, 61, 0.0", "SMTP, 104, 0.0"})
  void serverThatLeavesWithoutAWordHasNotSaidWhatWasExpected(
      Protocol protocol, int errno, String regex) {
    Sample left = sample(Outcome.RESET, errno, null);

    assertThat(text(ProbeReport.answered(protocol, LOOPBACK, 0, MILLI, left, "")))
        .contains("probe_failed_due_to_regex " + regex);
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 3.668918509E9", "::1, 1.751717746E9"})
  void addressIsHashedAsElsewhere(String address, String hash) throws Exception {
    Endpoint endpoint = Endpoint.of(InetAddress.ofLiteral(address), 0);
    Sample sample = sample(Outcome.REPLY, null);

    assertThat(text(ProbeReport.answered(Protocol.ICMP, endpoint, 0, MILLI, sample, "")))
        .contains("probe_ip_addr_hash " + hash);
  }

  @ParameterizedTest
  @CsvSource({"SSH-2.0-OpenSSH_9, 0.0, 1.0", "SSH-1.5-old, 1.0, 0.0", "220 mail, 1.0, 0.0"})
  void greetingHasToStartAsAskedFor(String said, String regex, String success) {
    Sample sample = sample(Outcome.REPLY, new Response.Banner(said));
    ProbeReport report = ProbeReport.answered(Protocol.TCP, LOOPBACK, 0, MILLI, sample, "SSH-2.0-");

    assertThat(text(report))
        .contains("probe_failed_due_to_regex " + regex)
        .contains("probe_success " + success);
  }

  /// Otherwise a server that reports the time creates a new series with every probe.
  @Test
  void serversTextIsNoLabel() {
    Sample wrong = sample(Outcome.REPLY, new Response.Banner("hello at 12:34"));
    Sample busy = sample(Outcome.UNEXPECTED, new Response.Banner("421 busy at 12:34"));
    Sample odd = sample(Outcome.MALFORMED, new Response.Malformed("begins with \"12:34\""));
    for (Sample sample : List.of(wrong, busy, odd)) {
      ProbeReport report =
          ProbeReport.answered(Protocol.TCP, LOOPBACK, 0, MILLI, sample, "SSH-2.0-");

      assertThat(text(report)).contains("pingdeck_probe_failure_info").doesNotContain("12:34");
      assertThat(report.detail()).contains("12:34");
    }
  }

  @Test
  void reasonIsEscapedAndBounded() {
    Fault fault = new Fault("target", "\"a\\b\" is not a host name" + "!".repeat(1000));
    ProbeReport report = ProbeReport.refused(Protocol.ICMP, MILLI, List.of(fault));

    assertThat(text(report))
        .contains("probe_success 0.0")
        .contains("probe_ip_protocol 0.0")
        .contains("probe_ip_addr_hash 0.0")
        .doesNotContain("probe_dns_lookup_time_seconds")
        .contains("reason=\"\\\"a\\\\b\\\" is not a host name!!!")
        .doesNotContain("!".repeat(200));
  }

  @Test
  void timeOfALookupThatFoundNothingIsTold() {
    Fault fault = new Fault("target", "none.example does not exist (NXDOMAIN)");
    ProbeReport report = ProbeReport.unresolved(Protocol.ICMP, 7 * MILLI, List.of(fault));

    assertThat(text(report))
        .contains("probe_success 0.0")
        .contains("probe_dns_lookup_time_seconds 0.007")
        .contains("probe_icmp_duration_seconds{phase=\"resolve\"} 0.007");
  }

  private static String text(Protocol protocol, Outcome outcome, Response answer) {
    Sample sample = sample(outcome, answer);
    return text(ProbeReport.answered(protocol, LOOPBACK, 0, 5 * MILLI, sample, ""));
  }

  private static String text(ProbeReport report) {
    return new String(new Exposition("").write(ProbeExposition.of(report)), UTF_8);
  }

  private static Sample sample(Outcome outcome, Response answer) {
    return sample(outcome, 0, answer);
  }

  private static Sample sample(Outcome outcome, int errno, Response answer) {
    return new Sample(
        new PingId(7),
        1,
        0,
        0,
        outcome,
        outcome.hasRtt() ? OptionalLong.of(4 * MILLI) : OptionalLong.empty(),
        outcome.hasRtt() ? Optional.of(RttSource.PROCESS) : Optional.empty(),
        OptionalLong.empty(),
        false,
        false,
        0,
        errno,
        Optional.empty(),
        Optional.ofNullable(answer));
  }
}
