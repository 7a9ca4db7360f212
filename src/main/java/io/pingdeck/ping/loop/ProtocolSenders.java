package io.pingdeck.ping.loop;

import io.pingdeck.ping.datagram.DatagramSender;
import io.pingdeck.ping.http.HttpProbes;
import io.pingdeck.ping.http.HttpSender;
import io.pingdeck.ping.sender.LoopParts;
import io.pingdeck.ping.sender.PacketSender;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.tcp.TcpSender;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Makes the sender of each protocol. This is the one place, besides [Protocol], that names every
/// protocol whose probes differ.
final class ProtocolSenders {
  private ProtocolSenders() {}

  /// @param tcp also sends the probes that are greetings
  /// @param http empty if this loop has no HTTP probes
  static Map<Protocol, PacketSender> make(
      LoopParts loop, TcpSender tcp, Optional<HttpProbes> http) {
    Optional<PacketSender> web = http.map(probes -> new HttpSender(probes, loop));
    Map<Protocol, PacketSender> senders = new EnumMap<>(Protocol.class);
    for (Protocol protocol : Protocol.values()) {
      if (protocol.isHttp()) {
        web.ifPresent(sender -> senders.put(protocol, sender));
      } else {
        senders.put(protocol, protocol.isGreeting() ? tcp : make(protocol, loop, tcp));
      }
    }
    return senders;
  }

  private static PacketSender make(Protocol protocol, LoopParts loop, TcpSender tcp) {
    return switch (protocol) {
      case UDP -> DatagramSender.labText(loop);
      case TCP -> tcp;
      case ICMP -> DatagramSender.icmp(loop);
      case DNS -> DatagramSender.dns(loop);
      default -> throw new IllegalStateException("no sender for " + protocol);
    };
  }
}
