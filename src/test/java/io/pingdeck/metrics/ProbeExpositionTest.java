package io.pingdeck.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.probe.Answer;
import io.pingdeck.probe.Outcome;
import io.pingdeck.probe.PingId;
import io.pingdeck.probe.Protocol;
import io.pingdeck.probe.RttSource;
import io.pingdeck.probe.Sample;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProbeExpositionTest {
  private static final long MILLI = 1_000_000;

  @Test
  void documentIsToldByItsStatusAndThePhasesOfItsRequest() {
    Answer http =
        new Answer.Http(
            200,
            MILLI,
            OptionalLong.of(2 * MILLI),
            3 * MILLI,
            10 * MILLI,
            Optional.of(Instant.ofEpochSecond(1_800_000_000)));

    assertThat(text(Protocol.HTTPS, http))
        .contains("probe_success 1.0")
        .contains("probe_http_status_code 200.0")
        .contains("probe_http_ssl 1.0")
        .contains("probe_http_duration_seconds{phase=\"tls\"} 0.002")
        .contains("probe_http_duration_seconds{phase=\"transfer\"} 0.004")
        .contains("probe_ssl_earliest_cert_expiry 1.8E9");
  }

  @Test
  void resolverIsToldByTheRecordsOfItsAnswer() {
    assertThat(text(Protocol.DNS, new Answer.Dns(0, 2, false, OptionalLong.empty())))
        .contains("probe_dns_answer_rrs 2.0")
        .contains("probe_rtt_seconds 0.004");
  }

  private static String text(Protocol protocol, Answer answer) {
    Sample sample =
        new Sample(
            new PingId(7),
            1,
            0,
            0,
            Outcome.REPLY,
            OptionalLong.of(4 * MILLI),
            Optional.of(RttSource.PROCESS),
            false,
            false,
            0,
            0,
            Optional.empty(),
            Optional.of(answer));
    Endpoint address = Endpoint.ipv4(0x7f000001, 443);
    return new String(
        new Exposition("").write(ProbeExposition.of(protocol, address, 0, 5 * MILLI, sample)),
        UTF_8);
  }
}
