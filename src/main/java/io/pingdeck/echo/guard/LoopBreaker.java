package io.pingdeck.echo.guard;

import io.pingdeck.base.Hashing;
import io.pingdeck.packet.Endpoint;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Detects peers that return our replies, as two echo services do to each other forever
/// (CVE-2024-2169), and quarantines them.
///
/// A peer is an address and a port. When a peer returns exactly the bytes last sent to it for the
/// 50th time within a second, it gets no replies for 60 seconds. A person or a script that pings
/// "PING" stays below that; a loop reaches it within milliseconds. [ExchangeCheck] detects peers
/// that respond with other bytes, and sources that respond from ever new ports. got are found by
/// [ExchangeCheck], and sources that answer from an ever new port as well.
public final class LoopBreaker {
  static final int BOUNCES = 50;
  static final long WINDOW_NANOS = 1_000_000_000L;
  public static final long QUARANTINE_NANOS = 60 * WINDOW_NANOS;
  private static final long NOTHING = 0;

  private final LruTable peers;
  private final ExchangeCheck exchanges;
  private final LruTable hoppers;
  private final ExchangeCheck hops;
  private long[] lastSent;
  private long[] since;
  private int[] bounces;
  private int current;
  private long broken;

  public LoopBreaker(int maxPeers) {
    peers = new LruTable(maxPeers);
    lastSent = new long[peers.capacity()];
    since = new long[peers.capacity()];
    bounces = new int[peers.capacity()];
    exchanges = new ExchangeCheck(peers.capacity());
    hoppers = new LruTable(maxPeers);
    hops = new ExchangeCheck(hoppers.capacity());
  }

  /// Whether to withhold the reply, to test whether the peer sends on its own. Must be called for
  /// the same datagram after [#breaks(long, long, int, ByteBuffer, int, long)].
  public boolean withholds(long high, long low, ByteBuffer payload, int length, long now) {
    boolean loopback = Endpoint.isLoopback(high, low);
    boolean newPort = peers.isFresh();
    boolean withheld = exchanges.withholds(current, loopback, payload, length, now);
    if (!newPort) {
      return withheld;
    }
    int source = hoppers.touch(RateLimiter.source(high, low), 0, 0);
    hops.grow(hoppers.capacity());
    if (hoppers.isFresh()) {
      hops.forget(source, now);
    }
    return hops.withholds(source, true, payload, length, now);
  }

  /// Number of replies withheld for such tests.
  public long withheld() {
    return exchanges.withheld() + hops.withheld();
  }

  /// Whether this datagram belongs to a loop that must be broken.
  public boolean breaks(long high, long low, int port, ByteBuffer payload, int length, long now) {
    current = peer(high, low, port, now);
    if (bounces[current] == BOUNCES) {
      if (now - since[current] < QUARANTINE_NANOS) {
        return true;
      }
      forget(current);
    }
    if (lastSent[current] == NOTHING || lastSent[current] != fingerprint(payload, length)) {
      return false;
    }
    if (bounces[current] == 0 || now - since[current] > WINDOW_NANOS) {
      bounces[current] = 0;
      since[current] = now;
    }
    bounces[current]++;
    if (bounces[current] < BOUNCES) {
      return false;
    }
    since[current] = now;
    broken++;
    return true;
  }

  /// Records the reply to the peer that was last checked.
  public void answered(ByteBuffer payload, int length) {
    lastSent[current] = fingerprint(payload, length);
  }

  /// Number of loops broken so far.
  public long broken() {
    return broken;
  }

  public int peers() {
    return peers.size();
  }

  private int peer(long high, long low, int port, long now) {
    int slot = peers.touch(high, low, port);
    if (peers.capacity() > lastSent.length) {
      lastSent = Arrays.copyOf(lastSent, peers.capacity());
      since = Arrays.copyOf(since, peers.capacity());
      bounces = Arrays.copyOf(bounces, peers.capacity());
      exchanges.grow(peers.capacity());
    }
    if (peers.isFresh()) {
      forget(slot);
      exchanges.forget(slot, now);
    }
    return slot;
  }

  private void forget(int slot) {
    lastSent[slot] = NOTHING;
    bounces[slot] = 0;
  }

  private static long fingerprint(ByteBuffer payload, int length) {
    return Hashing.of(payload, length) | 1;
  }
}
