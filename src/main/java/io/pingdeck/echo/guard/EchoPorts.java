package io.pingdeck.echo.guard;

import java.util.HashMap;
import java.util.Map;

/// The ports on which the echo servers of this process listen. No server replies to a datagram from
/// one of them. Thread-safe; reads never block.
public final class EchoPorts {
  private final Map<Integer, Integer> servers = new HashMap<>();
  private volatile boolean[] listening = new boolean[1 << 16];

  public boolean contains(int port) {
    return listening[port];
  }

  public synchronized void add(int port) {
    servers.merge(port, 1, Integer::sum);
    publish(port);
  }

  public synchronized void remove(int port) {
    servers.computeIfPresent(port, (key, count) -> count == 1 ? null : count - 1);
    publish(port);
  }

  private void publish(int port) {
    boolean[] changed = listening.clone();
    changed[port] = servers.containsKey(port);
    listening = changed;
  }
}
