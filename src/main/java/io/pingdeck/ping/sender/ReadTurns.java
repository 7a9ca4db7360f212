package io.pingdeck.ping.sender;

import io.pingdeck.net.Poller;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Connections whose turn ended before they had read everything. A peer that sends without end must
/// not block the thread for all others, so they continue in the next turn. Confined to one thread.
public final class ReadTurns {
  /// Maximum bytes that a connection reads per turn; others wait for about a millisecond.
  public static final int MOST_BYTES = 1 << 17;

  private final Poller poller;
  private final Set<Runnable> left = new LinkedHashSet<>();

  /// @param poller the thread's poller, which does not block while anything is pending
  public ReadTurns(Poller poller) {
    this.poller = poller;
  }

  /// Ends the turn of a connection; it runs again in the next one.
  public void leave(Runnable connection) {
    left.add(connection);
    poller.wakeup();
  }

  /// Gives each pending connection another turn.
  public void goOn() {
    if (!left.isEmpty()) {
      List<Runnable> next = List.copyOf(left);
      left.clear();
      next.forEach(Runnable::run);
    }
  }

  /// Whether any connection has unread data.
  public boolean isPending() {
    return !left.isEmpty();
  }

  public boolean isPending(Runnable connection) {
    return left.contains(connection);
  }
}
