package io.pingdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.target.AddressFamily;
import io.pingdeck.ping.target.HttpMethod;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class PingCommandTest {
  private static final String LIST_SUMMARY =
      "failing (dropped by the server on purpose), 9 probes sent, 3 replies, 0 lost, 1 late, 2 ICMP"
          + " errors, 1 refused, 1 reset, 1 dropped by the server on purpose, 1 could not be sent,"
          + " 44.4 % loss, rtt min 183 µs, median 20.8 ms, max 1.52 s";
  private static final Endpoint ROUTER = Endpoint.ipv4(0x0a000201, 0);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final FakeRunner runner = new FakeRunner();

  @Test
  void everyFlagReachesThePing() {
    int code =
        run(
            "udp://localhost:7",
            "-c",
            "10",
            "-i",
            "0.2",
            "-W",
            "500ms",
            "-s",
            "100",
            "-4",
            "--ttl",
            "9",
            "--tos",
            "184");

    assertThat(code).isZero();
    assertThat(runner.spec.target()).hasToString("udp://localhost:7");
    assertThat(runner.spec.count()).isEqualTo(OptionalLong.of(10));
    assertThat(runner.spec.interval()).isEqualTo(Duration.ofMillis(200));
    assertThat(runner.spec.timeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(runner.spec.payloadBytes()).isEqualTo(100);
    assertThat(runner.spec.family()).isEqualTo(AddressFamily.IPV4);
    assertThat(runner.spec.hopLimit()).isEqualTo(OptionalInt.of(9));
    assertThat(runner.spec.trafficClass()).isEqualTo(184);
    assertThat(runner.address).hasToString("127.0.0.1:7");
    assertThat(runner.closed).isTrue();
  }

  @Test
  void printsALineForEachProbeAndASummary() {
    run("udp://127.0.0.1:12000");

    assertThat(out.toString().lines())
        .containsExactly(
            "PING udp://127.0.0.1:12000 (127.0.0.1): 64 bytes every 1s, timeout 1s",
            "reply from 127.0.0.1:12000: seq=1 ttl=64 time=183 µs",
            "no reply from 127.0.0.1:12000: seq=2 within 1s",
            "port unreachable from 10.0.2.1: seq=3 (ICMP type 3, code 3) after 183 µs",
            "fragmentation needed from 10.0.2.1: seq=4 (ICMP type 3, code 4, MTU 1400),"
                + " 3.05 s after sending, after the timeout",
            "not sent to 127.0.0.1:12000: seq=5 ENETUNREACH, this machine has no route there",
            "late reply from 127.0.0.1:12000: seq=2 time=1.52 s (counted as lost)",
            "reply from 127.0.0.1:12000: seq=6 time=20.0 ms (matched by sequence number only)",
            "reply from 127.0.0.1:12000: seq=7 ttl=64 time=21.6 ms",
            "connection refused by 127.0.0.1:12000: seq=8",
            "connection reset by 127.0.0.1:12000: seq=9, 1.40 s after sending, after the timeout",
            "dropped by the server 127.0.0.1:12000 on purpose: seq=10",
            "",
            "--- udp://127.0.0.1:12000 (127.0.0.1) ---",
            "9 probes sent, 3 replies, 0 lost, 1 late, 2 ICMP errors, 1 refused, 1 reset, 1 dropped"
                + " by the server on purpose, 1 could not be sent, 44.4 % loss",
            "rtt min 183 µs, mean 390 ms, median 20.8 ms, p95 1.52 s, p99 1.52 s, max 1.52 s,"
                + " stddev 652 ms",
            "jitter (RFC 3550) 100 µs");
  }

  @Test
  void quietPrintsOnlyTheSummary() {
    run("udp://127.0.0.1:12000", "-q");

    assertThat(out.toString()).doesNotContain("seq=").contains("9 probes sent");
  }

  /// Every outcome after the timeout counts as one timeout, even if no loss was reported before.
  @Test
  void theLabsOwnOutputHasOneLineForEachProbe() {
    run("udp://127.0.0.1:12000", "--format", "lab");

    assertThat(out.toString().lines())
        .containsExactly(
            "Reply 1 RTT 0.000183 s",
            "Request timed out",
            "Received ICMP 'port unreachable' from 10.0.2.1",
            "Request timed out",
            "Request failed: sendFailed",
            "Reply 6 RTT 0.020000 s",
            "Reply 7 RTT 0.021600 s",
            "Request failed: refused",
            "Request timed out",
            "Request failed: serverLost",
            "9 sent, 3 received, 44.4% lost, 1 refused, 1 reset, 1 could not be sent",
            "min 0.000183 max 1.520000 avg 0.390446 s");
  }

  @Test
  void theLabsOwnOutputHasNoLossWithoutAProbe() {
    runner.nothingSent = true;
    run("udp://127.0.0.1:12000", "--format", "lab");

    assertThat(out.toString()).isEqualTo("0 sent, 0 received\n");
  }

  @Test
  void printsOneJsonObjectALine() throws JsonProcessingException {
    run("udp://127.0.0.1:12000", "--json");

    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(12);
    assertThat(lines.getFirst())
        .isEqualTo(
            "{\"seq\":1,\"at\":\"2026-01-02T03:04:05.000000006Z\",\"outcome\":\"reply\","
                + "\"rttNanos\":183204,\"rttSource\":\"kernel\",\"from\":\"127.0.0.1:12000\","
                + "\"lagNanos\":5,\"ttl\":64}");
    assertThat(json(lines.get(1)).properties())
        .extracting(key -> key.getKey())
        .containsExactly("seq", "at", "outcome", "lagNanos");
    assertThat(json(lines.get(2)).get("icmp"))
        .isEqualTo(
            json(
                "{'type':3,'code':3,'name':'port unreachable','from':'10.0.2.1','afterNanos':183204}"
                    .replace('\'', '"')));
    assertThat(json(lines.get(2)).at("/icmp").has("afterTimeout")).isFalse();
    assertThat(json(lines.get(3)).at("/icmp/info").asInt()).isEqualTo(1400);
    assertThat(json(lines.get(3)).at("/icmp/afterTimeout").asBoolean()).isTrue();
    assertThat(json(lines.get(9)).get("afterTimeout").asBoolean()).isTrue();
    assertThat(json(lines.get(9)).get("afterNanos").asLong()).isEqualTo(1_400_000_000);
    assertThat(json(lines.get(4)).get("error").asText()).isEqualTo("ENETUNREACH");
    assertThat(json(lines.get(5)).get("outcome").asText()).isEqualTo("late");
    assertThat(json(lines.get(6)).get("untagged").asBoolean()).isTrue();
    JsonNode summary = json(lines.getLast()).get("summary");
    assertThat(summary.get("target").asText()).isEqualTo("udp://127.0.0.1:12000");
    assertThat(summary.get("sent").asLong()).isEqualTo(9);
    assertThat(summary.get("lossPercent").asDouble()).isEqualTo(400.0 / 9);
    assertThat(summary.at("/rttNanos/count").asLong()).isEqualTo(4);
    assertThat(summary.at("/rttNanos/max").isIntegralNumber()).isTrue();
    assertThat(summary.get("jitterNanos").isIntegralNumber()).isTrue();
  }

  @Test
  void undefinedFiguresAreAbsentFromTheJson() throws JsonProcessingException {
    runner.nothingSent = true;

    int code = run("udp://127.0.0.1:12000", "--json");

    assertThat(code).isEqualTo(1);
    JsonNode summary = json(out.toString().lines().toList().getLast()).get("summary");
    assertThat(summary.has("lossPercent")).isFalse();
    assertThat(summary.has("rttNanos")).isFalse();
    assertThat(summary.has("jitterNanos")).isFalse();
  }

  @Test
  void withoutAnyReplyItLeavesWithOne() {
    runner.nothingSent = true;

    assertThat(run("udp://127.0.0.1:12000")).isEqualTo(1);
    assertThat(out.toString()).contains("0 probes sent, 0 replies, 0 lost\n").doesNotContain("rtt");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                       | target: the target is missing: write udp://…, tcp://…, icmp://…, http://…, dns://… or another
          127.0.0.1:7              | target: 127.0.0.1:7 has no protocol: write udp://…, tcp://…, icmp://…, http://…, dns://… or another
          nowhere.invalid          | target: the host name nowhere.invalid does not exist: no name under .invalid does (RFC 6761)
          fe80::1%nope             | target: the interface nope does not exist
          udp://h:70000            | target: 70000 is not a port (1-65535)
          udp://h:1 -c 0           | count: 0 is out of range (at least 1)
          udp://h:1 -c x           | Invalid value for option '--count': 'x' is not a long
          udp://h:1 -i soon        | interval: soon is not a duration (such as 200ms, 1s, 1m30s)
          udp://h:1 --ttl 0        | ttl: 0 is out of range (1-255)
          udp://127.0.0.1:1 -6     | family: ipv6 contradicts the IPv4 address 127.0.0.1
          udp://h:1 --size 65508   | size: 65508 is out of range (45-65507)
          icmp://h --size 65508    | size: 65508 is out of range (0-65507)
          udp://h:1 -i 1 --flood   | Error: --interval=INTERVAL, --flood are mutually exclusive (specify only one)
          udp://192.0.2.1:1 --flood | interval: 0s is below the allowed 200ms to other hosts
          udp://h:1 -f x           | target: there are targets in -f x already
          -f /no/such/list         | -f: /no/such/list does not exist
          udp://h:1 -4 -6          | Error: --ipv4, --ipv6 are mutually exclusive (specify only one)
          udp://h:1 --colour       | Unknown option: '--colour'
          udp://192.0.2.1:1 -i 0.1 | interval: 100ms is below the allowed 200ms to other hosts
          """)
  void misuseLeavesWithTwoAndSaysWhy(String arguments, String sentence) {
    String[] args = arguments.isEmpty() ? new String[0] : arguments.split(" ");

    assertThat(run(args)).isEqualTo(2);
    assertThat(err.toString().lines().findFirst()).contains("pingdeck: " + sentence);
    assertThat(out.toString()).isEmpty();
    assertThat(runner.spec).isNull();
  }

  @Test
  void namesEveryFaultAtOnce() {
    assertThat(run("udp://$(id):1", "-i", "soon", "-s", "0")).isEqualTo(2);
    assertThat(err.toString().lines())
        .extracting(line -> line.split(":")[1].strip())
        .containsExactly("target", "interval", "size");
  }

  @Test
  void aListIsPingedTogetherAndEndsWithALineForEach(@TempDir Path folder) throws IOException {
    Path list = folder.resolve("targets.txt");
    Files.writeString(list, "# the lab\nudp://127.0.0.1:12000 # its echo\n\n  icmp://[::1]\n");

    assertThat(run("-f", list.toString(), "-c", "3", "-i", "20ms")).isZero();

    assertThat(runner.pings)
        .extracting(ping -> ping.spec().target().toString())
        .containsExactly("udp://127.0.0.1:12000", "icmp://[::1]");
    assertThat(runner.pings).allMatch(ping -> ping.spec().count().equals(OptionalLong.of(3)));
    assertThat(out.toString().lines())
        .containsExactly(
            "udp://127.0.0.1:12000 : " + LIST_SUMMARY, "icmp://[::1]          : " + LIST_SUMMARY);
  }

  @Test
  void badLinesAreNamedAndTheOthersArePinged(@TempDir Path folder) throws IOException {
    Path list = folder.resolve("targets.txt");
    Files.writeString(
        list,
        """
        \ufeffudp://127.0.0.1:12000\r
        udp://127.0.0.1\r
        nowhere.invalid\r
        \t::1\t# by ICMP\r
        icmp://[fe80::1%nope]\r
        """);

    assertThat(run("-f", list.toString(), "-c", "3")).isEqualTo(1);

    assertThat(err.toString().lines())
        .containsExactly(
            "pingdeck: targets: line 2: udp needs a port: udp://host:12000",
            "pingdeck: targets: line 3: the host name nowhere.invalid does not exist: no name under"
                + " .invalid does (RFC 6761)",
            "pingdeck: targets: line 5: the interface nope does not exist");
    assertThat(out.toString().lines())
        .containsExactly(
            "udp://127.0.0.1:12000 : " + LIST_SUMMARY, "icmp://[::1]          : " + LIST_SUMMARY);
  }

  @Test
  void aListInUtf16IsRead(@TempDir Path folder) throws IOException {
    Path list = folder.resolve("targets.txt");
    Files.write(list, "\ufeff127.0.0.1\r\n".getBytes(StandardCharsets.UTF_16LE));

    assertThat(run("-f", list.toString(), "-c", "3")).isZero();

    assertThat(runner.pings.getFirst().spec().target()).hasToString("icmp://127.0.0.1");
  }

  @Test
  void aListWithoutAGoodLineStartsNothing(@TempDir Path folder) throws IOException {
    Path list = folder.resolve("targets.txt");
    Files.writeString(list, "udp://127.0.0.1\n127.0.0.1:7\n");

    assertThat(run("-f", list.toString())).isEqualTo(2);

    assertThat(err.toString().lines()).hasSize(2).allMatch(line -> line.contains("line "));
    assertThat(runner.pings).isEmpty();
  }

  @Test
  void aFaultOfTheSettingsStopsTheList(@TempDir Path folder) throws IOException {
    Path list = Files.writeString(folder.resolve("targets.txt"), "udp://127.0.0.1:1\n");

    assertThat(run("-f", list.toString(), "--ttl", "0")).isEqualTo(2);

    assertThat(err.toString().lines()).containsExactly("pingdeck: ttl: 0 is out of range (1-255)");
    assertThat(runner.pings).isEmpty();
  }

  @Test
  void whatTheLimitsForbidInAListIsNamedByItsLine(@TempDir Path folder) throws IOException {
    Path list = folder.resolve("targets.txt");
    Files.writeString(list, "udp://127.0.0.1:1\nudp://192.0.2.1:1\n");

    assertThat(run("-f", list.toString(), "--flood", "-c", "3")).isEqualTo(1);

    assertThat(err.toString().lines())
        .containsExactly(
            "pingdeck: targets: line 2: interval: 0s is below the allowed 200ms to other hosts");
    assertThat(runner.pings).hasSize(1);
  }

  @Test
  void floodIsNoInterval() {
    run("icmp://127.0.0.1", "--flood", "--size", "0");

    assertThat(runner.spec.interval()).isZero();
    assertThat(runner.spec.payloadBytes()).isZero();
  }

  @Test
  void theFlagsOfHttpAndDnsReachThePing() {
    String http = "http://127.0.0.1:1/a";
    assertThat(run(http, "--method", "HEAD", "--expect", "404", "--ca-file", "ca.pem")).isZero();
    assertThat(runner.spec.method()).contains(HttpMethod.HEAD);
    assertThat(runner.spec.expected().orElseThrow().text()).isEqualTo("404");
    assertThat(out.toString()).startsWith("PING " + http + " (127.0.0.1): every 1s");

    assertThat(run("dns://127.0.0.1/a.example", "--query-type", "MX")).isZero();
    assertThat(runner.spec.target()).hasToString("dns://127.0.0.1/a.example?type=MX");
  }

  @Test
  void aRefusalOfTheSystemIsOneLine() {
    runner.refusal = "cannot open a UDP socket: EMFILE";

    assertThat(run("udp://127.0.0.1:1")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly("pingdeck: target: cannot open a UDP socket: EMFILE");
  }

  private int run(String... args) {
    CommandLine commands = new CommandLine(new PingCommand((caFile, departure) -> runner));
    return CommandLines.common(commands, new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(args);
  }

  private static JsonNode json(String line) throws JsonProcessingException {
    return new ObjectMapper().readTree(line);
  }

  /// Simulates a ping with every outcome.
  private static final class FakeRunner implements PingRunner {
    private List<ResolvedPing> pings = List.of();
    private PingSpec spec;
    private Endpoint address;
    private boolean nothingSent;
    private String refusal;
    private boolean closed;

    @Override
    public void start(List<ResolvedPing> newPings, Listener listener) throws IOException {
      if (refusal != null) {
        throw new IOException(refusal);
      }
      pings = newPings;
      spec = newPings.getFirst().spec();
      address = newPings.getFirst().address();
      for (ResolvedPing ping : newPings) {
        if (!nothingSent) {
          play(listener, ping.spec().id().value());
        }
        listener.ended(ping.spec().id(), PingState.FINISHED);
      }
    }

    @Override
    public void goOn(ResolvedPing ping) {
      throw new AssertionError("none of the pings has used up its count before it fell back");
    }

    @Override
    public long readdress(PingSpec newSpec, Endpoint newAddress) {
      address = newAddress;
      return 0;
    }

    private static final long SENT = 1_767_323_045_000_000_006L;

    private static void play(Listener listener, long ping) {
      SampleColumns buffer = new SampleColumns();
      reply(buffer, ping, 1, Outcome.REPLY, 183_204, false, 64);
      other(buffer, ping, 2, Outcome.LOST, 0, null);
      other(buffer, ping, 3, Outcome.ICMP_ERROR, 0, new IcmpError(3, 3, ROUTER, 0).after(183_204));
      IcmpError late = new IcmpError(3, 4, ROUTER, 1400).late(3_050_000_000L);
      other(buffer, ping, 4, Outcome.ICMP_ERROR, 0, late);
      listener.samples(buffer.toBatch(0, 1));
      buffer.clear();
      other(buffer, ping, 5, Outcome.SEND_FAILED, 101, null);
      reply(buffer, ping, 2, Outcome.LATE, 1_520_000_000, false, 0);
      reply(buffer, ping, 6, Outcome.REPLY, 20_000_000, true, 0);
      reply(buffer, ping, 7, Outcome.REPLY, 21_600_000, false, 64);
      other(buffer, ping, 8, Outcome.REFUSED, 0, null);
      after(buffer, ping, 9, Outcome.RESET, 1_400_000_000);
      other(buffer, ping, 10, Outcome.SERVER_LOST, 0, null);
      int row = buffer.addCounters(ping);
      long[] counters = {9, 3, 1, 0, 2, 1, 1, 1, 0, 1};
      System.arraycopy(counters, 0, buffer.counters(), row, counters.length);
      listener.samples(buffer.toBatch(0, 2));
    }

    private static void reply(
        SampleColumns sink,
        long ping,
        long seq,
        Outcome outcome,
        long rtt,
        boolean untagged,
        int ttl) {
      sink.add(ping, seq, SENT, 5, outcome).rtt(rtt, RttSource.KERNEL).hopLimit(ttl);
      if (untagged) {
        sink.untagged();
      }
    }

    private static void after(
        SampleColumns sink, long ping, long seq, Outcome outcome, long nanos) {
      sink.add(ping, seq, SENT, 5, outcome).afterTimeout(nanos);
    }

    private static void other(
        SampleColumns sink, long ping, long seq, Outcome outcome, int errno, IcmpError error) {
      sink.add(ping, seq, SENT, 5, outcome).errno(errno).icmpError(error);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
