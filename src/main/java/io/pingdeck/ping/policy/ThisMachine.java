package io.pingdeck.ping.policy;

import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// Which addresses are this machine's.
final class ThisMachine {
  private static final Path SYSCTL = Path.of("/proc/sys/net");

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
  /// balancer. Linux binds a socket to these and to no others. Of IPv6 it binds to the addresses of
  /// interfaces alone, so those of such routes are not found.
  private static boolean isRoutedHere(Endpoint address) {
    if (address.isUnspecified() || address.isMulticast() || address.isBroadcast()) {
      return false;
    }
    try (DatagramChannel socket =
        DatagramChannel.open(
            address.isIpv4() ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6)) {
      socket.bind(address.withPort(0).socketAddress());
      return !bindsToAny(address.isIpv4() ? "ipv4" : "ipv6");
    } catch (IOException | UnsupportedOperationException e) {
      return false; // not here, or no socket
    }
  }

  /// Where this is set, a socket can be bound to every address, and that tells nothing.
  private static boolean bindsToAny(String family) {
    try {
      return !Files.readString(SYSCTL.resolve(family).resolve("ip_nonlocal_bind"))
          .strip()
          .equals("0");
    } catch (IOException e) {
      return false; // not Linux
    }
  }
}
