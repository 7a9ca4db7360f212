package io.pingdeck.net;

import io.pingdeck.packet.Endpoint;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.stream.LongStream;

/// The broadcast addresses of this host's IPv4 subnets. An address alone does not show whether it
/// is one of them: that depends on the prefix length.
public final class Broadcasts {
  private static final int LONGEST_PREFIX_WITH_BROADCAST = 30; // RFC 3021: a /31 has none
  private final long[] mapped;

  private Broadcasts(LongStream mapped) {
    this.mapped = mapped.distinct().toArray();
  }

  /// Reads the current configuration of the network interfaces.
  public static Broadcasts ofThisHost() throws SocketException {
    return new Broadcasts(
        NetworkInterface.networkInterfaces()
            .flatMap(network -> network.getInterfaceAddresses().stream())
            .filter(Broadcasts::hasBroadcast)
            .mapToLong(Broadcasts::broadcast));
  }

  /// @param low the low half of an IPv4-mapped address
  public boolean contains(long low) {
    for (long broadcast : mapped) {
      if (broadcast == low) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasBroadcast(InterfaceAddress address) {
    return address.getAddress() instanceof Inet4Address
        && address.getNetworkPrefixLength() <= LONGEST_PREFIX_WITH_BROADCAST;
  }

  private static long broadcast(InterfaceAddress address) {
    int hostBits = Integer.SIZE - address.getNetworkPrefixLength();
    return Endpoint.of(address.getAddress(), 0).low() | (1L << hostBits) - 1;
  }
}
