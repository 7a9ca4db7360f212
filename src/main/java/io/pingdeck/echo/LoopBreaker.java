package io.pingdeck.echo;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Finds peers that send our answers back, as two echo services do to each other for ever
/// (CVE-2024-2169), and leaves them unanswered for a while.
///
/// A peer is an address and a port. The 50th time within a second that it sends exactly the bytes
/// we last sent to it, it is left alone for 60 seconds: a person or a script that pings "PING"
/// stays below, a loop is there within milliseconds.
final class LoopBreaker {
  static final int BOUNCES = 50;
  static final long WINDOW_NANOS = 1_000_000_000L;
  static final long QUARANTINE_NANOS = 60 * WINDOW_NANOS;
  private static final long NOTHING = 0;

  private final SlotTable peers;
  private long[] lastSent;
  private long[] since;
  private int[] bounces;
  private int current;
  private long broken;

  LoopBreaker(int maxPeers) {
    peers = new SlotTable(maxPeers);
    lastSent = new long[peers.capacity()];
    since = new long[peers.capacity()];
    bounces = new int[peers.capacity()];
  }

  /// Whether this datagram is one of a loop that is to be broken.
  boolean breaks(long high, long low, int port, ByteBuffer payload, int length, long now) {
    current = peer(high, low, port);
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

  /// Remembers what the peer last asked about is sent.
  void answered(ByteBuffer payload, int length) {
    lastSent[current] = fingerprint(payload, length);
  }

  /// How many loops were broken so far.
  long broken() {
    return broken;
  }

  int peers() {
    return peers.size();
  }

  private int peer(long high, long low, int port) {
    int slot = peers.touch(high, low, port);
    if (peers.capacity() > lastSent.length) {
      lastSent = Arrays.copyOf(lastSent, peers.capacity());
      since = Arrays.copyOf(since, peers.capacity());
      bounces = Arrays.copyOf(bounces, peers.capacity());
    }
    if (peers.isFresh()) {
      forget(slot);
    }
    return slot;
  }

  private void forget(int slot) {
    lastSent[slot] = NOTHING;
    bounces[slot] = 0;
  }

  private static long fingerprint(ByteBuffer payload, int length) {
    return Mix.of(payload, length) | 1;
  }
}
