package io.pingdeck.packet;

import java.net.NetworkInterface;
import java.net.SocketException;

/// IPv6 addresses as text in the one canonical form of RFC 5952 (lower case, longest run of zero
/// groups shortened), which the JDK's own `getHostAddress` is not.
final class Ipv6Text {
  private static final int GROUPS = 8;

  private Ipv6Text() {}

  static String format(long high, long low, int scope) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < 4; i++) {
      groups[i] = (int) (high >>> (48 - 16 * i)) & 0xffff;
      groups[i + 4] = (int) (low >>> (48 - 16 * i)) & 0xffff;
    }
    int runStart = -1;
    int runLength = 1; // RFC 5952 4.2.2: a single zero group is not shortened
    for (int i = 0; i < GROUPS; i++) {
      int end = i;
      while (end < GROUPS && groups[end] == 0) {
        end++;
      }
      if (end - i > runLength) {
        runStart = i;
        runLength = end - i;
      }
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < GROUPS; i++) {
      if (i == runStart) {
        text.append("::");
        i += runLength - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i]));
    }
    if (scope != 0) {
      text.append('%').append(zone(scope));
    }
    return text.toString();
  }

  /// The name of an interface, which is what people know it by; its index if it has gone.
  private static String zone(int scope) {
    try {
      NetworkInterface network = NetworkInterface.getByIndex(scope);
      return network == null ? String.valueOf(scope) : network.getName();
    } catch (SocketException e) {
      return String.valueOf(scope);
    }
  }
}
