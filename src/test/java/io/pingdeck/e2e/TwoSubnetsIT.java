package io.pingdeck.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pingdeck.net.TwoSubnets;
import io.pingdeck.testing.PackagedPing;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The packaged program on several hosts: its echo servers on one, the pings on others, with a
/// router in between.
@Timeout(120)
class TwoSubnetsIT {
  private static final String SERVERS =
      """
      [{protocol: udp, host: 10.98.2.1, port: 12000},
       {protocol: tcp, host: 10.98.2.1, port: 12001},
       {protocol: tcp, host: 10.98.2.1, port: 12345, mode: greeting},
       {protocol: udp, host: 'fd98:2::1', port: 12000},
       {protocol: tcp, host: 'fd98:2::1', port: 12001},
       {protocol: udp, host: 10.98.2.1, port: 13000, loss: 0.3},
       {protocol: tcp, host: 10.98.2.1, port: 13001, loss: 0.3}]
      """;
  private static final int PROBES = 25;
  private static final List<String> CLIENTS = List.of("ann", "ben", "cid");

  private static TwoSubnets net;
  private static RunningPingdeck dan;

  @BeforeAll
  static void build() throws IOException {
    net = new TwoSubnets();
    dan =
        RunningPingdeck.startIn(
            net.of("dan"), "--set", "echo.allowOpen=true", "--set", "echo.servers=" + SERVERS);
  }

