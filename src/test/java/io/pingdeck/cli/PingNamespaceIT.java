package io.pingdeck.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pingdeck.net.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The packaged program pings from a network of our own, whose hosts and routers refuse it in every
/// way there is: each refusal names type, code, sender and probe.
@Timeout(120)
class PingNamespaceIT {
  private static final Path PROGRAM =
      Path.of(System.getProperty("pingdeck.dist"), "bin", "pingdeck").toAbsolutePath();
  private static final int PROBES = 3;
  private static Lab lab;

  @BeforeAll
  static void build() {
    try {
      lab = new Lab();
    } catch (IOException e) {
      System.out.println(
          "PingNamespaceIT is skipped, network namespaces are needed: " + e.getMessage());
      abort("network namespaces are needed: " + e.getMessage());
    }
  }

  @AfterAll
  static void remove() throws IOException {
    if (lab != null) {
      lab.close();
    }
  }

  private record Result(int code, List<String> out, String err) {
    List<JsonNode> samples() throws IOException {
      List<JsonNode> samples = new ArrayList<>();
      for (String line : out.subList(0, out.size() - 1)) {
        samples.add(new ObjectMapper().readTree(line));
      }
      return samples;
    }
  }

  private static Result ping(String... args) throws IOException, InterruptedException {
    return run(List.of(), args);
  }

