package io.pingdeck.net;

/// Waits, on one thread, for any of several sockets to have news.
public interface Poller extends AutoCloseable {
  void register(DatagramPort port);

  void deregister(DatagramPort port);

  /// Blocks until a registered socket is readable or has an error queued, [#wakeup()] is called, or
  /// the time is over. Precise to tens of microseconds where the platform allows, never by
  /// spinning.
  ///
  /// Sockets stay ready until they are emptied: after every wait call
  /// [DatagramPort#receive(DatagramBatch)] and, for ports that queue errors or transmit stamps,
  /// [DatagramPort#receiveErrors(ErrorSink)], or the next wait ends at once.
  ///
  /// @param nanos how long to wait; 0 or less returns at once, [Long#MAX_VALUE] waits without end
  void await(long nanos);

  /// By [System#nanoTime()]: what arrived on a TCP connection before this is known since the last
  /// [#await(long)], and [Streams#deliver()] tells it.
  long heardNanos();

  /// The TCP connections that this poller waits for too.
  Streams streams();

  /// Ends the current or next [#await(long)]. The only method other threads may call.
  void wakeup();

  @Override
  void close();
}
