package io.pingdeck.net;

/// Receives the entries of a socket's error queue, without an object per entry.
public interface ErrorSink {
  /// An ICMP error about a datagram this socket sent.
  void icmpError(QueuedError error);

  /// The kernel's transmit timestamp of a datagram that this socket sent.
  ///
  /// @param tag the [DatagramBatch#tag(int)] of the slot it was sent from
  void transmitted(long tag, long stampEpochNanos);
}
