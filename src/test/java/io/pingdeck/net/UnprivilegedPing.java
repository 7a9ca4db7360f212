package io.pingdeck.net;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.icmp.IcmpMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Pings each address once and prints this process's capabilities. [NamespaceIT] starts it without
/// privileges.
public final class UnprivilegedPing {
  private UnprivilegedPing() {}

  public static void main(String[] addresses) throws IOException {
    boolean none =
        Files.readAllLines(Path.of("/proc/self/status")).contains("CapEff:\t0000000000000000");
    System.out.println("capabilities " + (none ? "none" : "some"));
    Sockets sockets = PlatformSockets.best();
    System.out.println(sockets.capabilities());
    if (!sockets.capabilities().icmp()) {
      return;
    }
    for (String address : addresses) {
      ping(sockets, Endpoint.of(InetAddress.ofLiteral(address), 0));
    }
  }

  private static void ping(Sockets sockets, Endpoint to) throws IOException {
    boolean ipv6 = !to.isIpv4();
    try (DatagramPort port = sockets.icmp(ipv6, DatagramOptions.PROBES);
        Poller poller = sockets.poller()) {
      DatagramBatch batch = new DatagramBatch(1, 64);
      IcmpMessage.writeEchoRequest(batch.payload(0), ipv6, port.icmpId(), 1);
      batch.length(0, 64);
      batch.address(0, to.high(), to.low(), 0, 0);
      port.send(batch, 0, 1);
      poller.register(port);
      // The transmit timestamp ends a wait too.
      for (int i = 0; i < 10 && port.receive(batch) == 0; i++) {
        poller.await(Duration.ofSeconds(1).toNanos());
        port.receiveErrors(new ErrorLog());
      }
      System.out.println(to + (batch.size() == 1 ? " replied" : " did not reply"));
      poller.deregister(port);
    }
  }
}
