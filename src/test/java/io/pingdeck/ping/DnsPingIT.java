package io.pingdeck.ping;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.loop.LoopRecorder;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.testing.ServerProcess;
import io.pingdeck.testing.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// DNS pings to dnsmasq.
@Timeout(60)
class DnsPingIT {
  private static ServerProcess server;
  private PingCounters counters = PingCounters.ZERO;

  @BeforeAll
  static void start() throws Exception {
    Tool.need(Tool.DNSMASQ);
    int port = ServerProcess.freePort();
    server =
        ServerProcess.listening(
            port,
            List.of(
                "dnsmasq",
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--no-resolv",
                "--no-hosts",
                "--listen-address=127.0.0.1",
                "--bind-interfaces",
                "--user=" + System.getProperty("user.name"),
                "--pid-file=",
                "--port=" + port,
                "--local=/lab.example/",
                "--host-record=host.lab.example,192.0.2.7,2001:db8::7",
                "--cname=alias.lab.example,host.lab.example",
                "--mx-host=lab.example,host.lab.example,10",
                "--ptr-record=7.2.0.192.in-addr.arpa,host.lab.example",
                "--txt-record=txt.lab.example,said",
                "--srv-host=_sip._tcp.lab.example,host.lab.example,5060",
                "--caa-record=lab.example,0,issue,ca.example",
                "--host-record=xn--bcher-kva.lab.example,192.0.2.8",
                "--txt-record=big.lab.example,"
                    + "x".repeat(200)
                    + ","
                    + "y".repeat(200)
                    + ","
                    + "z".repeat(200)));
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "host.lab.example, A, 1, 0",
    "HOST.lab.example., AAAA, 1, 0",
    "alias.lab.example, CNAME, 1, 0",
    "alias.lab.example, A, 2, 0",
    "lab.example, MX, 1, 2",
    "txt.lab.example, TXT, 1, 0",
    "7.2.0.192.in-addr.arpa, PTR, 1, 0",
    "_sip._tcp.lab.example, SRV, 1, 2",
    "lab.example, CAA, 1, 0",
    "Bücher.lab.example, A, 1, 0",
    "host.lab.example, TXT, 0, 0"
  })
  void aResolverAnswersWhatItKnows(String name, String type, int answers, int additionals)
      throws Exception {
    List<Sample> samples = ping(name + "?type=" + type, 2, "");

    assertThat(samples).extracting(Sample::outcome).containsExactly(Outcome.REPLY, Outcome.REPLY);
    assertThat(samples)
        .extracting(sample -> sample.answer().orElseThrow())
        .containsOnly(new Response.Dns(0, answers, false, OptionalLong.empty(), 0, additionals));
  }

  @Test
  void roundTripsAreTimedByTheKernelAsThoseOfUdpAre() throws Exception {
    RttSource best =
        PlatformSockets.best().capabilities().kernelStamps() ? RttSource.KERNEL : RttSource.PROCESS;

    assertThat(ping("host.lab.example", 3, ""))
        .extracting(sample -> sample.rttSource().orElseThrow())
        .containsOnly(best);
  }

  @Test
  void aNameThatDoesNotExistIsUnexpectedUnlessAskedFor() throws Exception {
    Sample unexpected = ping("none.lab.example", 1, "").getFirst();

    assertThat(unexpected.outcome()).isEqualTo(Outcome.UNEXPECTED);
    Response.Dns answer = (Response.Dns) unexpected.answer().orElseThrow();
    assertThat(answer.rcode()).isEqualTo(3);
    assertThat(answer.afterNanos().orElseThrow()).isPositive();
    assertThat(counters.count(Outcome.UNEXPECTED)).isEqualTo(1);
    assertThat(counters.lossPercent()).hasValue(0);
    assertThat(ping("none.lab.example", 1, "NXDOMAIN").getFirst().outcome())
        .isEqualTo(Outcome.REPLY);
  }

  @Test
  void aServerWithoutRecursionRefuses() throws Exception {
    Sample sample = ping("example.org", 1, "").getFirst();

    assertThat(((Response.Dns) sample.answer().orElseThrow()).rcode()).isEqualTo(5);
  }

  @Test
  void anAnswerThatDoesNotFitSaysSo() throws Exception {
    Sample sample = ping("big.lab.example?type=TXT", 1, "").getFirst();

    assertThat(((Response.Dns) sample.answer().orElseThrow()).truncated()).isTrue();
  }

  @Test
  void overTcpTheWholeAnswerFits() throws Exception {
    Sample sample = ping("big.lab.example?type=TXT&transport=tcp", 1, "").getFirst();

    assertThat(sample.outcome()).isEqualTo(Outcome.REPLY);
    assertThat(sample.answer()).contains(new Response.Dns(0, 1, false, OptionalLong.empty()));
  }

  @Test
  void programAsksOverTcp() throws Exception {
    String resolver = "dns://127.0.0.1:" + server.port();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("pingdeck.dist"), "bin", "pingdeck").toString(),
                "ping",
                resolver + "/big.lab.example?transport=tcp",
                "--query-type",
                "TXT",
                "-c",
                "2",
                "-i",
                "20ms")
            .redirectErrorStream(true)
            .start();
    List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();

    assertThat(process.waitFor()).isZero();
    assertThat(lines.getFirst())
        .startsWith("PING " + resolver + "/big.lab.example?type=TXT&transport=tcp (127.0.0.1)");
    assertThat(lines).filteredOn(line -> line.contains("NOERROR, 1 record")).hasSize(2);
    assertThat(lines).noneMatch(line -> line.contains("truncated"));
  }

  @Test
  void aClosedPortIsAnIcmpError() throws Exception {
    PingSpec spec = Forms.ping("dns://127.0.0.1:" + ServerProcess.freePort() + "/a.example", 1);
    try (LoopRecorder recorder = new LoopRecorder(PlatformSockets.best())) {
      recorder.start(spec);
      recorder.awaitEnds(1);
      Outcome expected =
          PlatformSockets.best().capabilities().icmpErrors() ? Outcome.ICMP_ERROR : Outcome.LOST;

      assertThat(recorder.samples).extracting(Sample::outcome).containsExactly(expected);
    }
  }

  private List<Sample> ping(String question, int count, String expect) throws Exception {
    PingSpec spec =
        Forms.ping("dns://127.0.0.1:" + server.port() + "/" + question, count, "", expect, "2s");
    try (LoopRecorder recorder = new LoopRecorder(PlatformSockets.best())) {
      recorder.start(spec);
      recorder.awaitEnds(1);
      counters = recorder.counters.get(1L);
      return recorder.samples;
    }
  }
}
