package io.pingdeck.packet.icmp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Extensions that a router appends to the quote (RFC 4884), here its MPLS labels (RFC 4950).
///
/// If anything in the extensions is malformed, they are ignored and count as part of the quote, as
/// if the sender did not implement RFC 4884.
///
/// ```
/// +---------+-------------+---------------+
/// | version |  reserved   |   checksum    |  once
/// +---------+------+------+-------+-------+
/// |     length     |     class    | ctype |  each object; the length counts these 4 bytes too
/// +----------------+--------------+-------+
/// ```
///
/// @param quoteEnd index in the message at which the quote ends
/// @param mplsLabels outermost first
public record IcmpExtensions(int quoteEnd, List<MplsLabel> mplsLabels) {
  private static final int ICMP_HEADER = 8;
  private static final int V4_LENGTH = 5; // in units of 4 bytes
  private static final int V6_LENGTH = 4; // in units of 8 bytes
  private static final int MINIMUM_QUOTE = 128;
  private static final int HEADER = 4;
  private static final int VERSION = 2;
  private static final int MPLS_CLASS = 1;
  private static final int MPLS_INCOMING_STACK = 1;

  /// Reads the labels from extensions whose position is known and whose header has been checked.
  /// Returns none if the objects are malformed.
  ///
  /// @param header index of the extension header; the extensions end at the buffer's limit
  public static List<MplsLabel> mplsLabels(ByteBuffer message, int header) {
    List<MplsLabel> labels = new ArrayList<>();
    return readObjects(message, header + HEADER, labels) ? labels : List.of();
  }

  static IcmpExtensions find(ByteBuffer message, boolean ipv6, int type, int code) {
    IcmpExtensions none = new IcmpExtensions(message.limit(), List.of());
    if (!mayExtend(ipv6, type, code)) {
      return none;
    }
    int quote =
        ipv6
            ? Byte.toUnsignedInt(message.get(V6_LENGTH)) * Long.BYTES
            : Byte.toUnsignedInt(message.get(V4_LENGTH)) * Integer.BYTES;
    int start = ICMP_HEADER + quote;
    if (quote < MINIMUM_QUOTE || message.limit() - start < HEADER) {
      return none;
    }
    boolean isVersion2 = (message.get(start) >>> 4 & 0xf) == VERSION;
    boolean checked = message.getShort(start + 2) != 0; // 0: not computed
    if (!isVersion2
        || (checked && InternetChecksum.of(message, start, message.limit() - start) != 0)) {
      return none;
    }
    List<MplsLabel> labels = new ArrayList<>();
    return readObjects(message, start + HEADER, labels) ? new IcmpExtensions(start, labels) : none;
  }

  /// RFC 4884 section 4. Reassembly timeouts (code 1) come from hosts, which do not set the length
  /// field.
  private static boolean mayExtend(boolean ipv6, int type, int code) {
    if (ipv6) {
      return type == IcmpErrorMessage.V6_DESTINATION_UNREACHABLE
          || (type == IcmpErrorMessage.V6_TIME_EXCEEDED && code == 0);
    }
    return type == IcmpErrorMessage.DESTINATION_UNREACHABLE
        || (type == IcmpErrorMessage.TIME_EXCEEDED && code == 0)
        || type == IcmpErrorMessage.PARAMETER_PROBLEM;
  }

  private static boolean readObjects(ByteBuffer message, int start, List<MplsLabel> labels) {
    int at = start;
    while (at < message.limit()) {
      int rest = message.limit() - at;
      if (rest < HEADER) {
        return false;
      }
      int length = Short.toUnsignedInt(message.getShort(at));
      if (length < HEADER || length > rest) {
        return false;
      }
      if (message.get(at + 2) == MPLS_CLASS && message.get(at + 3) == MPLS_INCOMING_STACK) {
        for (int entry = at + HEADER; entry + HEADER <= at + length; entry += HEADER) {
          labels.add(MplsLabel.of(message.getInt(entry)));
        }
      }
      at += length;
    }
    return true;
  }
}
