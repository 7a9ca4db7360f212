package io.pingdeck.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.json.SampleJson;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.TlsDetails;
import io.pingdeck.ping.sample.TlsFault;
import io.pingdeck.stats.PingSamples;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AnswerTextTest {
  private static final Instant IN_TEN_DAYS = Instant.now().plus(Duration.ofDays(10).plusHours(1));

  @Test
  void aResponseIsToldInItsPhases() {
    Response plain =
        new Response.Http(301, 1000, OptionalLong.empty(), 2000, 4000, Optional.empty());
    Response secure =
        new Response.Http(200, 1000, OptionalLong.of(9000), 2000, 15_000, Optional.of(IN_TEN_DAYS));

    assertThat(AnswerText.of(plain))
        .isEqualTo("status=301 (connect 1.00 µs, first byte 2.00 µs, total 4.00 µs)");
    assertThat(AnswerText.of(secure))
        .isEqualTo(
            "status=200 (connect 1.00 µs, TLS 9.00 µs, first byte 2.00 µs, total 15.0 µs;"
                + " certificate for 10 days)");
    assertThat(json(plain))
        .isEqualTo(
            "{\"http\":{\"status\":301,\"connectNanos\":1000,\"firstByteNanos\":2000,"
                + "\"totalNanos\":4000}}");
  }

  @Test
  void aFailedHandshakeIsToldWithItsReason() {
    Response answer = new Response.Tls(TlsFault.EXPIRED, Optional.of(Instant.EPOCH));

    assertThat(AnswerText.of(answer))
        .startsWith("certificate expired or not yet valid (certificate expired ");
    assertThat(json(answer))
        .isEqualTo(
            "{\"tls\":{\"fault\":\"expired\",\"certificateExpiresAt\":\"1970-01-01T00:00:00Z\"}}");
  }

  @Test
  void aResolversAnswerAndAGreetingAreTold() {
    Response dns = new Response.Dns(3, 1, true, OptionalLong.of(5000));

    assertThat(AnswerText.of(dns)).isEqualTo("NXDOMAIN, 1 record, truncated after 5.00 µs");
    assertThat(json(dns))
        .isEqualTo(
            "{\"dns\":{\"rcode\":\"NXDOMAIN\",\"answers\":1,\"truncated\":true,"
                + "\"afterNanos\":5000}}");
    assertThat(AnswerText.of(new Response.Malformed("no status line"))).isEqualTo("no status line");
    assertThat(json(new Response.Malformed("no status line")))
        .isEqualTo("{\"reason\":\"no status line\"}");
    assertThat(AnswerText.of(new Response.Banner("220 hello"))).isEqualTo("\"220 hello\"");
    assertThat(json(new Response.Banner("220 hello"))).isEqualTo("{\"banner\":\"220 hello\"}");
  }

  @Test
  void aMailServersSessionIsToldWithWhatWentWrongOrItsTls() {
    TlsDetails tls = new TlsDetails("TLS 1.3", Instant.EPOCH, Instant.EPOCH);
    Response good = new Response.Smtp("", "220 mail", Optional.of(tls));
    Response bad = new Response.Smtp("the reply to STARTTLS is 454", "454 no", Optional.empty());

    assertThat(AnswerText.of(good)).startsWith("\"220 mail\" (TLS 1.3, certificate expired ");
    assertThat(json(good))
        .isEqualTo(
            "{\"banner\":\"220 mail\",\"starttls\":{\"version\":\"TLS 1.3\","
                + "\"certificateExpiresAt\":\"1970-01-01T00:00:00Z\"}}");
    assertThat(AnswerText.of(bad)).isEqualTo("the reply to STARTTLS is 454: \"454 no\"");
    assertThat(json(bad))
        .isEqualTo("{\"banner\":\"454 no\",\"reason\":\"the reply to STARTTLS is 454\"}");
  }

  /// The part of a sample's JSON that describes its answer, after its other keys.
  private static String json(Response answer) {
    Sample sample = PingSamples.sample(Outcome.UNEXPECTED, 0, Optional.of(answer));
    return new SampleJson().addWithoutPing(sample).take().replaceFirst(".*\"lagNanos\":0,", "{");
  }
}
