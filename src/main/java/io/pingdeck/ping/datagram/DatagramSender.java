package io.pingdeck.ping.datagram;

import io.pingdeck.net.DatagramOptions;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sender.LoopParts;
import io.pingdeck.ping.sender.PacketSender;
import io.pingdeck.ping.sender.SocketStatus;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.function.Supplier;

/// Sends probes that are datagrams, in the [ProbeFormat] of a protocol. One socket per address
/// family carries every ping, and one system call sends a whole batch. Each socket is opened
/// lazily.
public final class DatagramSender implements PacketSender {
  private static final Endpoint ANY_IPV4 = Endpoint.ipv4(0, 0);
  private static final Endpoint ANY_IPV6 = new Endpoint(0, 0, 0, 0);

  private final LoopParts loop;
  private final Opener opener;
  private ProbeSocket ipv4;
  private ProbeSocket ipv6;

  private DatagramSender(LoopParts loop, Opener opener) {
    this.loop = loop;
    this.opener = opener;
  }

  private interface Opener {
    ProbeSocket open(boolean ipv6) throws IOException;
  }

  /// @param formats makes the format of each socket
  public static DatagramSender udp(LoopParts loop, Supplier<ProbeFormat> formats) {
    return new DatagramSender(
        loop,
        ipv6 -> {
          Endpoint any = ipv6 ? ANY_IPV6 : ANY_IPV4;
          DatagramPort port = loop.sockets().udp(any, DatagramOptions.PROBES);
          return new ProbeSocket(port, formats.get(), loop);
        });
  }

  public static DatagramSender labText(LoopParts loop) {
    return udp(loop, () -> new LabTextFormat(loop.texts()));
  }

  public static DatagramSender dns(LoopParts loop) {
    return udp(loop, () -> new DnsFormat(new SecureRandom(), loop.clock()));
  }

  public static DatagramSender icmp(LoopParts loop) {
    return new DatagramSender(
        loop,
        ipv6 -> {
          DatagramPort port = loop.sockets().icmp(ipv6, DatagramOptions.PROBES);
          return new ProbeSocket(port, new EchoFormat(ipv6, port.icmpId()), loop);
        });
  }

  @Override
  public void prepare(PingSpec spec, Endpoint address) throws IOException {
    ProbeSocket socket = address.isIpv4() ? ipv4 : ipv6;
    if (socket == null) {
      socket = opener.open(!address.isIpv4());
      loop.poller().register(socket.port());
      if (address.isIpv4()) {
        ipv4 = socket;
      } else {
        ipv6 = socket;
      }
    }
    socket.makeRoom(spec.payloadBytes());
  }

  @Override
  public void send(long token, long sequence, PingSpec spec, Endpoint address) {
    (address.isIpv4() ? ipv4 : ipv6).gather(token, sequence, spec, address);
  }

  @Override
  public void receive() {
    if (ipv4 != null) {
      ipv4.receive();
    }
    if (ipv6 != null) {
      ipv6.receive();
    }
  }

  @Override
  public void flush() {
    if (ipv4 != null) {
      ipv4.flush();
    }
    if (ipv6 != null) {
      ipv6.flush();
    }
  }

  @Override
  public SocketStatus status(long elapsedNanos) {
    SocketStatus first = ipv4 == null ? SocketStatus.NONE : ipv4.status(elapsedNanos);
    return ipv6 == null ? first : first.and(ipv6.status(elapsedNanos));
  }

  @Override
  public void close() {
    close(ipv4);
    close(ipv6);
  }

  private void close(ProbeSocket socket) {
    if (socket != null) {
      loop.poller().deregister(socket.port());
      socket.close();
    }
  }
}
