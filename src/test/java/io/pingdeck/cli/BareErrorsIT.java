package io.pingdeck.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pingdeck.app.PlatformSockets;
import io.pingdeck.net.DatagramBatch;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.Lab;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.icmp.InternetChecksum;
import io.pingdeck.testing.PackagedPing;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Servers that answer with an ICMP error of eight bytes, like a student's server: it has a type,
/// but no quoted packet.
@Timeout(120)
class BareErrorsIT {
  private static final String WITHOUT_RIGHTS = "--bounding-set=-all";
  private static Lab lab;

  @BeforeAll
  static void build() throws IOException {
    lab = new Lab();
    Lab.shell(lab.client(), "echo '0 2147483647' > /proc/sys/net/ipv4/ping_group_range");
  }

  @AfterAll
  static void remove() throws IOException {
    if (lab != null) {
      lab.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "icmp://10.99.2.1, 10.99.2.1, 10.99.1.1, 3, 1, 0, ICMP host unreachable",
    "icmp://10.99.2.1, 10.99.2.1, 10.99.1.1, 3, 3, 24, ICMP port unreachable",
    "icmp://10.99.2.1, 10.99.2.1, 10.99.1.1, 3, 3, 20, ICMP port unreachable",
    "icmp://[fd99:2::1], fd99:2::1, fd99:1::1, 1, 3, 0, ICMP address unreachable"
  })
  void anErrorThatQuotesNothingIsShownAndDecidesNoProbe(
      String target, String from, String to, int type, int code, int quoted, String words)
      throws Exception {
    Process ping = PackagedPing.start(lab.client(), List.of(), target, "-c", "15", "-i", "200ms");
    try (DatagramPort port = errorsOf(lab.server(), to)) {
      int sent = 0;
      while (ping.isAlive()) {
        sent += sendError(port, from, to, type, code, quoted);
        ping.waitFor(50, TimeUnit.MILLISECONDS);
      }
      assertThat(sent).isPositive();
    }
    PackagedPing result = PackagedPing.finish(ping);

    assertThat(result.out()).contains(words + " from " + from + ", quotes nothing");
    assertThat(String.join("\n", result.out()))
        .contains("15 probes sent, 15 replies, 0 lost, 0 % loss");
  }

  @Test
  void withoutTheRightItIsNotSeen() throws Exception {
    Process ping =
        PackagedPing.start(
            lab.client(),
            List.of("setpriv", "--inh-caps=-all", WITHOUT_RIGHTS),
            "icmp://10.99.2.1",
            "-c",
            "5",
            "-i",
            "200ms");
    try (DatagramPort port = errorsOf(lab.server(), "10.99.1.1")) {
      while (ping.isAlive()) {
        sendError(port, "10.99.2.1", "10.99.1.1", 3, 1, 0);
        ping.waitFor(50, TimeUnit.MILLISECONDS);
      }
    }

    assertThat(String.join("\n", PackagedPing.finish(ping).out()))
        .doesNotContain("quotes nothing")
        .contains("5 probes sent, 5 replies, 0 lost, 0 % loss");
  }

  @Test
  void aFloodOfThemIsBoundedAndCountsNoProbe() throws Exception {
    Process ping =
        PackagedPing.start(
            lab.client(), List.of(), "icmp://10.99.2.1", "--json", "-c", "15", "-i", "200ms");
    try (DatagramPort port = errorsOf(lab.server(), "10.99.1.1")) {
      long until = System.nanoTime() + 20_000_000_000L;
      while (ping.isAlive() && System.nanoTime() < until) {
        sendError(port, "10.99.2.1", "10.99.1.1", 3, 1, 0);
      }
    }
    List<String> lines = ping.inputReader(UTF_8).lines().toList();

    ObjectMapper json = new ObjectMapper();
    List<JsonNode> all = new ArrayList<>();
    for (String line : lines) {
      all.add(json.readTree(line));
    }
    assertThat(all.stream().filter(line -> line.has("bareIcmpError")).count()).isBetween(1L, 140L);
    assertThat(all.stream().filter(line -> line.path("outcome").asText().equals("reply")).count())
        .isEqualTo(15);
  }

  private static DatagramPort errorsOf(String namespace, String to) throws IOException {
    Lab.enter(namespace);
    try {
      return PlatformSockets.best().icmpErrors(to.contains(":"));
    } finally {
      Lab.leave();
    }
  }

  /// @param quoted number of zero bytes after the header
  private static int sendError(
      DatagramPort port, String from, String to, int type, int code, int quoted) {
    DatagramBatch batch = new DatagramBatch(1, 64);
    ByteBuffer message = batch.payload(0);
    for (int i = 0; i < 64; i++) {
      message.put(i, (byte) 0);
    }
    message.put(0, (byte) type);
    message.put(1, (byte) code);
    if (quoted == 20) {
      message.put(8, (byte) 0x45); // an IPv4 header with no data after it
      message.putShort(10, (short) 20);
    }
    int length = 8 + quoted;
    message.putShort(2, (short) InternetChecksum.of(message, 0, length));
    Endpoint address = Endpoint.of(InetAddress.ofLiteral(to), 0);
    batch.size(1);
    batch.length(0, length);
    batch.address(0, address.high(), address.low(), 0, 0);
    Endpoint local = Endpoint.of(InetAddress.ofLiteral(from), 0);
    batch.local(0, local.high(), local.low());
    port.send(batch, 0, 1);
    return batch.errno(0) == 0 ? 1 : 0;
  }
}
