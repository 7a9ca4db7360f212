package io.pingdeck.packet.icmp;

/// An entry of the MPLS label stack of the packet that a router reports (RFC 4950).
///
/// @param label 0-1,048,575
/// @param trafficClass 0-7 (RFC 5462; called EXP before)
/// @param bottomOfStack whether it is the last entry
/// @param timeToLive 0-255
public record MplsLabel(int label, int trafficClass, boolean bottomOfStack, int timeToLive) {
  /// ```
  ///  0                                       20    23 24              31
  /// +----------------------------------------+------+-+----------------+
  /// |                 label                  |  TC  |S|      TTL       |
  /// +----------------------------------------+------+-+----------------+
  /// ```
  static MplsLabel of(int word) {
    return new MplsLabel(word >>> 12, word >>> 9 & 7, (word >>> 8 & 1) == 1, word & 0xff);
  }
}
