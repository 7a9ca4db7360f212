package io.pingdeck.echo.guard;

import io.pingdeck.packet.text.LabText;
import io.pingdeck.packet.text.LabTextParser;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Ends exchanges with peers that only ever answer us, whatever bytes they answer with.
///
/// On the wire such a peer and a client look the same until an answer is withheld: whoever only
/// answers us then falls silent, which ends the loop, and whoever speaks on its own goes on. So
/// after [#FAST] datagrams in quick succession one is left unanswered: a datagram that starts a
/// loop buys so many answers and no more. Who goes on at its pace is tested eight times more
/// seldom, but with four times as many datagrams, since as many may go round at once. It costs a
/// client one answer in 199 at first, one in 1,600 in the long run.
///
/// Nobody outside this host can forge a loopback source, and clients there are fast, so the first
/// test of one comes after [#LOOPBACK] datagrams and is the last if the peer speaks again. Probes
/// that carry a new token each time are never left unanswered. Below 50 datagrams a second the test
/// comes after [#SLOW]; slower than five a second is no loop that does harm.
final class ExchangeCheck {
  // Primes: whatever number of datagrams goes round, each in turn is the one that is looked at.
  static final int FAST = 199;
  static final int LOOPBACK = 1_999;
  static final int SLOW = 4_001;

  private static final long SECOND = 1_000_000_000L;
  private static final long PAUSE_NANOS = SECOND / 5;
  private static final long FAST_NANOS = SECOND / 50;
  private static final int PATIENCE = 16; // times the pace it had
  private static final long MIN_PATIENCE_NANOS = SECOND / 50; // a batch comes at one time
  private static final int MAX_LEVEL = 4;
  private static final int TRUSTED = MAX_LEVEL + 1;
  private static final int NOT_TESTED = -1;

  private final LabTextParser parser = new LabTextParser();
  private int[] exchanges;
  private long[] since;
  private long[] lastAt;
  private long[] patience;
  private long[] token; // 0 for none
  private int[] toWithhold; // NOT_TESTED, or how many are still to be left unanswered
  private byte[] level;
  private long withheld;

  ExchangeCheck(int capacity) {
    exchanges = new int[capacity];
    since = new long[capacity];
    lastAt = new long[capacity];
    patience = new long[capacity];
    token = new long[capacity];
    toWithhold = new int[capacity];
    level = new byte[capacity];
  }

  void grow(int capacity) {
    if (capacity > exchanges.length) {
      exchanges = Arrays.copyOf(exchanges, capacity);
      since = Arrays.copyOf(since, capacity);
      lastAt = Arrays.copyOf(lastAt, capacity);
      patience = Arrays.copyOf(patience, capacity);
      token = Arrays.copyOf(token, capacity);
      toWithhold = Arrays.copyOf(toWithhold, capacity);
      level = Arrays.copyOf(level, capacity);
    }
  }

  void forget(int slot, long now) {
    level[slot] = 0;
    lastAt[slot] = now;
    begin(slot, now);
  }

  /// Whether this datagram, which came from the slot's peer, is to be left unanswered.
  ///
  /// @param loopback whether the peer's address is one that only this host can have
  boolean withholds(int slot, boolean loopback, ByteBuffer payload, int length, long now) {
    if (level[slot] == TRUSTED) {
      return false;
    }
    long gap = now - lastAt[slot];
    lastAt[slot] = now;
    if (toWithhold[slot] != NOT_TESTED) {
      return goesOn(slot, loopback, gap, now);
    }
    if (gap > PAUSE_NANOS) {
      begin(slot, now);
    }
    if (gap == 0) {
      return false; // it came with the one before: no answer of ours has caused it
    }
    exchanges[slot]++;
    return isDue(slot, loopback, now) && !isNewProbe(slot, payload, length, now) && test(slot, now);
  }

  /// How many datagrams were left unanswered so far.
  long withheld() {
    return withheld;
  }

  private boolean isDue(int slot, boolean loopback, long now) {
    int count = exchanges[slot];
    int times = 3 * level[slot];
    if (count < (loopback ? LOOPBACK : FAST) << times) {
      return false;
    }
    return (now - since[slot]) / count < FAST_NANOS || count >= SLOW << times;
  }

  private boolean test(int slot, long now) {
    patience[slot] =
        Math.max(MIN_PATIENCE_NANOS, PATIENCE * ((now - since[slot]) / exchanges[slot]));
    toWithhold[slot] = 1 << 2 * level[slot];
    return leaveOne(slot);
  }

  private boolean leaveOne(int slot) {
    toWithhold[slot]--;
    withheld++;
    return true;
  }

  private boolean goesOn(int slot, boolean loopback, long gap, long now) {
    if (gap > patience[slot]) { // it waited for us, and speaks again: a client, or a forger
      level[slot] = (byte) (loopback ? TRUSTED : 0);
      begin(slot, now);
      return false;
    }
    if (toWithhold[slot] > 0) {
      return leaveOne(slot);
    }
    level[slot] = (byte) Math.min(MAX_LEVEL, level[slot] + 1);
    begin(slot, now);
    return false;
  }

  private void begin(int slot, long now) {
    exchanges[slot] = 0;
    since[slot] = now;
    token[slot] = 0;
    toWithhold[slot] = NOT_TESTED;
  }

  /// Whether it is a probe of a Pingdeck, not one that goes round: its token is another one than
  /// some time before.
  private boolean isNewProbe(int slot, ByteBuffer payload, int length, long now) {
    if (parser.parse(payload, length) != LabText.Kind.TAGGED) {
      return false;
    }
    long known = token[slot];
    if (known == 0) {
      token[slot] = parser.token() | 1;
      return true; // the next one tells
    }
    if (known == (parser.token() | 1)) {
      return false;
    }
    begin(slot, now);
    token[slot] = known;
    return true;
  }
}
