package io.pingdeck.net;

import io.pingdeck.packet.Endpoint;

/// An unconnected, non-blocking datagram socket. Not thread-safe: one thread uses it.
public interface DatagramPort extends AutoCloseable {
  /// Sends slots `from` (inclusive) to `to` (exclusive) of the batch in as few system calls as
  /// possible. Sets each slot's [DatagramBatch#errno(int)]: 0 if the kernel accepted the datagram,
  /// otherwise the errno. A slot that fails does not stop the slots after it.
  void send(DatagramBatch batch, int from, int to);

  /// Fills the batch, from slot 0, with the datagrams that have arrived. Never blocks.
  ///
  /// @return the batch's new size; 0 if nothing has arrived
  int receive(DatagramBatch batch);

  /// Reads what the kernel has queued about earlier sends: ICMP errors and transmit timestamps.
  /// Always call this before a burst of sends, because a pending error makes the next send fail.
  ///
  /// @return the number of entries passed to the sink
  int receiveErrors(ErrorSink sink);

  /// Disables or enables kernel transmit timestamps on the open socket. A no-op if the socket was
  /// opened without them. Timestamps of datagrams already sent may be lost.
  void transmitStamps(boolean wanted);

  /// Starts or stops reporting the TTL (or hop limit) and TOS (or traffic class) of received
  /// datagrams. Both stay 0 if the platform does not report them.
  void tellHeaders(boolean wanted);

  /// Number of datagrams that the kernel has dropped since the socket was opened because its
  /// receive buffer was full; -1 if the platform does not report it.
  long kernelDrops();

  /// The address this socket is bound to.
  Endpoint local();

  /// The identifier of this socket's echo requests, 0-65535. On a Linux ping socket the kernel
  /// chooses it and overwrites the one in the message. On a raw socket this process chooses it.
  ///
  /// @throws UnsupportedOperationException if this is a UDP socket
  int icmpId();

  @Override
  void close();
}
