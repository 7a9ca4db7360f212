package io.pingdeck.net;

import io.pingdeck.packet.icmp.MplsLabel;
import java.nio.ByteBuffer;
import java.util.List;

/// Receives the entries of a socket's error queue, without an object per entry.
public interface ErrorSink {
  /// An ICMP error about a datagram this socket sent.
  ///
  /// @param type ICMP or ICMPv6 type
  /// @param info next-hop MTU for "packet too big", otherwise 0
  /// @param fromHigh address of the host that sent the error
  /// @param toHigh address the datagram was sent to
  /// @param toPort port the datagram was sent to; 0 for ICMP
  /// @param quoted what the error quotes of our payload (UDP) or message (ICMP), from position 0 to
  ///   its limit; empty if the router quoted headers only; valid only during the call
  void icmpError(
      boolean ipv6,
      int type,
      int code,
      long info,
      long fromHigh,
      long fromLow,
      long toHigh,
      long toLow,
      int toPort,
      ByteBuffer quoted,
      long stampEpochNanos);

  /// The MPLS labels (RFC 4950) of the ICMP error reported next, outermost first. Called only if
  /// the router added labels.
  default void mplsLabels(List<MplsLabel> labels) {
    // Most implementations ignore the labels.
  }

  /// The kernel's transmit timestamp of a datagram that this socket sent.
  ///
  /// @param tag the [DatagramBatch#tag(int)] of the slot it was sent from
  void transmitted(long tag, long stampEpochNanos);
}
