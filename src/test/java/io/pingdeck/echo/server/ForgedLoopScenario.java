package io.pingdeck.echo.server;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.NanoClock;
import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.guard.EchoPorts;
import io.pingdeck.ping.target.Protocol;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Runs in its own network namespace: two echo servers, connected by one packet to the first with
/// the second's address as its forged source. Once nothing has arrived for a second, prints how
/// many datagrams the kernel delivered and the counters of each server.
///
/// Arguments: the forging script, `same` or `strange` (whether the servers know each other), the
/// modes of both, the text.
final class ForgedLoopScenario {
  private static final long QUIET_MILLIS = 1_000;

  private ForgedLoopScenario() {}

  public static void main(String[] args) throws Exception {
    EchoPorts ports = new EchoPorts();
    EchoPorts others = args[1].equals("same") ? ports : new EchoPorts();
    try (UdpEchoLoop first = open(args[2], ports);
        UdpEchoLoop second = open(args[3], others)) {
      long before = delivered();
      forge(args[0], second.listening().toString(), first.listening().toString(), args[4]);
      long settled = before;
      long now = delivered();
      while (now == before || now != settled) { // until nothing arrives for a whole second
        settled = now;
        Thread.sleep(QUIET_MILLIS);
        now = delivered();
      }
      System.out.printf(
          "delivered=%d received=%d,%d replied=%d,%d%n",
          now - before,
          first.counts().received(),
          second.counts().received(),
          first.counts().replied(),
          second.counts().replied());
      System.out.println(first.counts().drops() + " " + second.counts().drops());
    }
  }

  private static UdpEchoLoop open(String mode, EchoPorts ports) throws Exception {
    EchoSpec spec =
        new EchoSpec(Protocol.UDP, "127.0.0.1", 0, EchoMode.valueOf(mode), Impairment.NONE);
    return UdpEchoLoop.open(
        spec, EchoLimits.DEFAULT, ports, PlatformSockets.best(), NanoClock.SYSTEM);
  }

  private static void forge(String script, String from, String to, String text) throws Exception {
    Process forging = new ProcessBuilder("python3", script, from, to, text).inheritIO().start();
    if (forging.waitFor() != 0) {
      throw new IllegalStateException("could not forge a packet");
    }
  }

  /// Number of UDP datagrams delivered to sockets of this namespace.
  private static long delivered() throws Exception {
    List<String> udp =
        Files.readAllLines(Path.of("/proc/net/snmp"), StandardCharsets.US_ASCII).stream()
            .filter(line -> line.startsWith("Udp: "))
            .toList();
    int column = List.of(udp.get(0).split(" ")).indexOf("InDatagrams");
    return Long.parseLong(udp.get(1).split(" ")[column]);
  }
}
