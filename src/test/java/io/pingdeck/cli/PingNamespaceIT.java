package io.pingdeck.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pingdeck.net.Lab;
import io.pingdeck.testing.PackagedPing;
import io.pingdeck.testing.Proves;
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

/// The packaged program pings from its own network namespace, whose hosts and routers refuse it in
/// every possible way. Each refusal names type, code, sender and probe.
@Timeout(120)
class PingNamespaceIT {
  private static final Path PROGRAM =
      Path.of(System.getProperty("pingdeck.dist"), "bin", "pingdeck").toAbsolutePath();
  private static final int PROBES = 3;

  /// The link to the router.
  private static final String LINK =
      "$(ip -o route get 10.99.2.1 | grep -o 'dev [^ ]*' | cut -c5-)";

  private static Lab lab;

  @BeforeAll
  static void build() throws IOException {
    lab = new Lab();
  }

  @AfterAll
  static void remove() throws IOException {
    if (lab != null) {
      lab.close();
    }
  }

  private static PackagedPing ping(String... args) throws IOException, InterruptedException {
    return PackagedPing.run(lab.client(), List.of(), args);
  }

  private static void allowPingSockets(boolean allowed) throws IOException {
    String range = allowed ? "0 2147483647" : "1 0";
    Lab.shell(lab.client(), "echo '" + range + "' > /proc/sys/net/ipv4/ping_group_range");
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
          [fd97::1],   64, 1,  0,  no route to destination,                   fd99:1::2
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
          [fd97::1],   64, 1,  0,  no route to destination,                   fd99:1::2
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

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          10.99.2.3,   64, connect,  3,  1,  host unreachable,                          10.99.2.3
          10.99.2.4,   64, connect,  3,  0,  net unreachable,                           10.99.2.4
          10.99.2.5,   64, connect,  3,  13, communication administratively prohibited, 10.99.2.5
          10.99.2.6,   64, connect,  3,  3,  port unreachable,                          10.99.2.6
          10.99.2.3,   64, echo,     3,  1,  host unreachable,                          10.99.2.3
          10.99.2.3,   64, stream,   3,  1,  host unreachable,                          10.99.2.3
          10.99.2.3,   64, greeting, 3,  1,  host unreachable,                          10.99.2.3
          10.99.2.1,   1,  connect,  11, 0,  time to live exceeded in transit,          10.99.1.2
          10.99.2.1,   1,  stream,   11, 0,  time to live exceeded in transit,          10.99.1.2
          10.99.1.77,  64, connect,  3,  1,  host unreachable,                          10.99.1.1
          [fd99:2::3], 64, connect,  1,  3,  address unreachable,                       fd99:2::3
          [fd99:2::4], 64, connect,  1,  0,  no route to destination,                   fd99:2::4
          [fd99:2::5], 64, connect,  1,  1,  communication administratively prohibited, fd99:2::5
          [fd99:2::6], 64, connect,  1,  4,  port unreachable,                          fd99:2::6
          [fd99:2::6], 64, echo,     1,  4,  port unreachable,                          fd99:2::6
          [fd99:2::1], 1,  connect,  3,  0,  hop limit exceeded in transit,             fd99:1::2
          [fd99:1::77],64, connect,  1,  3,  address unreachable,                       fd99:1::1
          [fd97::1],   64, connect,  1,  0,  no route to destination,                   fd99:1::2
          """)
  void everyTcpProbeNamesItsError(
      String host, String ttl, String mode, int type, int code, String name, String from)
      throws Exception {
    everyProbeNames("tcp://" + host + ":999", ttl, type, code, name, from, "--mode", mode);
  }

  /// Linux sends one such error per second to each host, which cannot be changed for a namespace.
  @ParameterizedTest
  @ValueSource(strings = {"udp://10.97.0.1:999", "tcp://10.97.0.1:999", "icmp://10.97.0.1"})
  void aRouterWithoutARouteSaysSo(String target) throws Exception {
    allowPingSockets(true);
    everyProbeNames(target, "64", 3, 0, "net unreachable", "10.99.1.2", "-i", "1200ms");
  }

  /// The host sends a reset, not an ICMP error: it is up.
  @ParameterizedTest
  @CsvSource({"10.99.2.1, connect", "10.99.2.1, stream", "[fd99:2::1], echo"})
  void aClosedTcpPortIsRefusedAndNoLoss(String host, String mode) throws Exception {
    PackagedPing result =
        ping("tcp://" + host + ":999", "--json", "-c", "3", "-i", "200ms", "--mode", mode);

    assertThat(result.samples())
        .hasSize(3)
        .allMatch(sample -> sample.get("outcome").asText().equals("refused"))
        .noneMatch(sample -> sample.has("icmp"));
    assertThat(result.summary().get("lossPercent").asDouble()).isZero();
  }

  /// The far address: this host is also a router, and would itself answer for the near one.
  @ParameterizedTest
  @CsvSource({"fd99:2::, fd99:1::2, true", "fd99:2::, fd99:1::2, false"})
  void aRouterAnswersForItsSubnet(String anycast, String router, boolean pingSockets)
      throws Exception {
    allowPingSockets(pingSockets);

    PackagedPing result = ping("icmp://[" + anycast + "]", "--json", "-c", "3", "-i", "200ms");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.samples())
        .hasSize(3)
        .allSatisfy(sample -> {
          assertThat(sample.get("outcome").asText()).isEqualTo("reply");
          assertThat(sample.get("answeredBy").asText()).isEqualTo(router);
        });
    assertThat(result.summary().get("wrongSource").asLong()).isZero();
  }

  private static void everyProbeNames(
      String target, String ttl, int type, int code, String name, String from, String... more)
      throws Exception {
    List<String> flags = new ArrayList<>(List.of(target, "--json", "-c", "" + PROBES, "-W", "10s"));
    flags.addAll(List.of("--ttl", ttl));
    flags.addAll(List.of(more));
    if (!flags.contains("-i")) {
      flags.addAll(List.of("-i", "200ms"));
    }
    PackagedPing result = ping(flags.toArray(String[]::new));

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
  void anErrorFindsItsProbeAtAnySize(String size) throws Exception {
    allowPingSockets(true);

    PackagedPing result =
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
      PackagedPing result = ping("-f", list.toAbsolutePath().toString(), "-c", "2", "-i", "200ms");

      assertThat(result.code()).isZero();
      assertThat(result.out()).hasSize(3);
      assertThat(result.out().get(0))
          .startsWith("icmp://10.99.2.1      : up, 2 probes sent, 2 replies");
      assertThat(result.out().get(1)).contains("0 replies, 0 lost, 2 ICMP errors");
      assertThat(result.out().get(2)).contains("0 replies, 0 lost, 2 ICMP errors");
    } finally {
      Files.delete(list);
    }
  }

  @Test
  @Proves("I19")
  void withoutPrivilegesIcmpWorksWherePingSocketsAreAllowed() throws Exception {
    allowPingSockets(true);

    PackagedPing result = unprivileged("icmp://10.99.2.1", "-c", "1", "--json");

    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.samples().getFirst().get("rttSource").asText()).isEqualTo("kernel");
  }

  @Test
  @Proves("I19")
  void withoutPrivilegesTheRefusalNamesTheCommandThatGrantsThem() throws Exception {
    allowPingSockets(false);

    PackagedPing result = unprivileged("icmp://10.99.2.1", "-c", "1");

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

  private static PackagedPing unprivileged(String... args)
      throws IOException, InterruptedException {
    return PackagedPing.run(
        lab.client(), List.of("setpriv", "--inh-caps=-all", "--bounding-set=-all"), args);
  }

  @Test
  void whereIpv6IsSwitchedOffTheRefusalSaysSo() throws Exception {
    String bare = "pdb" + ProcessHandle.current().pid();
    Lab.run("ip", "netns", "add", bare);
    try {
      String off = "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6; ip link set lo up";
      Lab.shell(bare, off);
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

  /// The MTU of the link to the router becomes smaller than a probe.
  @Test
  void whatIsTooLongForThePathIsSentInPiecesUnlessThatIsForbidden() throws Exception {
    PackagedPing whole;
    PackagedPing pieces;
    Lab.shell(lab.client(), "ip link set dev " + LINK + " mtu 1400");
    try {
      whole = ping("icmp://10.99.2.1", "-c", "1", "-s", "1400", "-M", "do", "--json");
      pieces = ping("icmp://10.99.2.1", "-c", "1", "-s", "1400", "--json");
    } finally {
      Lab.shell(lab.client(), "ip link set dev " + LINK + " mtu 1500");
    }

    assertThat(whole.samples().getFirst().get("error").asText()).isEqualTo("EMSGSIZE");
    assertThat(pieces.samples().getFirst().get("outcome").asText()).isEqualTo("reply");
  }

  @Test
  void probesLeaveFromTheChosenAddressOfTwo() throws Exception {
    Lab.shell(lab.client(), "ip addr add 10.99.1.99/24 dev " + LINK);
    Lab.shell(lab.client(), "ip addr add 10.97.7.7/32 dev " + LINK);
    PackagedPing from = ping("icmp://10.99.2.1", "-c", "1", "-I", "10.99.1.99");
    PackagedPing lost = ping("icmp://10.99.2.1", "-c", "1", "-I", "10.97.7.7");
    PackagedPing none = ping("icmp://10.99.2.1", "-c", "1", "-I", "10.99.1.98");

    assertThat(from.code()).as(from.err()).isZero();
    assertThat(lost.code()).as("nobody knows the way back to that source").isEqualTo(1);
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("10.99.1.98 is not an address of this machine");
  }
}
