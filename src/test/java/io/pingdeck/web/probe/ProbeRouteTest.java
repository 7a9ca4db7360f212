package io.pingdeck.web.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.target.HttpMethod;
import io.pingdeck.ping.target.TcpMode;
import io.pingdeck.testing.Slow;
import io.pingdeck.web.Site;
import io.pingdeck.web.Site.Reply;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Slow
@ExtendWith(VertxExtension.class)
class ProbeRouteTest {
  private Site site;

  @BeforeEach
  void start(Vertx vertx, @TempDir Path folder) {
    site = Site.start(vertx, folder);
  }

  @ParameterizedTest
  @CsvSource({
    "icmp, fd77:2::2, icmp://[fd77:2::2]",
    "icmp, [fd77:2::2], icmp://[fd77:2::2]",
    "icmp, ::1, icmp://[::1]",
    "icmp, host.example, icmp://host.example",
    "icmp, icmp://host.example, icmp://host.example",
    "tcp_connect, host.example:80, tcp://host.example:80",
    "tcp_connect, [::1]:80, tcp://[::1]:80",
    "udp, [fd77:2::2]:9, udp://[fd77:2::2]:9",
    "http_2xx, ::1, http://[::1]/",
    "http_2xx, ::1/path?x=a:b, http://[::1]/path?x=a:b",
    "http_2xx, [::1]:8080/path, http://[::1]:8080/path",
    "http_2xx, host.example:8080, http://host.example:8080/",
    "http_2xx, https://host.example, https://host.example/",
    "http_2xx, host.example/?next=http://other.example/,"
        + " http://host.example/?next=http://other.example/",
    "http_post_2xx, host.example, http://host.example/",
    "dns, ::1/example.org, dns://[::1]/example.org",
    "dns_udp, 127.0.0.1:5353/example.org?type=AAAA, dns://127.0.0.1:5353/example.org?type=AAAA",
    "dns_tcp, ::1/example.org, dns://[::1]/example.org?transport=tcp",
    "dns_tcp, 127.0.0.1:5353/a.example?type=MX,"
        + " dns://127.0.0.1:5353/a.example?type=MX&transport=tcp",
    "dns_tcp, dns://127.0.0.1/a.example?transport=tcp, dns://127.0.0.1/a.example?transport=tcp",
    "dns, 127.0.0.1/a.example?transport=tcp, dns://127.0.0.1/a.example?transport=tcp",
    "'', dns://127.0.0.1/a.example?transport=tcp, dns://127.0.0.1/a.example?transport=tcp",
    "ssh_banner, host.example, tcp://host.example:22",
    "ssh_banner, ::1, tcp://[::1]:22",
    "ssh_banner, [::1]:2222, tcp://[::1]:2222",
    "smtp_banner, mail.example, smtp://mail.example",
    "smtp_starttls, mail.example, smtp://mail.example",
    "smtp_starttls, ::1, smtp://[::1]",
    "smtp_starttls, [::1]:587, smtp://[::1]:587",
    "imap_banner, ::1, imap://[::1]",
    "'', host.example, http://host.example/",
    "'', udp://host.example:9, udp://host.example:9",
    "'', telnet://host.example, telnet://host.example"
  })
  void moduleAndTargetMakeAUri(String module, String target, String uri) {
    assertThat(probe(module, target).body()).contains("probe_success 1.0");
    assertThat(asked().target()).hasToString(uri);
  }

  @ParameterizedTest
  @CsvSource({"http_2xx, GET", "http_post_2xx, POST", "'', GET"})
  void redirectsAreFollowed(String module, HttpMethod method) {
    probe(module, "host.example");

    assertThat(asked().method()).contains(method);
    assertThat(asked().http().follow()).isEqualTo(10);
    assertThat(asked().expected().orElseThrow().text()).isEqualTo("2xx");
  }

  @Test
  void connectionIsMadeOrItsGreetingRead() {
    probe("tcp_connect", "host.example:22");
    assertThat(asked().mode()).contains(TcpMode.CONNECT);
    probe("ssh_banner", "host.example");
    assertThat(asked().mode()).contains(TcpMode.GREETING);
    probe("smtp_starttls", "host.example");
    assertThat(asked().mode()).contains(TcpMode.STARTTLS);
    probe("", "smtp://host.example");
    assertThat(asked().mode()).contains(TcpMode.GREETING);
  }

