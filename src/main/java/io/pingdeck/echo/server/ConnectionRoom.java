package io.pingdeck.echo.server;

import java.util.concurrent.atomic.AtomicInteger;

/// A limit on connections that several servers share. Thread-safe.
public final class ConnectionRoom {
  /// For a process without a shared limit.
  public static final int PLENTY = Integer.MAX_VALUE;

  private final AtomicInteger free;

  public ConnectionRoom(int connections) {
    free = new AtomicInteger(connections);
  }

  /// @return false if the limit is reached
  boolean take() {
    return free.getAndUpdate(now -> Math.max(0, now - 1)) > 0;
  }

  void giveBack() {
    free.incrementAndGet();
  }
}
