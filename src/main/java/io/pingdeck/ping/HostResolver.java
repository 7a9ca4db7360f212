package io.pingdeck.ping;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.probe.AddressFamily;
import io.pingdeck.probe.FaultException;
import io.pingdeck.probe.Target;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// Finds the address behind a target's host. It asks the system's resolver and therefore blocks:
/// never call it on an event loop.
public final class HostResolver {
  private HostResolver() {}

  /// The first address of the wanted family; it is pinned for the whole run of a ping, so that a
  /// name whose address changes cannot lead the probes elsewhere.
  ///
  /// @throws FaultException if the name has no such address
  public static Endpoint resolve(Target target, AddressFamily family) {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(target.host());
    } catch (UnknownHostException e) {
      throw new FaultException("target", "the host name " + target.host() + " has no address");
    }
    return Arrays.stream(addresses)
        .filter(address -> matches(address, family))
        .findFirst()
        .map(address -> Endpoint.of(address, target.port()))
        .orElseThrow(() ->
            new FaultException(
                "family",
                target.host()
                    + " has no "
                    + (family == AddressFamily.IPV4 ? "IPv4" : "IPv6")
                    + " address"));
  }

  private static boolean matches(InetAddress address, AddressFamily family) {
    return switch (family) {
      case ANY -> true;
      case IPV4 -> address instanceof Inet4Address;
      case IPV6 -> address instanceof Inet6Address;
    };
  }
}