  @ParameterizedTest
  @CsvSource({
    "icmp, not a host, is not a host name",
    "icmp, host.example:80, icmp has no ports",
    "icmp, '[::1', ::1",
    "icmp, http://host.example, the module icmp probes no http targets",
    "icmp, ftp3://host.example, is not a protocol",
    "tcp_connect, ::1, tcp needs a port",
    "udp, 127.0.0.1:99999, is not a port",
    "http_2xx, user@host.example, user name",
    "dns, 127.0.0.1, dns needs a name",
    "dns_tcp, 127.0.0.1, dns needs a name",
    "dns_tcp, 127.0.0.1/a?transport=udp, the module dns_tcp asks over TCP",
    "dns_udp, 127.0.0.1/a?transport=tcp, the module dns_udp asks over UDP",
    "dns_tcp, tcp://127.0.0.1:53, the module dns_tcp probes no tcp targets",
    "'', '//', the host is missing"
  })
  void targetThatIsNoneFailsWithItsReason(String module, String target, String reason) {
    Reply reply = probe(module, target);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body())
        .contains("probe_success 0.0")
        .containsPattern("pingdeck_probe_failure_info\\{reason=\".*\\Q" + reason + "\\E.*\"} 1");
    assertThat(probes()).isEmpty();
  }

  @Test
  void targetThatIsNotReachedFailsWithItsReason() {
    assertThat(probe("icmp", "192.0.2.1").body())
        .contains("probe_success 0.0")
        .contains("probe_dns_lookup_time_seconds ")
        .contains("pingdeck_probe_failure_info{reason=\"is not reached\"} 1");
  }

  @Test
  void whatHappenedIsToldOnRequest() {
    Reply reply = site.get("/probe?debug=true&module=icmp&target=127.0.0.1");

    assertThat(reply.headers().get("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(reply.body())
        .startsWith("Logs for the probe:\n")
        .contains("target read as icmp://127.0.0.1, timeout 1000.000 ms")
        .contains("resolved to 127.0.0.1 in 1.000 ms")
        .contains("\"outcome\":\"reply\"")
        .contains("probe succeeded")
        .contains("Metrics that would have been returned:\n# HELP ")
        .contains("probe_success 1.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "a b"})
  void reasonOfAFailureIsToldOnRequest(String target) {
    Reply reply = site.get("/probe?debug=true&module=icmp&target=" + encoded(target));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body())
        .contains("module=icmp target=" + target)
        .contains("nothing was sent")
        .containsPattern("probe failed after [0-9.]+ ms: .*is not")
        .contains("probe_success 0.0");
  }

  @Test
  void unknownModuleIsTheAskersFault() {
    Reply reply = probe("icmp2", "127.0.0.1");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.faultyFields()).containsExactly("module");
    assertThat(reply.body())
        .contains("icmp2 is none of http_2xx, http_post_2xx, tcp_connect, icmp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/probe", "/probe?target=", "/probe?module=icmp", "/probe?debug=true"})
  void missingTargetIsTheAskersFault(String path) {
    Reply reply = site.get(path);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.faultyFields()).containsExactly("target");
  }

  @ParameterizedTest
  @ValueSource(strings = {"timeout=5s", "hostname=www.example"})
  void parameterThatWouldChangeTheProbeIsNotIgnored(String parameter) {
    Reply reply = site.get("/probe?target=127.0.0.1&module=icmp&" + parameter);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.faultyFields()).containsExactly(parameter.split("=")[0]);
    assertThat(probes()).isEmpty();
  }

  @Test
  void otherParametersAreIgnored() {
    assertThat(site.get("/probe?target=127.0.0.1&module=icmp&team=ops").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"0.6, 300", "1, 500", "2, 1500", "3, 2250", "10, 9000", "100, 25000"})
  void probeLeavesTimeForTheAnswer(String waits, long millis) {
    site.get(
        "/probe?target=127.0.0.1&module=icmp",
        Map.of("X-Prometheus-Scrape-Timeout-Seconds", waits));

    assertThat(asked().timeout()).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void answerComesWithinTheTimeoutOfTheClientThoughTheProbeIsNotOver() {
    site.pinger.fallSilent();

    Reply reply =
        site.get(
            "/probe?target=127.0.0.1&module=icmp",
            Map.of("X-Prometheus-Scrape-Timeout-Seconds", "0.6"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body())
        .contains("probe_success 0.0", "did not finish the probe before the caller's timeout");
  }

  private Reply probe(String module, String target) {
    String named = module.isEmpty() ? "" : "&module=" + module;
    return site.get("/probe?target=" + encoded(target) + named);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private PingSpec asked() {
    return probes().getLast();
  }

  private List<PingSpec> probes() {
    return site.pinger.commands().stream()
        .map(command ->
            command instanceof PingApi.Probe(PingSpec spec)
                ? Optional.of(spec)
                : Optional.<PingSpec>empty())
        .flatMap(Optional::stream)
        .toList();
  }
}
