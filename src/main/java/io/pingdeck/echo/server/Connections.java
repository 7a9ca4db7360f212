package io.pingdeck.echo.server;

import io.pingdeck.echo.api.ConnectionCounts;
import io.pingdeck.packet.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The open connections of one TCP echo server, their limits, and counters of refused and closed
/// ones. Used by the server's loop only, except for [#counts()].
final class Connections {
  /// A connection is idle if its peer sends fewer bytes within the idle time.
  private static final int FEWEST_BYTES = 16;

  private final int max;
  private final int maxPerSource;
  private final ConnectionRoom inAll;
  private final Set<TcpPeer> peers = new HashSet<>();
  private final Map<Long, Integer> perSource = new HashMap<>();
  private volatile ConnectionCounts counts = new ConnectionCounts(0, 0, 0, 0, 0);
  private long accepted;
  private long refused;
  private long idle;
  private long reset;

  /// @param inAll limit shared with other servers
  Connections(int max, int maxPerSource, ConnectionRoom inAll) {
    this.inAll = inAll;
    this.max = max;
    this.maxPerSource = maxPerSource;
  }

  /// @return false if a limit is reached
  boolean admit(TcpPeer peer) {
    int ofSource = perSource.getOrDefault(source(peer), 0);
    boolean room = peers.size() < max && ofSource < maxPerSource && inAll.take();
    if (room) {
      accepted++;
      peers.add(peer);
      perSource.put(source(peer), ofSource + 1);
    } else {
      refused++;
    }
    publish();
    return room;
  }

  void left(TcpPeer peer, boolean wasReset) {
    if (peers.remove(peer)) {
      inAll.giveBack();
      perSource.computeIfPresent(source(peer), (key, count) -> count == 1 ? null : count - 1);
      reset += wasReset ? 1 : 0;
      publish();
    }
  }

  void closeIdle(long now, long idleNanos) {
    for (TcpPeer peer : new ArrayList<>(peers)) {
      if (peer.isIdle(now, idleNanos, FEWEST_BYTES)) {
        idle++;
        peer.close();
      }
    }
  }

  void closeAll() {
    new ArrayList<>(peers).forEach(TcpPeer::close);
  }

  /// The current counters. Thread-safe.
  ConnectionCounts counts() {
    return counts;
  }

  private void publish() {
    counts = new ConnectionCounts(peers.size(), accepted, refused, idle, reset);
  }

  private static long source(TcpPeer peer) {
    Endpoint address = peer.address();
    return address.isIpv4() ? address.low() : address.high();
  }
}
