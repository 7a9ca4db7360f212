package io.pingdeck.user.password;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// Addresses that count as one client: an IPv4 address, or an IPv6 network of 64 bits, which is
/// what a provider gives to one household.
final class SourceGroup {
  private static final int NETWORK_BYTES = 8;

  private SourceGroup() {}

  static String of(String source) {
    try {
      // Java reads an IPv4-mapped address as IPv4.
      InetAddress address = InetAddress.ofLiteral(source);
      return address instanceof Inet6Address
          ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
          : address.getHostAddress();
    } catch (IllegalArgumentException e) {
      return source;
    }
  }
}
