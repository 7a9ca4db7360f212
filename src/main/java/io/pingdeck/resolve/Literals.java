package io.pingdeck.resolve;

import io.pingdeck.packet.IpLiteral;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;

/// IP addresses given in place of a name. They need no resolver.
final class Literals {
  private Literals() {}

  /// @return empty if the text is a name
  /// @throws UnknownHostException if the zone of an address is not an interface of this host; the
  ///   message says so
  static Optional<InetAddress> parse(String host) throws UnknownHostException {
    int percent = host.indexOf('%');
    Optional<InetAddress> address =
        IpLiteral.parse(percent < 0 ? host : host.substring(0, percent));
    if (percent < 0 || !(address.orElse(null) instanceof Inet6Address ipv6)) {
      return address;
    }
    return Optional.of(
        Inet6Address.getByAddress(null, ipv6.getAddress(), scope(host.substring(percent + 1))));
  }

  private static int scope(String zone) throws UnknownHostException {
    try {
      NetworkInterface named = NetworkInterface.getByName(zone);
      if (named == null && zone.matches("[1-9][0-9]{0,8}")) {
        named = NetworkInterface.getByIndex(Integer.parseInt(zone));
      }
      if (named != null) {
        return named.getIndex();
      }
    } catch (SocketException e) {
      throw new UnknownHostException(
          "the interface " + zone + " cannot be read: " + e.getMessage());
    }
    throw new UnknownHostException("the interface " + zone + " does not exist");
  }
}
