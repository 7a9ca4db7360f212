package io.pingdeck.net;

/// Options for opening a datagram socket.
///
/// @param receiveBufferBytes requested SO_RCVBUF
/// @param sendBufferBytes requested SO_SNDBUF
/// @param localAddresses report the local address of each received datagram, so that a reply can
///   use it as its source
/// @param hopLimits report the TTL or hop limit of each received datagram
/// @param errors queue ICMP errors for [DatagramPort#receiveErrors(ErrorSink)]
/// @param receiveStamps enable kernel receive timestamps
/// @param transmitStamps enable kernel transmit timestamps
public record DatagramOptions(
    int receiveBufferBytes,
    int sendBufferBytes,
    boolean localAddresses,
    boolean hopLimits,
    boolean errors,
    boolean receiveStamps,
    boolean transmitStamps) {

  /// For probes: ICMP errors, both timestamps, and buffers for a burst of replies.
  public static final DatagramOptions PROBES =
      new DatagramOptions(4 << 20, 4 << 20, false, true, true, true, true);

  /// For echo servers: reports the local address of each request and ignores errors about replies.
  public static final DatagramOptions ECHO =
      new DatagramOptions(4 << 20, 4 << 20, true, false, false, false, false);

  /// For reading ICMP errors. Few are expected; a flood of them may overflow the small buffers.
  public static final DatagramOptions ICMP_ERRORS =
      new DatagramOptions(64 << 10, 4 << 10, false, false, false, true, false);

  /// For receiving heartbeats: buffers for a burst of thousands, and receive timestamps.
  public static final DatagramOptions BEATS =
      new DatagramOptions(8 << 20, 64 << 10, false, false, false, true, false);
}
