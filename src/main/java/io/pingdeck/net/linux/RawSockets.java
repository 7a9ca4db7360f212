package io.pingdeck.net.linux;

import io.pingdeck.net.DatagramOptions;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.SynTrap;
import io.pingdeck.net.kernel.Linux;
import io.pingdeck.net.kernel.SocketFd;
import io.pingdeck.net.linux.NativeDatagramPort.Kind;
import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Raw sockets other than those of ICMP pings. Replying with ICMP errors needs one to send them and
/// one to receive the SYNs. Another receives the ICMP errors that no other socket gets.
final class RawSockets {
  /// How to grant the permission to send ICMP errors: for a service, and for a single run.
  static final String REMEDY =
      "give the service CAP_NET_RAW with `AmbientCapabilities=CAP_NET_RAW` in its systemd unit, or"
          + " start it with `sudo setpriv --reuid=$(id -u) --regid=$(id -g) --init-groups"
          + " --inh-caps=+net_raw --ambient-caps=+net_raw bin/pingdeck`";

  private RawSockets() {}

  static DatagramPort icmpErrors(boolean ipv6) throws IOException {
    SocketFd socket = open(ipv6, ipv6 ? Linux.IPPROTO_ICMPV6 : Linux.IPPROTO_ICMP);
    try {
      IcmpFilters.blockAll(socket);
      return port(socket, Kind.RAW, any(ipv6));
    } catch (SocketFd.Refused e) {
      socket.close();
      throw e;
    }
  }

  static DatagramPort unclaimedErrors(boolean ipv6) throws IOException {
    SocketFd socket = openForErrors(ipv6);
    DatagramOptions options = DatagramOptions.ICMP_ERRORS;
    Endpoint any = any(ipv6);
    try {
      IcmpFilters.passUnclaimedErrors(socket);
      LinuxSockets.configure(socket, Kind.RAW, any, options);
      TransmitStamps stamps = new TransmitStamps(socket, options, false);
      NativeDatagramPort port = new NativeDatagramPort(socket, Kind.RAW, any, 0, false, stamps);
      LinuxSockets.discardArrivedBeforeFilter(port);
      return port;
    } catch (SocketFd.Refused e) {
      socket.close();
      throw e;
    }
  }

  private static SocketFd openForErrors(boolean ipv6) throws IOException {
    try {
      int protocol = ipv6 ? Linux.IPPROTO_ICMPV6 : Linux.IPPROTO_ICMP;
      return SocketFd.open(ipv6, Linux.SOCK_RAW, protocol);
    } catch (SocketFd.Refused e) {
      String what =
          "ICMP errors that quote no probe, and those that end a TCP stream, stay unseen: ";
      throw new IOException(what + (e.isNotPermitted() ? REMEDY : e.getMessage()), e);
    }
  }

  /// Opens the raw sockets first, so that they already receive the SYNs that the listener starts to
  /// drop.
  static SynTrap trapSyns(Endpoint listener, SynChoice choice) throws IOException {
    SocketFd listening = SynTrap.listenerAt(listener);
    List<DatagramPort> ports = new ArrayList<>();
    try {
      for (boolean ipv6 : SynTrap.families(listener)) {
        ports.add(copies(ipv6, listener, choice));
      }
      choice.dropAt(listening);
      return new SynTrap(ports, listening);
    } catch (IOException e) {
      ports.forEach(DatagramPort::close);
      throw e;
    }
  }

  private static DatagramPort copies(boolean ipv6, Endpoint listener, SynChoice choice)
      throws IOException {
    Endpoint bind = listener.isUnspecified() ? any(ipv6) : listener.withPort(0);
    SocketFd socket = open(ipv6, Linux.IPPROTO_TCP);
    try {
      choice.passInto(socket);
      socket.bind(bind);
      LinuxSockets.configure(socket, Kind.TCP_COPIES, bind, DatagramOptions.ECHO);
      NativeDatagramPort port = port(socket, Kind.TCP_COPIES, bind);
      port.tellHeaders(true);
      LinuxSockets.discardArrivedBeforeFilter(port);
      return port;
    } catch (SocketFd.Refused e) {
      socket.close();
      throw e;
    }
  }

  private static SocketFd open(boolean ipv6, int protocol) throws IOException {
    try {
      return SocketFd.open(ipv6, Linux.SOCK_RAW, protocol);
    } catch (SocketFd.Refused e) {
      throw new IOException(
          e.isNotPermitted()
              ? "answering with ICMP errors is not permitted to this process: " + REMEDY
              : "answering with ICMP errors is not possible: " + e.getMessage(),
          e);
    }
  }

  private static NativeDatagramPort port(SocketFd socket, Kind kind, Endpoint local)
      throws SocketFd.Refused {
    TransmitStamps stamps = new TransmitStamps(socket, DatagramOptions.ECHO, false);
    return new NativeDatagramPort(socket, kind, local, 0, false, stamps);
  }

  private static Endpoint any(boolean ipv6) {
    return ipv6 ? new Endpoint(0, 0, 0, 0) : Endpoint.ipv4(0, 0);
  }
}
