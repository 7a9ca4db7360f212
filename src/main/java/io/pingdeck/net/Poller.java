package io.pingdeck.net;

/// Waits on one thread until any of several sockets is ready.
public interface Poller extends AutoCloseable {
  void register(DatagramPort port);

  void deregister(DatagramPort port);

  /// Blocks until a registered socket is readable or has a queued error, [#wakeup()] is called, or
  /// the timeout expires. Accurate to tens of microseconds where the platform allows it; never
  /// spins.
  ///
  /// Readiness is level-triggered. After each wait, drain every port with
  /// [DatagramPort#receive(DatagramBatch)] and, for ports that queue errors or transmit timestamps,
  /// [DatagramPort#receiveErrors(ErrorSink)]; otherwise the next wait returns at once.
  ///
  /// @param nanos timeout; 0 or less returns at once, [Long#MAX_VALUE] waits without a timeout
  void await(long nanos);

  /// A time of [System#nanoTime()]. The last [#await(long)] has noticed everything that arrived on
  /// a TCP connection before this time, and [Streams#deliver()] reports it.
  long heardNanos();

  /// The TCP connections that this poller also waits for.
  Streams streams();

  /// Ends the current or next [#await(long)]. The only method that other threads may call.
  void wakeup();

  @Override
  void close();
}
