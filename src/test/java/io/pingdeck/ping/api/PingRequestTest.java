package io.pingdeck.ping.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.target.AddressFamily;
import io.pingdeck.ping.target.HttpMethod;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import io.pingdeck.ping.target.TcpMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PingRequestTest {
  private static final PingId ID = new PingId(7);

  @Test
  void aTargetAloneTakesEveryDefault() {
    PingSpec spec = form("udp://localhost:12000").check(ID);

    assertThat(spec)
        .isEqualTo(
            PingSpec.of(ID, new Target(Protocol.UDP, "localhost", 12000))
                .name("udp://localhost:12000")
                .family(AddressFamily.ANY)
                .interval(Duration.ofSeconds(1))
                .timeout(Duration.ofSeconds(1))
                .count(OptionalLong.empty())
                .payloadBytes(64)
                .hopLimit(OptionalInt.empty())
                .trafficClass(0)
                .build());
  }

  @Test
  void everyFieldReachesTheSpec() {
    PingRequest form =
        new PingFormBuilder()
            .target(Optional.of("tcp://[::1]:7"))
            .name(Optional.of("  my server "))
            .interval(Optional.of("0.2"))
            .timeout(Optional.of("1m30s"))
            .count(OptionalLong.of(10))
            .size(OptionalInt.of(1400))
            .family(Optional.of("ipv6"))
            .ttl(OptionalInt.of(64))
            .tos(OptionalInt.of(184))
            .mode(Optional.of("stream"))
            .build();

    assertThat(form.check(ID))
        .isEqualTo(
            PingSpec.of(ID, new Target(Protocol.TCP, "::1", 7))
                .name("my server")
                .family(AddressFamily.IPV6)
                .interval(Duration.ofMillis(200))
                .timeout(Duration.ofSeconds(90))
                .count(OptionalLong.of(10))
                .payloadBytes(1400)
                .hopLimit(OptionalInt.of(64))
                .trafficClass(184)
                .mode(Optional.of(TcpMode.STREAM))
                .build());
  }

  @Test
  void reportsTheFaultsOfAllFieldsAtOnce() {
    PingRequest form =
        new PingFormBuilder()
            .name(Optional.of("a\u202eb"))
            .interval(Optional.of("soon"))
            .timeout(Optional.of("0"))
            .count(OptionalLong.of(0))
            .size(OptionalInt.of(65508))
            .family(Optional.of("ipv5"))
            .ttl(OptionalInt.of(256))
            .tos(OptionalInt.of(-1))
            .build();

    assertThat(faults(form))
        .containsExactly(
            new Fault(
                "target",
                "the target is missing: write udp://…, tcp://…, icmp://…, http://…, dns://… or"
                    + " another"),
            new Fault("family", "ipv5 is not a family of addresses (any, ipv4, ipv6)"),
            new Fault("name", "a\\u202eb has unprintable characters"),
            new Fault("interval", "soon is not a duration (such as 200ms, 1s, 1m30s)"),
            new Fault("timeout", "0 is too short (more than 0s)"),
            new Fault("count", "0 is out of range (at least 1)"),
            new Fault("size", "65508 is out of range (45-65507)"),
            new Fault("ttl", "256 is out of range (1-255)"),
            new Fault("tos", "-1 is out of range (0-255)"));
  }

  @ParameterizedTest
  @CsvSource({
    "-1, -1 is not a duration",
    "1 s, 1 s is not a duration",
    "1e3, 1e3 is not a duration",
    "NaN, NaN is not a duration",
    "2d, 2d is too long (at most 1d)",
    "106751d106751d, 106751d106751d is too long a duration",
    "999999999999d, 999999999999d is too long a duration"
  })
  void refusesAnIntervalThatCannotBeKept(String interval, String sentence) {
    PingRequest form = form("icmp://localhost", Optional.of(interval), Optional.empty());

    assertThat(faults(form))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.field()).isEqualTo("interval");
          assertThat(fault.message()).startsWith(sentence);
        });
  }

  @Test
  void zeroIntervalIsLeftToTheLimits() {
    PingRequest form = form("icmp://localhost", Optional.of("0"), Optional.empty());

    assertThat(form.check(ID).interval()).isZero();
  }

  @Test
  void refusesAFamilyThatContradictsTheAddress() {
    assertThat(faults(form("udp://127.0.0.1:7", Optional.empty(), Optional.of("ipv6"))))
        .containsExactly(new Fault("family", "ipv6 contradicts the IPv4 address 127.0.0.1"));
    assertThat(faults(form("udp://[::1]:7", Optional.empty(), Optional.of("ipv4"))))
        .containsExactly(new Fault("family", "ipv4 contradicts the IPv6 address ::1"));
    assertThat(form("udp://localhost:7", Optional.empty(), Optional.of("ipv6")).check(ID).family())
        .isEqualTo(AddressFamily.IPV6);
  }

  @Test
  void aTcpPingTimesTheHandshakeUnlessAModeIsAskedFor() {
    assertThat(form("tcp://127.0.0.1:7").check(ID).mode()).contains(TcpMode.CONNECT);
    assertThat(withMode("tcp://127.0.0.1:7", "echo").check(ID).mode()).contains(TcpMode.ECHO);
    assertThat(form("udp://127.0.0.1:7").check(ID).mode()).isEmpty();
  }

  @Test
  void refusesAModeThatDoesNotExistOrFitTheProtocol() {
    assertThat(faults(withMode("tcp://127.0.0.1:7", "half-open")))
        .containsExactly(
            new Fault(
                "mode", "half-open is not a mode of TCP pings (connect, echo, stream, greeting)"));
    assertThat(faults(withMode("udp://127.0.0.1:7", "echo")))
        .containsExactly(
            new Fault("mode", "is for tcp and smtp targets only: leave it out for udp"));
  }

  @Test
  void anHttpPingGetsADocumentUnlessAskedOtherwise() {
    PingSpec usual = form("http://127.0.0.1/").check(ID);
    PingSpec asked = with("https://127.0.0.1/", "head", "200, 4XX", "").check(ID);

    assertThat(usual.method()).contains(HttpMethod.GET);
    assertThat(accepted(usual)).containsExactly(200, 204, 301, 304);
    assertThat(asked.method()).contains(HttpMethod.HEAD);
    assertThat(asked.expected().orElseThrow().text()).isEqualTo("200,4xx");
    assertThat(accepted(asked)).containsExactly(200, 404);
  }

  private static List<Integer> accepted(PingSpec spec) {
    return Stream.of(200, 204, 301, 304, 404, 500)
        .filter(spec.expected().orElseThrow()::accepts)
        .toList();
  }

  @Test
  void aDnsPingExpectsNoErrorUnlessAskedOtherwise() {
    PingSpec usual = form("dns://127.0.0.1/example.org").check(ID);
    PingSpec asked = with("dns://127.0.0.1/example.org", "", "nxdomain", "mx").check(ID);

    assertThat(usual.expected().orElseThrow().text()).isEqualTo("NOERROR");
    assertThat(asked.expected().orElseThrow().accepts(3)).isTrue();
    assertThat(asked.expected().orElseThrow().accepts(0)).isFalse();
    assertThat(asked.target()).hasToString("dns://127.0.0.1/example.org?type=MX");
  }

  @Test
  void typeAndTransportOfAQuestionMayBeToldApart() {
    PingSpec asked = with("dns://127.0.0.1/example.org?transport=tcp", "", "", "mx").check(ID);

    assertThat(asked.target()).hasToString("dns://127.0.0.1/example.org?type=MX&transport=tcp");
    assertThat(asked.mode()).isEmpty();
    assertThat(faults(with("dns://127.0.0.1/a?transport=tcp&type=A", "", "", "AAAA")))
        .containsExactly(
            new Fault(
                "queryType", "is already part of the target: dns://127.0.0.1/a?transport=tcp"));
  }

  @Test
  void aGreetingProtocolIsATcpPingThatReadsTheGreeting() {
    assertThat(form("smtp://127.0.0.1").check(ID).mode()).contains(TcpMode.GREETING);
    assertThat(faults(withMode("smtp://127.0.0.1", "echo")))
        .containsExactly(
            new Fault("mode", "echo is not a mode of SMTP pings (greeting, starttls)"));
  }

  @Test
  void onlyAMailServerIsAskedToGoOverToTls() {
    PingRequest mail = withMode("smtp://127.0.0.1", "starttls");

    assertThat(mail.check(ID).mode()).contains(TcpMode.STARTTLS);
    assertThat(mail.check(ID).startsTls()).isTrue();
    assertThat(faults(withMode("tcp://127.0.0.1:25", "starttls")))
        .containsExactly(
            new Fault(
                "mode", "starttls is not a mode of TCP pings (connect, echo, stream, greeting)"));
    assertThat(faults(withMode("ftp://127.0.0.1", "starttls")))
        .containsExactly(
            new Fault("mode", "is for tcp and smtp targets only: leave it out for ftp"));
  }

  @Test
  void aModeIsForTheTargetsOfAListThatHaveIt() {
    PingRequest starttls = withMode("", "starttls");
    PingRequest echo = withMode("", "echo");

    assertThat(modeAt(starttls, "smtp://127.0.0.1")).contains("starttls");
    assertThat(modeAt(starttls, "tcp://127.0.0.1:7")).isEmpty();
    assertThat(modeAt(echo, "tcp://127.0.0.1:7")).contains("echo");
    assertThat(modeAt(echo, "smtp://127.0.0.1")).isEmpty();
  }

  private static Optional<String> modeAt(PingRequest form, String target) {
    return form.of(Optional.of(target), Optional.empty(), List.of()).mode();
  }

  @Test
  void refusesWhatTheProtocolHasNot() {
    assertThat(faults(with("udp://127.0.0.1:7", "GET", "200", "A")))
        .containsExactly(
            new Fault("method", "is for http and https targets only: leave it out for udp"),
            new Fault(
                "expect",
                "is for http, https, dns, smtp, ftp, nntp, pop3 and imap targets only:"
                    + " leave it out for udp"),
            new Fault("queryType", "is for dns targets only: leave it out for udp"));
    assertThat(faults(with("http://127.0.0.1/", "PUT", "600", "")))
        .containsExactly(
            new Fault("method", "PUT is not a supported method (GET, HEAD, POST)"),
            new Fault("expect", "600 is not an HTTP status (200, 2xx, or several: 200,404)"));
    assertThat(faults(with("dns://127.0.0.1/a?type=A", "", "FINE", "AAAA")))
        .containsExactly(
            new Fault(
                "expect",
                "FINE is not a DNS response code (NOERROR, FORMERR, SERVFAIL, NXDOMAIN, NOTIMP,"
                    + " REFUSED, YXDOMAIN, YXRRSET, NXRRSET, NOTAUTH, NOTZONE)"),
            new Fault("queryType", "is already part of the target: dns://127.0.0.1/a"));
  }

  @Test
  void settingsOfOneProtocolAreLeftOutForTheOtherTargetsOfAList() {
    PingRequest common = with("", "HEAD", "404", "");
    List<ListedPing> pings =
        TargetList.check(List.of("http://127.0.0.1/", "icmp://127.0.0.1"), common, () -> ID);

    assertThat(pings.get(0).spec().method()).contains(HttpMethod.HEAD);
    assertThat(pings.get(1).spec().method()).isEmpty();
  }

  private static PingRequest with(String target, String method, String expect, String type) {
    return new PingFormBuilder()
        .target(Optional.of(target))
        .method(Optional.of(method).filter(text -> !text.isEmpty()))
        .expect(Optional.of(expect).filter(text -> !text.isEmpty()))
        .queryType(Optional.of(type).filter(text -> !text.isEmpty()))
        .build();
  }

  @Test
  void refusesANameTooLongToShow() {
    PingRequest form =
        new PingFormBuilder()
            .target(Optional.of("icmp://localhost"))
            .name(Optional.of("é".repeat(101)))
            .build();

    assertThat(faults(form))
        .containsExactly(
            new Fault("name", "é".repeat(60) + "… is too long (at most 100 characters)"));
  }

  private static List<Fault> faults(PingRequest form) {
    FaultException refusal = catchThrowableOfType(FaultException.class, () -> form.check(ID));
    assertThat(refusal).isNotNull();
    return refusal.faults();
  }

  private static PingRequest withMode(String target, String mode) {
    return form(target, Optional.empty(), Optional.empty(), Optional.of(mode));
  }

  private static PingRequest form(String target) {
    return form(target, Optional.empty(), Optional.empty());
  }

  private static PingRequest form(
      String target, Optional<String> interval, Optional<String> family) {
    return form(target, interval, family, Optional.empty());
  }

  private static PingRequest form(
      String target, Optional<String> interval, Optional<String> family, Optional<String> mode) {
    return new PingFormBuilder()
        .target(Optional.of(target))
        .interval(interval)
        .family(family)
        .mode(mode)
        .build();
  }
}
