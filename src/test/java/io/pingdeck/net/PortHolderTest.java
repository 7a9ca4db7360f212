package io.pingdeck.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.testing.OtherServer;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortHolderTest {
  @BeforeAll
  static void needLinux() {
    assumeTrue(Files.isReadable(Path.of("/proc/thread-self/net/udp")), "/proc is needed");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1, true",
    "127.0.0.1, 0.0.0.0, true",
    "0.0.0.0, 127.0.0.1, true",
    "::, 127.0.0.1, true",
    "::1, ::1, true",
    "::, ::1, true",
    "127.0.0.1, 127.0.0.2, false",
    "::1, 127.0.0.1, false",
    "0.0.0.0, ::, true",
  })
  void holderOfAPortIsFoundByTheAddressesThatConflict(String bound, String wanted, boolean found)
      throws IOException {
    Optional<String> expected =
        Optional.of("this Pingdeck (pid " + ProcessHandle.current().pid() + ")").filter(_ -> found);
    try (DatagramSocket udp = new DatagramSocket(new InetSocketAddress(bound, 0));
        ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getByName(bound))) {
      assertThat(PortHolder.of(true, at(wanted, udp.getLocalPort())).map(PortHolder::who))
          .isEqualTo(expected);
      assertThat(PortHolder.of(false, at(wanted, tcp.getLocalPort())).map(PortHolder::who))
          .isEqualTo(expected);
    }
  }

  @Test
  void otherProgramIsNamedWithItsProcess() throws IOException {
    try (OtherServer other = OtherServer.start()) {
      Endpoint port = at("127.0.0.1", other.port());

      PortHolder holder = PortHolder.of(false, port).orElseThrow();

      assertThat(holder.who()).isEqualTo(other.name());
      assertThat(holder.isPingdeck()).isFalse();
      assertThat(PortHolder.sentence(false, port))
          .startsWith("TCP port " + other.port() + " is in use by jwebserver (pid ");
    }
  }

  @Test
  void wildcardOfIpv4LeavesIpv6AddressesFree() {
    PortHolder.Line any =
        PortHolder.Line.of(
                "  1: 00000000:2EE0 00000000:0000 07 00000000:00000000 00:00000000 0 33 0 77 2 0 0")
            .orElseThrow();

    assertThat(any.takes(at("127.0.0.1", 12000))).isTrue();
    assertThat(any.takes(at("::", 12000))).isTrue();
    assertThat(any.takes(at("::1", 12000))).isFalse();
    assertThat(any.takes(at("127.0.0.1", 12001))).isFalse();
  }

  @Test
  void freePortHasNoHolder() throws IOException {
    int port;
    try (DatagramSocket udp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = udp.getLocalPort();
    }

    assertThat(PortHolder.of(true, at("127.0.0.1", port))).isEmpty();
    assertThat(PortHolder.sentence(true, at("127.0.0.1", port))).contains("another socket");
  }

  private static Endpoint at(String host, int port) {
    return Endpoint.of(InetAddress.ofLiteral(host), port);
  }
}
