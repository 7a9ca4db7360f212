package io.pingdeck.ping.datagram;

import io.pingdeck.base.EpochClock;
import io.pingdeck.base.NanoClock;
import io.pingdeck.net.DatagramOptions;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.Poller;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.engine.ProbeEngine;
import io.pingdeck.ping.sender.AnswerTexts;
import io.pingdeck.ping.sender.PacketSender;
import io.pingdeck.ping.sender.SocketStatus;
import java.io.IOException;
import java.security.SecureRandom;

/// Sends UDP, DNS or ICMP probes. One socket per address family carries every ping, and one system
/// call sends a whole batch. Each socket is opened lazily.
public final class DatagramSender implements PacketSender {
  private static final Endpoint ANY_IPV4 = Endpoint.ipv4(0, 0);
  private static final Endpoint ANY_IPV6 = new Endpoint(0, 0, 0, 0);

  private final Opener opener;
  private final Poller poller;
  private ProbeSocket ipv4;
  private ProbeSocket ipv6;

  private DatagramSender(Opener opener, Poller poller) {
    this.opener = opener;
    this.poller = poller;
  }

  private interface Opener {
    ProbeSocket open(boolean ipv6) throws IOException;
  }

  public static DatagramSender udp(
      Sockets sockets,
      Poller poller,
      ProbeEngine engine,
      NanoClock clock,
      EpochClock epochClock,
      AnswerTexts texts) {
    boolean stamps = sockets.capabilities().kernelStamps();
    return new DatagramSender(
        ipv6 -> {
          DatagramPort port = sockets.udp(ipv6 ? ANY_IPV6 : ANY_IPV4, DatagramOptions.PROBES);
          LabTextFormat format = new LabTextFormat(texts);
          return new ProbeSocket(port, format, engine, clock, epochClock, stamps);
        },
        poller);
  }

  public static DatagramSender dns(
      Sockets sockets, Poller poller, ProbeEngine engine, NanoClock clock, EpochClock epochClock) {
    boolean stamps = sockets.capabilities().kernelStamps();
    return new DatagramSender(
        ipv6 -> {
          DatagramPort port = sockets.udp(ipv6 ? ANY_IPV6 : ANY_IPV4, DatagramOptions.PROBES);
          DnsFormat format = new DnsFormat(new SecureRandom(), clock);
          return new ProbeSocket(port, format, engine, clock, epochClock, stamps);
        },
        poller);
  }

  public static DatagramSender icmp(
      Sockets sockets, Poller poller, ProbeEngine engine, NanoClock clock, EpochClock epochClock) {
    boolean stamps = sockets.capabilities().kernelStamps();
    return new DatagramSender(
        ipv6 -> {
          DatagramPort port = sockets.icmp(ipv6, DatagramOptions.PROBES);
          EchoFormat format = new EchoFormat(ipv6, port.icmpId());
          return new ProbeSocket(port, format, engine, clock, epochClock, stamps);
        },
        poller);
  }

  @Override
  public void prepare(PingSpec spec, Endpoint address) throws IOException {
    ProbeSocket socket = address.isIpv4() ? ipv4 : ipv6;
    if (socket == null) {
      socket = opener.open(!address.isIpv4());
      poller.register(socket.port());
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
      poller.deregister(socket.port());
      socket.close();
    }
  }
}
