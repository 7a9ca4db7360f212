package io.pingdeck.ping.sender;

import io.pingdeck.net.Poller;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Connections that ended their turn before they had read everything: a peer that sends without end
/// must not hold up the thread for all others. They go on in the next turn. One thread uses an
/// instance.
public final class ReadTurns {
  /// What a connection reads in a turn: others wait for it, for about a millisecond.
  public static final int MOST_BYTES = 1 << 17;

  private final Poller poller;
  private final Set<Runnable> left = new LinkedHashSet<>();

  /// @param poller what the thread waits with: it does not wait while anything is left
  public ReadTurns(Poller poller) {
    this.poller = poller;
  }

  /// Ends the turn of a connection; it runs again in the next one.
  public void leave(Runnable connection) {
    left.add(connection);
    poller.wakeup();
  }

  /// Gives each connection that has left another turn.
  public void goOn() {
    if (!left.isEmpty()) {
      List<Runnable> next = List.copyOf(left);
      left.clear();
      next.forEach(Runnable::run);
    }
  }

  /// Whether any connection has something that it has not read.
  public boolean isPending() {
    return !left.isEmpty();
  }

  public boolean isPending(Runnable connection) {
    return left.contains(connection);
  }
}
