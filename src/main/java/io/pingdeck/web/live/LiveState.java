package io.pingdeck.web.live;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// State shared by all live clients: the ring of ticks, the board, and the newest pings.
final class LiveState {
  private static final int RING_TICKS = 600;
  private static final int RING_SAMPLES = 200_000;
  static final int NEWEST = 1000;

  private final String session;
  private final FeedRing ring;
  private final LiveBoard board = new LiveBoard();
  private final LinkedHashSet<Long> pings = new LinkedHashSet<>();
  private Set<Long> newest = Set.of();
  private boolean newestChanged;

  /// @param session identifies this run of the server
  LiveState(String session) {
    this(session, new FeedRing(RING_TICKS, RING_SAMPLES));
  }

  LiveState(String session, FeedRing ring) {
    this.session = session;
    this.ring = ring;
  }

  String session() {
    return session;
  }

  FeedRing ring() {
    return ring;
  }

  LiveBoard board() {
    return board;
  }

  /// The newest pings, at most a thousand.
  Set<Long> newestPings() {
    if (newestChanged) { // computed lazily: thousands of pings may be started at once
      newest = pings.reversed().stream().limit(NEWEST).collect(Collectors.toUnmodifiableSet());
      newestChanged = false;
    }
    return newest;
  }

  /// @param started in the order they were started
  void addPings(Collection<Long> started) {
    pings.addAll(started);
    newestChanged = true;
  }

  void removePing(long ping) {
    pings.remove(ping);
    newestChanged = true;
  }
}
