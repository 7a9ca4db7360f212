package io.pingdeck.doctor;

import io.pingdeck.base.Errno;
import io.pingdeck.doctor.api.Check;
import io.pingdeck.net.Capabilities;
import io.pingdeck.net.DatagramBatch;
import io.pingdeck.net.DatagramOptions;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.ErrorSink;
import io.pingdeck.net.Loopback;
import io.pingdeck.net.Poller;
import io.pingdeck.net.QueuedError;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.icmp.IcmpMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tries on loopback addresses what pings need.
final class NetworkChecks {
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final int BYTES = 64;
  private static final String FIREWALL = "a firewall rule may drop it: `nft list ruleset`";
  private final Sockets sockets;
  private final Capabilities can;
  private final Optional<String> loopback;

  NetworkChecks(Sockets sockets) {
    this(sockets, Loopback.fault());
  }

  /// @param loopback the fault of the loopback interface, by which everything tried here fails
  NetworkChecks(Sockets sockets, Optional<String> loopback) {
    this.sockets = sockets;
    this.can = sockets.capabilities();
    this.loopback = loopback;
  }

  List<Check> all() {
    List<Check> checks = new ArrayList<>();
    checks.add(implementation());
    checks.add(udp());
    checks.add(tcp());
    checks.add(stamps());
    checks.add(errors());
    checks.add(icmp("icmp4", "ICMP ping over IPv4", false));
    boolean ipv6 = addIpv6(checks);
    if (ipv6) {
      checks.add(icmp("icmp6", "ICMP ping over IPv6", true));
    }
    return checks;
  }

  private Check implementation() {
    String title = "Native sockets";
    return can.implementation().equals("native")
        ? Check.ok("sockets", title, "in use")
        : Check.warn(
            "sockets",
            title,
            "not in use: no ICMP, and RTTs without kernel timestamps",
            mend(can.missing().isEmpty() ? "" : can.missing().getFirst()));
  }

  /// @param otherwise what mends a failure while loopback is up
  private String mend(String otherwise) {
    return loopback.orElse(otherwise);
  }

  private Check stamps() {
    String title = "Kernel timestamps";
    return can.kernelStamps()
        ? Check.ok("stamps", title, "tried on 127.0.0.1: for sent and received datagrams")
        : Check.warn(
            "stamps",
            title,
            "tried on 127.0.0.1, and there are none: RTTs include delays of this process",
            mend("a kernel or container that permits SO_TIMESTAMPING"));
  }

  private Check errors() {
    String title = "ICMP errors";
    return can.icmpErrors()
        ? Check.ok("errors", title, "tried with a closed port of 127.0.0.1: it is reported")
        : Check.warn(
            "errors",
            title,
            "tried with a closed port of 127.0.0.1, and nothing is reported: refused and"
                + " unreachable targets show as lost",
            mend(
                "a kernel or container that permits IP_RECVERR, and no firewall rule that drops"
                    + " ICMP on loopback"));
  }

  private Check udp() {
    String title = "UDP ping";
    Endpoint loopback = at("127.0.0.1");
    DatagramBatch batch = new DatagramBatch(1, BYTES);
    try (Poller poller = sockets.poller();
        DatagramPort port = sockets.udp(loopback, DatagramOptions.PROBES)) {
      poller.register(port);
      batch.length(0, BYTES);
      send(port, batch, port.local());
      return arrives(poller, port, batch)
          ? Check.ok("udp", title, "tried on 127.0.0.1: a datagram arrives")
          : Check.fail("udp", title, "a datagram to 127.0.0.1 did not arrive", mend(FIREWALL));
    } catch (IOException e) {
      return Check.fail(
          "udp",
          title,
          String.valueOf(e.getMessage()),
          mend("a firewall rule or a security policy may forbid it: `nft list ruleset`"));
    }
  }

  private Check tcp() {
    String title = "TCP ping";
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        Socket client = new Socket()) {
      client.connect(
          new InetSocketAddress(server.getInetAddress(), server.getLocalPort()),
          (int) PATIENCE.toMillis());
      return Check.ok("tcp", title, "tried on 127.0.0.1: a connection opens");
    } catch (IOException e) {
      return Check.fail(
          "tcp",
          title,
          "a connection to 127.0.0.1 did not open: " + e.getMessage(),
          mend(FIREWALL));
    }
  }

  private boolean addIpv6(List<Check> checks) {
    try (DatagramPort port = sockets.udp(at("::1"), DatagramOptions.ECHO)) {
      checks.add(Check.ok("ipv6", "IPv6", "UDP opens at " + port.local().host()));
      return true;
    } catch (IOException e) {
      checks.add(
          Check.warn(
              "ipv6",
              "IPv6",
              "IPv6 targets cannot be pinged; IPv4 is not affected",
              mend(String.valueOf(e.getMessage()))));
      return false;
    }
  }

  private Check icmp(String id, String title, boolean ipv6) {
    String address = ipv6 ? "::1" : "127.0.0.1";
    DatagramBatch batch = new DatagramBatch(1, BYTES);
    try (Poller poller = sockets.poller();
        DatagramPort port = sockets.icmp(ipv6, DatagramOptions.PROBES)) {
      poller.register(port);
      IcmpMessage.writeEchoRequest(batch.payload(0), ipv6, port.icmpId(), 1);
      batch.length(0, BYTES);
      send(port, batch, at(address));
      return arrives(poller, port, batch)
          ? Check.ok(id, title, "tried: " + address + " replies")
          : Check.warn(
              id,
              title,
              address + " does not reply",
              mend(
                  ipv6
                      ? "`sysctl -w net.ipv6.icmp.echo_ignore_all=0`, or a firewall rule"
                      : "`sysctl -w net.ipv4.icmp_echo_ignore_all=0`, or a firewall rule"));
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      int colon = why.indexOf(": ");
      return colon < 0 || loopback.isPresent()
          ? Check.warn(id, title, why, mend(""))
          : Check.warn(id, title, why.substring(0, colon), why.substring(colon + 2));
    }
  }

  private static void send(DatagramPort port, DatagramBatch batch, Endpoint to) throws IOException {
    batch.address(0, to.high(), to.low(), to.port(), 0);
    batch.local(0, 0, 0);
    batch.hopLimit(0, 0);
    port.send(batch, 0, 1);
    if (batch.errno(0) != 0) {
      throw new IOException(
          "a packet to " + to.host() + " is refused: " + Errno.describe(batch.errno(0)));
    }
  }

  private static boolean arrives(Poller poller, DatagramPort port, DatagramBatch batch) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (long left = PATIENCE.toNanos(); left > 0; left = end - System.nanoTime()) {
      poller.await(left);
      port.receiveErrors(IGNORE);
      if (port.receive(batch) > 0) {
        return true;
      }
    }
    return false;
  }

  private static Endpoint at(String host) {
    return Endpoint.of(InetAddress.ofLiteral(host), 0);
  }

  /// Timestamps and errors would end the next wait at once.
  private static final ErrorSink IGNORE =
      new ErrorSink() {
        @Override
        public void icmpError(QueuedError queued) {}

        @Override
        public void transmitted(long tag, long stampEpochNanos) {}
      };
}
