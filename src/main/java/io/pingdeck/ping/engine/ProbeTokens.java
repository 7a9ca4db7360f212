package io.pingdeck.ping.engine;

import java.util.random.RandomGenerator;

/// Maps the name of a probe to the 64-bit token it carries on the wire, and back.
///
/// A probe's name is the slot of its ping in the engine (24 bits) and a number that counts the
/// probes of that slot (40 bits). The token is this name encrypted with Speck64/128 under a random
/// key, which has three benefits:
///
/// - no token table: the reply itself identifies its probe, regardless of how many are in flight;
/// - no two probes of an engine ever share a token, because a cipher is a permutation;
/// - an attacker who does not see the probes must guess 64 bits, although the names are sequential.
///
/// The latest tokens are cached with their names, because most return soon and decryption costs as
/// much as all other work on a reply. The tokens of a flood also return in order, so the name after
/// the last one is tried first. Confined to one thread.
///
/// The cipher protects only against blind forgery: an on-path attacker can read the token. Speck is
/// from "The SIMON and SPECK Families of Lightweight Block Ciphers" (Beaulieu et al., 2013), whose
/// test vector the tests check.
public final class ProbeTokens {
  /// Maximum number of simultaneous pings of an engine.
  static final int MAX_SLOTS = 1 << 24;

  private static final int NUMBER_BITS = 40;

  /// Numbers wrap after 10^12 probes, long after the last one with the same number was forgotten.
  static final long NUMBER_MASK = (1L << NUMBER_BITS) - 1;

  private static final int ROUNDS = 27;
  private static final int LATEST = 1 << 10;

  /// Number of consecutive names encrypted together, in a loop that the compiler vectorizes: a
  /// third of the time per name.
  private static final int AHEAD = 128;

  private final int[] roundKeys = new int[ROUNDS];

  /// Tokens encrypted one by one, indexed by their low bits, each with its name.
  private final long[] latest = new long[2 * LATEST];

  /// The tokens of `aheadFrom` and the names after it: their high halves, then the low ones.
  private int[] ahead = new int[2 * AHEAD];

  private long aheadFrom;

  /// The previous content of `ahead`: tokens of probes that may still be in flight.
  private int[] before = new int[2 * AHEAD];

  private long beforeFrom;
  private long expected; // the name after that of the last token requested

  /// The names after the last two lookups. Sent probes and replies alternate, each in its own
  /// order.
  private long next;

  private long otherNext;

  /// @param keyHigh the high 64 of the 128 bits of the key, in the order the paper prints it
  /// @param keyLow the low 64
  public ProbeTokens(long keyHigh, long keyLow) {
    int[] words = {(int) (keyLow >>> 32), (int) keyHigh, (int) (keyHigh >>> 32)};
    int key = (int) keyLow;
    for (int i = 0; i < ROUNDS; i++) {
      roundKeys[i] = key;
      int word = (key + Integer.rotateRight(words[i % 3], 8)) ^ i;
      words[i % 3] = word;
      key = Integer.rotateLeft(key, 3) ^ word;
    }
    latest[1] = decipher(0); // unused entries hold token 0
    lookAhead(0);
  }

  /// Tokens under a random key. Production code passes a `SecureRandom`.
  public static ProbeTokens random(RandomGenerator random) {
    return new ProbeTokens(random.nextLong(), random.nextLong());
  }

  static long name(int slot, long number) {
    return (long) slot << NUMBER_BITS | number & NUMBER_MASK;
  }

  static int slot(long name) {
    return (int) (name >>> NUMBER_BITS);
  }

  static long number(long name) {
    return name & NUMBER_MASK;
  }

  /// The token of the probe with this name.
  long token(long name) {
    if (name == expected && isNotAhead(name)) {
      lookAhead(name);
    }
    expected = name + 1;
    return isNotAhead(name) ? kept(encipher(name), name) : token(ahead, name - aheadFrom);
  }

  private long kept(long token, long name) {
    int place = place(token);
    latest[place] = token;
    latest[place + 1] = name;
    return token;
  }

  private boolean isNotAhead(long name) {
    return !isIn(name - aheadFrom);
  }

  private static boolean isIn(long index) {
    return Long.compareUnsigned(index, AHEAD) < 0;
  }

  private long encipher(long name) {
    int x = (int) (name >>> 32);
    int y = (int) name;
    for (int i = 0; i < ROUNDS; i++) {
      x = (Integer.rotateRight(x, 8) + y) ^ roundKeys[i];
      y = Integer.rotateLeft(y, 3) ^ x;
    }
    return block(x, y);
  }

  /// Encrypts consecutive names.
  private void lookAhead(long name) {
    int[] oldest = before;
    before = ahead;
    beforeFrom = aheadFrom;
    ahead = oldest;
    for (int i = 0; i < AHEAD; i++) {
      ahead[i] = (int) (name + i >>> 32);
      ahead[AHEAD + i] = (int) (name + i);
    }
    for (int key : roundKeys) {
      round(ahead, key);
    }
    aheadFrom = name;
  }

  /// One round for all of them. Both halves are in one array, which lets the compiler see that the
  /// iterations are independent.
  private static void round(int[] halves, int key) {
    for (int i = 0; i < AHEAD; i++) {
      int y = halves[AHEAD + i];
      int x = (Integer.rotateRight(halves[i], 8) + y) ^ key;
      halves[i] = x;
      halves[AHEAD + i] = Integer.rotateLeft(y, 3) ^ x;
    }
  }

  private static long token(int[] halves, long index) {
    int i = (int) index;
    return block(halves[i], halves[AHEAD + i]);
  }

  private static long block(int x, int y) {
    return (long) x << 32 | Integer.toUnsignedLong(y);
  }

  private static int place(long token) {
    return 2 * ((int) token & LATEST - 1);
  }

  /// The name of a token; any 64 bits decrypt to some name.
  long nameOf(long token) {
    if (isAtHand(next, token)) {
      return next++;
    }
    long name = isAtHand(otherNext, token) ? otherNext : search(token);
    otherNext = next;
    next = name + 1;
    return name;
  }

  /// Whether this is the token of that name, as far as known without encrypting it.
  private boolean isAtHand(long name, long token) {
    long index = name - aheadFrom;
    if (isIn(index)) {
      return token(ahead, index) == token;
    }
    index = name - beforeFrom;
    return isIn(index) && token(before, index) == token;
  }

  private long search(long token) {
    int place = place(token);
    return latest[place] == token ? latest[place + 1] : decipher(token);
  }

  private long decipher(long token) {
    int x = (int) (token >>> 32);
    int y = (int) token;
    for (int i = ROUNDS - 1; i >= 0; i--) {
      y = Integer.rotateRight(y ^ x, 3);
      x = Integer.rotateLeft((x ^ roundKeys[i]) - y, 8);
    }
    return block(x, y);
  }
}
