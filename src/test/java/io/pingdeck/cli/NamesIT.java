package io.pingdeck.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pingdeck.testing.PlainEcho;
import io.pingdeck.testing.PortPair;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The packaged program pings names with several addresses, names with addresses of one family, and
/// names that are not a single host. A hosts file replaces the name server.
@Timeout(60)
class NamesIT {
  private static final String HOSTS =
      """
      127.0.0.1 both.test four.test
      127.0.0.2 both.test
      ::1 both.test six.test
      127.255.255.255 wide.test
      224.0.0.1 group.test
      """;

  @TempDir private Path folder;

  @BeforeEach
  void writeHosts() throws Exception {
    Files.writeString(folder.resolve("hosts"), HOSTS);
  }

  private record Result(int code, List<String> out, String err) {}

  @Test
  void aNameWithSeveralAddressesIsPingedAtOneAndTellsTheOthers() throws Exception {
    try (PlainEcho echo = new PlainEcho(request -> request)) {
      String target = "udp://both.test:" + echo.port();

      Result text = ping(target, "-c", "1");
      Result json = ping(target, "-c", "1", "--json");

      assertThat(text.code()).as(text.err()).isZero();
      assertThat(text.out().getFirst())
          .startsWith("PING " + target + " (127.0.0.1; also 127.0.0.2, ::1): 64 bytes");
      var summary = new ObjectMapper().readTree(json.out().getLast()).get("summary");
      assertThat(summary.get("address").asText()).isEqualTo("127.0.0.1:" + echo.port());
      assertThat(summary.get("otherAddresses"))
          .extracting(address -> address.asText())
          .containsExactly("127.0.0.2:" + echo.port(), "[::1]:" + echo.port());
    }
  }

  @Test
  void oneFamilyLeavesTheOtherOut() throws Exception {
    assertThat(ping("udp://both.test:9", "-4", "-c", "1").out().getFirst())
        .contains("(127.0.0.1; also 127.0.0.2)");
    assertThat(ping("udp://both.test:9", "-6", "-c", "1").out().getFirst()).contains("(::1)");
    assertThat(ping("udp://four.test:9", "-6").err())
        .isEqualTo("pingdeck: family: four.test has no IPv6 address\n");
    Result six = ping("udp://six.test:9", "-4");
    assertThat(six.err()).isEqualTo("pingdeck: family: six.test has no IPv4 address\n");
    assertThat(six.code()).isEqualTo(2);
  }

  @Test
  void aNameForMoreThanOneHostIsRefused() throws Exception {
    assertThat(ping("udp://group.test:9").err())
        .isEqualTo("pingdeck: target: 224.0.0.1 is a multicast address: ping one host\n");
    assertThat(ping("udp://wide.test:9").err())
        .isEqualTo(
            "pingdeck: target: 127.255.255.255 is the broadcast address of a network of this"
                + " machine: ping one host\n");
    assertThat(ping("udp://nowhere.test:9").err())
        .isEqualTo(
            "pingdeck: target: the host name nowhere.test has no address: it is not in "
                + folder.resolve("hosts")
                + "\n");
  }

