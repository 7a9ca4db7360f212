package io.pingdeck.echo.guard;

import io.pingdeck.packet.text.LabText;
import io.pingdeck.packet.text.LabTextParser;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Detects peers that only send datagrams in response to ours, whatever they contain, and ends the
/// exchange with them.
///
/// Such a peer looks like a client until a reply is withheld. A peer that only responds then falls
/// silent, which ends the loop; a client that sends on its own continues. So after [#FAST]
/// datagrams in quick succession, one gets no reply. This limits a datagram that starts a loop to
/// that many replies. A peer that continues at its pace is tested eight times less often, but with
/// four times as many datagrams, because that many may circulate at once. A client loses one reply
/// in 199 at first, and one in 1,600 in the long run.
///
/// Other hosts cannot forge a loopback source, and clients there are fast. Their first test comes
/// after [#LOOPBACK] datagrams, and is the last one if the peer sends again. Probes that carry a
/// new token each time always get a reply. Below 50 datagrams a second, the test comes after
/// [#SLOW]; a loop of fewer than five a second does no harm.
final class ExchangeCheck {
  // Primes, so that whatever the number of circulating datagrams, each of them is tested in turn.
  static final int FAST = 199;
  static final int LOOPBACK = 1_999;
  static final int SLOW = 4_001;

  private static final long SECOND = 1_000_000_000L;
  private static final long PAUSE_NANOS = SECOND / 5;
  private static final long FAST_NANOS = SECOND / 50;
  private static final int PATIENCE = 16; // times its previous interval
  private static final long MIN_PATIENCE_NANOS = SECOND / 50; // a batch has a single arrival time
  private static final int MAX_LEVEL = 4;
  private static final int TRUSTED = MAX_LEVEL + 1;
  private static final int NOT_TESTED = -1;

  private final LabTextParser parser = new LabTextParser();
  private int[] exchanges;
  private long[] since;
  private long[] lastAt;
  private long[] patience;
  private long[] token; // 0 for none
  private int[] toWithhold; // NOT_TESTED, or the number of replies still to withhold
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

  /// Whether to withhold the reply to this datagram from the slot's peer.
  ///
  /// @param loopback whether the peer has a loopback address, which only this host can have
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
      return false; // same batch as the one before: not caused by a reply of ours
    }
    exchanges[slot]++;
    return isDue(slot, loopback, now) && !isNewProbe(slot, payload, length, now) && test(slot, now);
  }

  /// Number of withheld replies so far.
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
    if (gap > patience[slot]) { // it sends again after a pause: a client, or a forger
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

  /// Whether the datagram is a new probe of a Pingdeck rather than a circulating one: its token
  /// differs from an earlier one.
  private boolean isNewProbe(int slot, ByteBuffer payload, int length, long now) {
    if (parser.parse(payload, length) != LabText.Kind.TAGGED) {
      return false;
    }
    long known = token[slot];
    if (known == 0) {
      token[slot] = parser.token() | 1;
      return true; // decided by the next datagram
    }
    if (known == (parser.token() | 1)) {
      return false;
    }
    begin(slot, now);
    token[slot] = known;
    return true;
  }
}
