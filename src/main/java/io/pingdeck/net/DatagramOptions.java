package io.pingdeck.net;

/// How a datagram socket is opened.
///
/// @param receiveBufferBytes SO_RCVBUF to ask for
/// @param sendBufferBytes SO_SNDBUF to ask for
/// @param localAddresses report to which local address each datagram came, so that an answer can
///   leave from it
/// @param hopLimits report with which TTL or hop limit each datagram came
/// @param errors queue ICMP errors for [DatagramPort#receiveErrors(ErrorSink)]
/// @param receiveStamps take the kernel's receive stamps
/// @param transmitStamps take the kernel's transmit stamps
public record DatagramOptions(
    int receiveBufferBytes,
    int sendBufferBytes,
    boolean localAddresses,
    boolean hopLimits,
    boolean errors,
    boolean receiveStamps,
    boolean transmitStamps) {

  /// For pinging: errors and both stamps, buffers for a burst of replies.
  public static final DatagramOptions PROBES =
      new DatagramOptions(4 << 20, 4 << 20, false, true, true, true, true);

  /// For an echo server: knows where it was asked, ignores errors about its answers.
  public static final DatagramOptions ECHO =
      new DatagramOptions(4 << 20, 4 << 20, true, false, false, false, false);

  /// For reading ICMP errors: few are expected, and a flood of them may get lost.
  public static final DatagramOptions ICMP_ERRORS =
      new DatagramOptions(64 << 10, 4 << 10, false, false, false, true, false);

  /// For taking heartbeats: room for a burst of thousands, and when each arrived.
  public static final DatagramOptions BEATS =
      new DatagramOptions(8 << 20, 64 << 10, false, false, false, true, false);
}
