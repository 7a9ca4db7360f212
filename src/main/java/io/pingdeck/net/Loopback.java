package io.pingdeck.net;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;

/// The interface through which programs of this host reach each other. In a new network namespace
/// it is down.
public final class Loopback {
  private static final String MEND = "no loopback interface is up: `ip link set lo up`";

  private Loopback() {}

  /// What is wrong and the command that mends it; empty if 127.0.0.1 is an address of this host.
  public static Optional<String> fault() {
    return isUp() ? Optional.empty() : Optional.of(MEND);
  }

  private static boolean isUp() {
    try {
      NetworkInterface loopback =
          NetworkInterface.getByInetAddress(InetAddress.ofLiteral("127.0.0.1"));
      return loopback != null && loopback.isUp();
    } catch (SocketException e) {
      return false; // there is no interface with an address
    }
  }
}