  @AfterAll
  static void remove() throws IOException {
    if (dan != null) {
      dan.close();
    }
    if (net != null) {
      net.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "udp://10.98.2.1:12000",
        "udp://[fd98:2::1]:12000",
        "tcp://10.98.2.1:12001 --mode connect",
        "tcp://10.98.2.1:12001 --mode echo",
        "tcp://10.98.2.1:12001 --mode stream",
        "tcp://[fd98:2::1]:12001 --mode echo",
        "tcp://10.98.2.1:12345 --mode greeting",
        "icmp://10.98.2.1",
        "icmp://[fd98:2::1]"
      })
  void aServerBehindTheRouterAnswersEveryKindOfProbe(String ping) throws Exception {
    PackagedPing result = PackagedPing.finish(ping("ann", ping + " --json -c 3 -i 200ms -W 10s"));

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.samples()).hasSize(3);
    for (JsonNode sample : result.samples()) {
      assertThat(sample.get("outcome").asText()).isEqualTo("reply");
      if (!ping.startsWith("tcp")) {
        assertThat(sample.get("ttl").asInt()).as("one router is on the way").isEqualTo(63);
      }
    }
  }

  @Test
  void threeClientsOfOneUdpServerEachSeeTheirOwnRepliesOnly() throws Exception {
    List<PackagedPing> clients = together("udp://10.98.2.1:13000");

    long replied = sum(clients, "replied");
    long lost = sum(clients, "lost");
    assertThat(replied + lost).isEqualTo(CLIENTS.size() * PROBES);
    JsonNode server = echoServer("udp", 13000);
    assertThat(server.get("received").asLong()).isEqualTo(CLIENTS.size() * PROBES);
    assertThat(server.get("replied").asLong()).isEqualTo(replied);
    assertThat(server.at("/drops/emulatedLoss").asLong()).isEqualTo(lost).isPositive();
  }

  @Test
  void threeClientsOfOneTcpServerEachSeeTheirOwnRepliesOnly() throws Exception {
    List<PackagedPing> clients = together("tcp://10.98.2.1:13001 --mode echo");

    long replied = sum(clients, "replied");
    long lost = sum(clients, "serverLost");
    assertThat(replied + lost).isEqualTo(CLIENTS.size() * PROBES);
    JsonNode server = echoServer("tcp", 13001);
    assertThat(server.at("/connections/accepted").asLong()).isEqualTo(CLIENTS.size() * PROBES);
    assertThat(server.get("received").asLong()).isEqualTo(CLIENTS.size() * PROBES);
    assertThat(server.get("replied").asLong()).isEqualTo(replied);
    assertThat(server.at("/drops/emulatedLoss").asLong()).isEqualTo(lost).isPositive();
  }

  /// All clients ping at the same time; each must account for each of its probes exactly once.
  private static List<PackagedPing> together(String target) throws Exception {
    List<Process> started = new ArrayList<>();
    for (String client : CLIENTS) {
      started.add(ping(client, target + " --json -W 3s -i 200ms -c " + PROBES));
    }
    List<PackagedPing> clients = new ArrayList<>();
    for (Process process : started) {
      PackagedPing client = PackagedPing.finish(process);
      assertThat(client.err()).isEmpty();
      assertThat(client.samples())
          .extracting(sample -> sample.get("seq").asLong())
          .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, PROBES).boxed().toList());
      assertThat(client.samples()).noneMatch(sample -> sample.has("untagged"));
      for (String none : List.of("duplicates", "corrupt", "wrongSource", "conflicts")) {
        assertThat(client.summary().get(none).asLong()).as(none).isZero();
      }
      clients.add(client);
    }
    return clients;
  }

  private static long sum(List<PackagedPing> clients, String counter) {
    ToLongFunction<PackagedPing> one = client -> client.summary().get(counter).asLong();
    return clients.stream().mapToLong(one).sum();
  }

  private static JsonNode echoServer(String protocol, int port) throws IOException {
    for (JsonNode server : dan.get("/api/v1/echo-servers").get("echoServers")) {
      if (server.get("protocol").asText().equals(protocol) && server.get("port").asInt() == port) {
        return server;
      }
    }
    throw new AssertionError("no " + protocol + " server on " + port);
  }

  /// Linux silently drops packets that it may not forward, without an ICMP error. The router's own
  /// addresses still answer, even the one in the unreachable subnet.
  @Test
  void aRouterThatStopsForwardingLosesWhatIsBehindItAndNothingElse() throws Exception {
    List<String> behind =
        List.of(
            "udp://10.98.2.1:12000",
            "udp://[fd98:2::1]:12000",
            "icmp://10.98.2.1",
            "icmp://[fd98:2::1]",
            "tcp://10.98.2.1:12001 --mode connect",
            "tcp://10.98.2.1:12001 --mode stream");
    List<Watched> pings = new ArrayList<>();
    try {
      for (String ping : behind) {
        pings.add(new Watched(ping("ann", ping + " --json -i 200ms -W 500ms -c 500")));
      }
      awaitAll(pings, "reply");

      net.forward(false);
      awaitAll(pings, "lost");
      for (String near : List.of("10.98.1.2", "10.98.1.254", "10.98.2.254", "[fd98:2::254]")) {
        assertThat(PackagedPing.finish(ping("ann", "icmp://" + near + " -c 1 -q")).code())
            .as(near)
            .isZero();
      }

      net.forward(true);
      awaitAll(pings, "reply");
      for (Watched ping : pings) {
        assertThat(ping.outcomes).isSubsetOf("reply", "lost", "late");
      }
    } finally {
      net.forward(true);
      pings.forEach(Watched::close);
    }
  }

  private static void awaitAll(List<Watched> pings, String outcome) throws IOException {
    for (Watched ping : pings) {
      ping.await(outcome);
    }
  }

  /// A running ping and its output so far.
  private static final class Watched implements AutoCloseable {
    private static final int IN_A_ROW = 3;
    private final Process process;
    private final BufferedReader out;
    private final Set<String> outcomes = new TreeSet<>();

    Watched(Process process) {
      this.process = process;
      this.out = process.inputReader(UTF_8);
    }

    /// Reads until a few consecutive probes have this outcome.
    void await(String outcome) throws IOException {
      int seen = 0;
      while (seen < IN_A_ROW) {
        String line = out.readLine();
        assertThat(line).as("the ping has ended").isNotNull();
        String said = new ObjectMapper().readTree(line).path("outcome").asText();
        outcomes.add(said);
        seen = said.equals(outcome) ? seen + 1 : 0;
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private static Process ping(String host, String arguments) throws IOException {
    return PackagedPing.start(net.of(host), List.of(), arguments.split(" "));
  }
}
