package io.pingdeck.ping.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.net.Lab;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.testing.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThisMachineIT {
  private static final String UP =
      """
      ip link set lo up && ip route add local 203.0.113.0/24 dev lo &&
      ip -6 route add local 2001:db8:7::/48 dev lo &&
      ip address add 198.51.100.1/32 dev lo && ip address add 2001:db8:5::9/128 dev lo nodad &&
      """;

  private static final String[] ADDRESSES = {
    "127.1.2.3",
    "::1",
    "198.51.100.1",
    "203.0.113.9",
    "2001:db8:5::9",
    "198.51.100.2",
    "192.0.2.1",
    "2001:db8:6::9",
    "2001:db8:7:1::9",
    "224.0.0.1",
    "0.0.0.0",
    "::",
    "255.255.255.255",
  };

  /// Prints which of the addresses are this machine's.
  static final class Asked {
    private Asked() {}

    public static void main(String[] addresses) throws IOException {
      for (String address : addresses) {
        if (ThisMachine.has(Endpoint.of(InetAddress.getByName(address), 7))) {
          System.out.println(address);
        }
      }
    }
  }

  @Test
  void addressesThatOnlyARouteTakesInAreFound() throws Exception {
    assertThat(found(""))
        .containsExactly(
            "127.1.2.3", "::1", "198.51.100.1", "203.0.113.9", "2001:db8:5::9", "2001:db8:7:1::9");
  }

  /// A daemon that shares an address with another machine needs this setting.
  @Test
  void whereEverythingCanBeBoundTheInterfacesCount() throws Exception {
    assertThat(
            found(
                "for f in 4 6; do echo 1 > /proc/sys/net/ipv$f/ip_nonlocal_bind || exit; done && "))
        .containsExactly("127.1.2.3", "::1", "198.51.100.1", "2001:db8:5::9", "2001:db8:7:1::9");
  }

  private static List<String> found(String setup) throws Exception {
    Tool.need(Tool.IP);
    try {
      Lab.run("unshare", "--map-root-user", "--net", "sh", "-c", UP + setup + "true");
    } catch (IOException e) {
      throw Tool.notAllowed("user namespaces", e.getMessage());
    }
    List<String> command = new ArrayList<>();
    command.addAll(List.of("unshare", "--map-root-user", "--net", "sh", "-c"));
    command.addAll(List.of(UP + setup + "exec \"$@\"", "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Asked.class.getName()));
    command.addAll(List.of(ADDRESSES));
    Process asked =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines = new String(asked.getInputStream().readAllBytes(), UTF_8).lines().toList();
    assertThat(asked.waitFor()).isZero();
    return lines;
  }
}
