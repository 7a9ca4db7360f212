package io.pingdeck.net;

import io.pingdeck.packet.Endpoint;

/// One unconnected, non-blocking datagram socket, used by one thread.
public interface DatagramPort extends AutoCloseable {
  /// Sends slots `from` (inclusive) to `to` (exclusive) of the batch in as few system calls as
  /// possible. Each slot's [DatagramBatch#errno(int)] is 0 if the kernel took it, otherwise the
  /// error number; one slot's failure does not keep the others back.
  void send(DatagramBatch batch, int from, int to);

  /// Fills the batch, from slot 0, with what has arrived; never blocks.
  ///
  /// @return the batch's new size; 0 if nothing was there
  int receive(DatagramBatch batch);

  /// Takes what the kernel queued about earlier sends: ICMP errors and transmit stamps. Always call
  /// it before a burst of sends: a pending error makes the next send fail.
  ///
  /// @return how many entries were handed to the sink
  int receiveErrors(ErrorSink sink);

  /// Switches the kernel's transmit stamps off and on again while the socket is in use, where it
  /// was opened with them; otherwise does nothing. Stamps of datagrams already sent may get lost.
  void transmitStamps(boolean wanted);

  /// Tells from now on with which TTL (or hop limit) and TOS (or traffic class) datagrams arrive,
  /// or no longer does; where the platform does not say, both stay 0.
  void tellHeaders(boolean wanted);

  /// Datagrams that the kernel dropped because this socket's buffer was full, since it was opened;
  /// -1 if the platform does not say.
  long kernelDrops();

  /// The address this socket is bound to.
  Endpoint local();

  /// The identifier of this socket's echo requests, 0-65535. On a Linux ping socket the kernel
  /// chose it and writes it over whatever the message says; on a raw socket it is ours.
  ///
  /// @throws UnsupportedOperationException if this is a UDP socket
  int icmpId();

  @Override
  void close();
}
