package io.pingdeck.echo.server;

import java.util.concurrent.atomic.AtomicInteger;

/// How many connections several servers may have together. Any thread may use it.
public final class ConnectionRoom {
  /// For a process with nothing to share.
  public static final int PLENTY = Integer.MAX_VALUE;

  private final AtomicInteger free;

  public ConnectionRoom(int connections) {
    free = new AtomicInteger(connections);
  }

  /// @return false if there is no room for one more
  boolean take() {
    return free.getAndUpdate(now -> Math.max(0, now - 1)) > 0;
  }

  void giveBack() {
    free.incrementAndGet();
  }
}