  private static Result run(List<String> before, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", lab.client()));
    command.addAll(before);
    command.addAll(List.of(PROGRAM.toString(), "ping"));
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).start();
    process.getOutputStream().close();
    List<String> out = process.inputReader(UTF_8).lines().toList();
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new Result(process.waitFor(), out, err);
  }

  private static void allowPingSockets(boolean allowed) throws IOException {
    String range = allowed ? "0 2147483647" : "1 0";
    sh("echo '" + range + "' > /proc/sys/net/ipv4/ping_group_range");
  }

  private static void sh(String command) throws IOException {
    Lab.run("ip", "netns", "exec", lab.client(), "sh", "-c", command);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          10.99.2.1,   64, 3,  3,  port unreachable,                          10.99.2.1
          10.99.2.3,   64, 3,  1,  host unreachable,                          10.99.2.3
          10.99.2.4,   64, 3,  0,  net unreachable,                           10.99.2.4
          10.99.2.5,   64, 3,  13, communication administratively prohibited, 10.99.2.5
          10.99.2.6,   64, 3,  3,  port unreachable,                          10.99.2.6
          10.99.2.1,   1,  11, 0,  time to live exceeded in transit,          10.99.1.2
          10.99.1.77,  64, 3,  1,  host unreachable,                          10.99.1.1
          [fd99:2::1], 64, 1,  4,  port unreachable,                          fd99:2::1
          [fd99:2::3], 64, 1,  3,  address unreachable,                       fd99:2::3
          [fd99:2::4], 64, 1,  0,  no route to destination,                   fd99:2::4
          [fd99:2::5], 64, 1,  1,  communication administratively prohibited, fd99:2::5
          [fd99:2::6], 64, 1,  4,  port unreachable,                          fd99:2::6
          [fd99:2::1], 1,  3,  0,  hop limit exceeded in transit,             fd99:1::2
          [fd99:1::77],64, 1,  3,  address unreachable,                       fd99:1::1
          """)
  void everyUdpProbeNamesItsError(
      String host, String ttl, int type, int code, String name, String from) throws Exception {
    everyProbeNames("udp://" + host + ":999", ttl, type, code, name, from);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          10.99.2.3,   64, 3,  1,  host unreachable,                          10.99.2.3
          10.99.2.4,   64, 3,  0,  net unreachable,                           10.99.2.4
          10.99.2.5,   64, 3,  13, communication administratively prohibited, 10.99.2.5
          10.99.2.6,   64, 3,  3,  port unreachable,                          10.99.2.6
          10.99.2.1,   1,  11, 0,  time to live exceeded in transit,          10.99.1.2
          10.99.1.77,  64, 3,  1,  host unreachable,                          10.99.1.1
          [fd99:2::3], 64, 1,  3,  address unreachable,                       fd99:2::3
          [fd99:2::4], 64, 1,  0,  no route to destination,                   fd99:2::4
          [fd99:2::5], 64, 1,  1,  communication administratively prohibited, fd99:2::5
          [fd99:2::6], 64, 1,  4,  port unreachable,                          fd99:2::6
          [fd99:2::1], 1,  3,  0,  hop limit exceeded in transit,             fd99:1::2
          [fd99:1::77],64, 1,  3,  address unreachable,                       fd99:1::1
          """)
  void everyIcmpProbeNamesItsError(
      String host, String ttl, int type, int code, String name, String from) throws Exception {
    allowPingSockets(true);
    everyProbeNames("icmp://" + host, ttl, type, code, name, from);
  }

  @ParameterizedTest
  @CsvSource({
    "10.99.2.3, 64, 3, 1, host unreachable, 10.99.2.3",
    "10.99.2.1, 1, 11, 0, time to live exceeded in transit, 10.99.1.2",
    "[fd99:2::5], 64, 1, 1, communication administratively prohibited, fd99:2::5",
    "[fd99:2::1], 1, 3, 0, hop limit exceeded in transit, fd99:1::2"
  })
  void soDoesEveryProbeOfARawSocket(
      String host, String ttl, int type, int code, String name, String from) throws Exception {
    allowPingSockets(false);
    everyProbeNames("icmp://" + host, ttl, type, code, name, from);
  }

  private static void everyProbeNames(
      String target, String ttl, int type, int code, String name, String from) throws Exception {
    Result result =
        ping(target, "--json", "-c", "" + PROBES, "-i", "200ms", "-W", "10s", "--ttl", ttl);

    assertThat(result.code()).as(result.err()).isEqualTo(1);
    List<JsonNode> samples = result.samples();
    assertThat(samples).extracting(sample -> sample.get("seq").asInt()).containsOnly(1, 2, 3);
    assertThat(samples).hasSize(PROBES);
    for (JsonNode sample : samples) {
      assertThat(sample.get("outcome").asText()).isEqualTo("icmpError");
      JsonNode icmp = sample.get("icmp");
      assertThat(icmp.get("type").asInt()).isEqualTo(type);
      assertThat(icmp.get("code").asInt()).isEqualTo(code);
      assertThat(icmp.get("name").asText()).isEqualTo(name);
      assertThat(icmp.get("from").asText()).isEqualTo(from);
      assertThat(icmp.get("afterNanos").asLong()).isPositive();
    }
    assertThat(result.out().getLast()).contains("\"icmpErrors\":" + PROBES + ",");
  }

  @ParameterizedTest
  @CsvSource({
    "udp://10.99.2.1:999, true, 3, 4, fragmentation needed, 10.99.1.2",
    "icmp://10.99.2.7, true, 3, 4, fragmentation needed, 10.99.1.2",
    "icmp://10.99.2.6, false, 3, 4, fragmentation needed, 10.99.1.2",
    "udp://[fd99:2::1]:999, true, 2, 0, packet too big, fd99:1::2",
    "icmp://[fd99:2::7], true, 2, 0, packet too big, fd99:1::2",
    "icmp://[fd99:2::6], false, 2, 0, packet too big, fd99:1::2"
  })
  void aPacketTooBigTellsTheMtu(
      String target, boolean pingSockets, int type, int code, String name, String from)
      throws Exception {
    allowPingSockets(pingSockets);

    JsonNode icmp =
        ping(target, "--json", "-c", "1", "-s", "1400").samples().getFirst().get("icmp");

    assertThat(icmp.get("type").asInt()).isEqualTo(type);
    assertThat(icmp.get("code").asInt()).isEqualTo(code);
    assertThat(icmp.get("name").asText()).isEqualTo(name);
    assertThat(icmp.get("from").asText()).isEqualTo(from);
    assertThat(icmp.get("info").asInt()).isEqualTo(1280);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "7", "8", "1000"})
  void anErrorFindsItsProbeWhateverItsSize(String size) throws Exception {
    allowPingSockets(true);

    Result result =
        ping("icmp://10.99.2.1", "--json", "-c", "5", "-i", "200ms", "--ttl", "1", "-s", size);

    assertThat(result.samples())
        .hasSize(5)
        .allMatch(sample -> sample.at("/icmp/type").asInt() == 11);
  }

  @Test
  void aListFindsWhatBecameOfEachOfItsTargets() throws Exception {
    allowPingSockets(true);
    Path list = Path.of("target", "targets-" + ProcessHandle.current().pid() + ".txt");
    Files.writeString(
        list, "icmp://10.99.2.1 # answers\nicmp://10.99.2.3\n\nudp://[fd99:2::1]:999\n");
    try {
      Result result = ping("-f", list.toAbsolutePath().toString(), "-c", "2", "-i", "200ms");

      assertThat(result.code()).isZero();
      assertThat(result.out()).hasSize(3);
      assertThat(result.out().get(0))
          .startsWith("icmp://10.99.2.1      : 2 probes sent, 2 replies");
      assertThat(result.out().get(1)).contains("0 replies, 0 lost, 2 ICMP errors");
      assertThat(result.out().get(2)).contains("0 replies, 0 lost, 2 ICMP errors");
    } finally {
      Files.delete(list);
    }
  }

  @Test
  void withoutPrivilegesIcmpWorksWherePingSocketsAreAllowed() throws Exception {
    allowPingSockets(true);

    Result result = unprivileged("icmp://10.99.2.1", "-c", "1", "--json");

    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.samples().getFirst().get("rttSource").asText()).isEqualTo("kernel");
  }

  @Test
  void withoutPrivilegesTheRefusalNamesTheCommandThatGrantsThem() throws Exception {
    allowPingSockets(false);

    Result result = unprivileged("icmp://10.99.2.1", "-c", "1");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines())
        .singleElement()
        .asString()
        .startsWith("pingdeck: target: ICMP pings are not permitted to this process")
        .contains("`sysctl -w net.ipv4.ping_group_range=\"0 2147483647\"`")
        .contains("`AmbientCapabilities=CAP_NET_RAW`");
    assertThat(unprivileged("udp://10.99.2.1:999", "-c", "1").out().get(1))
        .startsWith("port unreachable from 10.99.2.1: seq=1");
  }

  private static Result unprivileged(String... args) throws IOException, InterruptedException {
    return run(List.of("setpriv", "--inh-caps=-all", "--bounding-set=-all"), args);
  }

  @Test
  void whereIpv6IsSwitchedOffTheRefusalSaysSo() throws Exception {
    String bare = "pdb" + ProcessHandle.current().pid();
    Lab.run("ip", "netns", "add", bare);
    try {
      String off = "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6; ip link set lo up";
      Lab.run("ip", "netns", "exec", bare, "sh", "-c", off);
      for (String target : List.of("icmp://[::1]", "udp://[fd99:2::1]:999")) {
        Process process =
            new ProcessBuilder("ip", "netns", "exec", bare, PROGRAM.toString(), "ping", target)
                .start();
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);

        assertThat(err)
            .isEqualTo(
                "pingdeck: target: IPv6 is switched off on this machine: switch it on with `sysctl"
                    + " -w net.ipv6.conf.all.disable_ipv6=0`, or use an IPv4 address\n");
        assertThat(process.waitFor()).isEqualTo(2);
      }
    } finally {
      Lab.run("ip", "netns", "del", bare);
    }
  }
}
