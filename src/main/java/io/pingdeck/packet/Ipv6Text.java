package io.pingdeck.packet;

import java.net.NetworkInterface;
import java.net.SocketException;

/// IPv6 addresses in the canonical text form of RFC 5952: lower case, the longest run of zero
/// groups shortened. The JDK's `getHostAddress` does not follow it.
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
    int runLength = 1; // RFC 5952 4.2.2: never shorten a single zero group
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

  /// The name of the interface, or its index if the interface no longer exists.
  private static String zone(int scope) {
    try {
      NetworkInterface network = NetworkInterface.getByIndex(scope);
      return network == null ? String.valueOf(scope) : network.getName();
    } catch (SocketException e) {
      return String.valueOf(scope);
    }
  }
}
