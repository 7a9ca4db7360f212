package io.pingdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pingdeck.net.Lab;
import io.pingdeck.testing.PackagedPing;
import io.pingdeck.testing.Proves;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A firewall that starts to block an established connection, and reports it by ICMP.
@Timeout(120)
class StreamErrorsIT {
  private static final String UNKNOWN = "0.0.0.0";
  private static final String UNKNOWN_IPV6 = "::";
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

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          10.99.2.1,   icmp type host-unreachable,    3, 1
          10.99.2.1,   icmp type admin-prohibited,    3, 13
          10.99.2.1,   icmp type net-unreachable,     3, 0
          10.99.2.1,   icmp type port-unreachable,    3, 3
          fd99:2::1,   icmpv6 type admin-prohibited,  1, 1
          fd99:2::1,   icmpv6 type addr-unreachable,  1, 3
          """)
  @Proves("T7")
  void anIcmpErrorEndsAStreamAndNamesItsSender(String host, String with, int type, int code)
      throws Exception {
    List<JsonNode> errors = rejected(host, with, List.of());

    for (JsonNode icmp : errors) {
      assertThat(icmp.get("type").asInt()).isEqualTo(type);
      assertThat(icmp.get("code").asInt()).isEqualTo(code);
      assertThat(icmp.get("from").asText()).isEqualTo(host);
    }
  }

  /// Then the system reports that there was an error, but not its sender for the first probes.
  @ParameterizedTest
  @CsvSource({
    "10.99.2.1, icmp type host-unreachable, 3, 1",
    "10.99.2.1, icmp type net-unreachable, 3, 0"
  })
  void withoutTheRightItsSenderIsUnknown(String host, String with, int type, int code)
      throws Exception {
    List<JsonNode> errors =
        rejected(host, with, List.of("setpriv", "--inh-caps=-all", "--bounding-set=-all"));

    for (JsonNode icmp : errors) {
      assertThat(icmp.get("type").asInt()).isEqualTo(type);
      assertThat(icmp.get("code").asInt()).isEqualTo(code);
      assertThat(icmp.get("from").asText()).isIn(host, UNKNOWN, UNKNOWN_IPV6);
    }
  }

  /// @return the errors of the probes that were not answered
  private static List<JsonNode> rejected(String host, String with, List<String> before)
      throws Exception {
    CountDownLatch lines = new CountDownLatch(3);
    try (ServerSocket server = echo(host, lines)) {
      String target =
          "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.getLocalPort();
      Process ping =
          PackagedPing.start(
              lab.client(),
              before,
              target,
              "--json",
              "--mode",
              "stream",
              "-c",
              "8",
              "-i",
              "300ms",
              "-W",
              "2s");
      assertThat(lines.await(30, TimeUnit.SECONDS)).isTrue();
      Lab.shell(
          lab.server(),
          "nft 'insert rule inet lab input tcp dport %d reject with %s'"
              .formatted(server.getLocalPort(), with));
      PackagedPing result = PackagedPing.finish(ping);

      assertThat(result.samples())
          .extracting(sample -> sample.get("outcome").asText())
          .contains("reply", "icmpError")
          .doesNotContain("reset", "sendFailed");
      return result.samples().stream()
          .filter(sample -> sample.get("outcome").asText().equals("icmpError"))
          .map(sample -> sample.get("icmp"))
          .toList();
    }
  }

  private static ServerSocket echo(String host, CountDownLatch lines) throws IOException {
    Lab.enter(lab.server());
    try {
      ServerSocket server = new ServerSocket(0, 5, InetAddress.ofLiteral(host));
      Thread.ofPlatform().daemon(true).start(() -> serve(server, lines));
      return server;
    } finally {
      Lab.leave();
    }
  }

  private static void serve(ServerSocket server, CountDownLatch lines) {
    try (Socket connection = server.accept()) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
      OutputStream out = connection.getOutputStream();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        lines.countDown();
      }
    } catch (IOException ended) {
      // The test is over.
    }
  }
}
