package io.pingdeck.ping.policy;

import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.math.BigInteger;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Which addresses are this machine's.
final class ThisMachine {
  private static final Path NONLOCAL_BIND = Path.of("/proc/sys/net/ipv4/ip_nonlocal_bind");
  private static final Path IPV6_ROUTES = Path.of("/proc/net/ipv6_route");
  private static final long RTF_LOCAL = 0x80000000L;
  private static final int IPV6_BITS = 128;

  private ThisMachine() {}

  /// Whether packets to this address stay on this machine. Sends none. Takes some microseconds.
  static boolean has(Endpoint address) {
    return address.isLoopback() || isRoutedHere(address) || isOfInterface(address);
  }

  private static boolean isOfInterface(Endpoint address) {
    try {
      return NetworkInterface.getByInetAddress(address.address()) != null;
    } catch (SocketException e) {
      return false; // no list of interfaces
    }
  }

  /// A route of type local takes in addresses that no interface has, such as those of a load
  /// balancer.
  private static boolean isRoutedHere(Endpoint address) {
    if (address.isUnspecified() || address.isMulticast() || address.isBroadcast()) {
      return false;
    }
    try {
      return address.isIpv4() ? canBind(address) : hasLocalRoute(address);
    } catch (IOException | UnsupportedOperationException e) {
      return false; // not here, no socket, or not Linux
    }
  }

  /// Linux binds an IPv4 socket to addresses of such routes and to no others, unless the system
  /// allows any: then it tells nothing.
  private static boolean canBind(Endpoint address) throws IOException {
    try (DatagramChannel socket = DatagramChannel.open(StandardProtocolFamily.INET)) {
      socket.bind(address.withPort(0).socketAddress());
      return Files.readString(NONLOCAL_BIND).strip().equals("0");
    }
  }

  /// Linux binds an IPv6 socket to the addresses of interfaces alone, so its routes are read: see
  /// `rt6_info_route` in the kernel's `net/ipv6/route.c`. A line begins with the prefix in
  /// hexadecimal and its length; the ninth field has the flags.
  private static boolean hasLocalRoute(Endpoint address) throws IOException {
    BigInteger wanted = new BigInteger(1, address.address().getAddress());
    try (Stream<String> routes = Files.lines(IPV6_ROUTES)) {
      return routes
          .map(line -> line.strip().split(" +"))
          .anyMatch(route -> {
            int length = Integer.parseInt(route[1], 16);
            BigInteger differs = new BigInteger(route[0], 16).xor(wanted);
            return (Long.parseLong(route[8], 16) & RTF_LOCAL) != 0
                && differs.bitLength() <= IPV6_BITS - length;
          });
    }
  }
}