  /// Nothing listens at the old address anymore: the name is resolved immediately, not after its
  /// TTL.
  @Test
  void aNameThatMovesIsFollowedAndTheChangeIsTold() throws Exception {
    try (PlainEcho echo = new PlainEcho(request -> request)) {
      String target = "udp://moves.test:" + echo.port();
      writeMovingName("127.0.0.9");
      Process text = start(target, "-i", "200ms", "-w", "40");
      Process json = start(target, "-i", "200ms", "-w", "40", "--json");
      Process pinned = start(target, "-i", "200ms", "-c", "35", "--pin");
      BufferedReader lines = text.inputReader(UTF_8);
      lines.readLine();
      json.inputReader(UTF_8).readLine();
      pinned.inputReader(UTF_8).readLine();
      writeMovingName("127.0.0.1");

      String change = "address changed from 127.0.0.9 to 127.0.0.1: ";
      String line = lines.readLine();
      while (!line.startsWith("address")) {
        assertThat(line).startsWith("port unreachable from 127.0.0.9: ");
        line = lines.readLine();
      }
      assertThat(line).isEqualTo(change + "the name now resolves to a different address");
      String newAddress = "reply from 127.0.0.1:" + echo.port() + ": seq=";
      assertThat(lines.lines().limit(3)).allMatch(later -> later.startsWith(newAddress));
      text.destroy();

      JsonNode told =
          json.inputReader(UTF_8)
              .lines()
              .map(NamesIT::read)
              .filter(sample -> sample.has("addressChanged"))
              .findFirst()
              .orElseThrow()
              .get("addressChanged");
      assertThat(told.get("target").asText()).isEqualTo(target);
      assertThat(told.get("from").asText()).isEqualTo("127.0.0.9:" + echo.port());
      assertThat(told.get("to").asText()).isEqualTo("127.0.0.1:" + echo.port());
      json.destroy();

      assertThat(finish(pinned).out()).noneMatch(stays -> stays.contains("127.0.0.1"));
    }
  }

  /// The host has addresses of both families, but its service listens on one.
  @ParameterizedTest
  @CsvSource({
    "tcp://localhost, ::1, 127.0.0.1",
    "http://localhost, ::1, 127.0.0.1",
    "udp://localhost, ::1, 127.0.0.1",
    "tcp://both.test, ::1, 127.0.0.1",
    "tcp://localhost, 127.0.0.1, ",
    "http://both.test, 127.0.0.1, "
  })
  void aServiceOfOneFamilyIsFoundAndTheChangeTold(String target, String listens, String refused)
      throws Exception {
    InetAddress address = InetAddress.ofLiteral(listens);
    try (PortPair ports = PortPair.free(address)) {
      Thread.ofVirtual().start(() -> answerHttp(ports.tcp()));
      Thread.ofVirtual().start(() -> echo(ports.udp()));
      String options = "-c 6 -i 300ms";

      List<String> out = ping((target + ":" + ports.port() + " " + options).split(" ")).out();

      if (refused == null) {
        assertThat(out).filteredOn(line -> line.startsWith("reply from 127.0.0.1")).hasSize(6);
        assertThat(out).noneMatch(line -> line.startsWith("address changed"));
      } else {
        assertThat(out.get(1)).contains(refused, "seq=1").doesNotStartWith("reply");
        assertThat(out)
            .filteredOn(line -> line.startsWith("address"))
            .containsExactly(
                "address changed from 127.0.0.1 to ::1: nothing listens there over IPv4");
        assertThat(out)
            .filteredOn(line -> line.contains("seq=5") || line.contains("seq=6"))
            .hasSize(2)
            .allMatch(line -> line.startsWith("reply from [::1]"));
      }
    }
  }

  private static void answerHttp(ServerSocket server) {
    try {
      while (true) {
        try (Socket client = server.accept()) {
          if (client.getInputStream().read(new byte[4096]) > 0) {
            client
                .getOutputStream()
                .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
          }
        }
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  private static void echo(DatagramSocket socket) {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        socket.receive(packet);
        socket.send(packet);
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  private void writeMovingName(String address) throws IOException {
    Path next = Files.writeString(folder.resolve("next"), address + " moves.test\n");
    Files.move(next, folder.resolve("hosts"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static JsonNode read(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }

  private Result ping(String... args) throws Exception {
    return finish(start(args));
  }

  private static Result finish(Process process) throws Exception {
    List<String> out = process.inputReader(UTF_8).lines().toList();
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new Result(process.waitFor(), out, err);
  }

  private Process start(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("pingdeck.dist"), "bin", "pingdeck").toString());
    command.add("ping");
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .put("PINGDECK_JAVA_OPTS", "-Djdk.net.hosts.file=" + folder.resolve("hosts"));
    return builder.start();
  }
}
