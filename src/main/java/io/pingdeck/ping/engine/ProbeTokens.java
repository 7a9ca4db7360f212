package io.pingdeck.ping.engine;

import java.util.random.RandomGenerator;

/// Turns the name of a probe into the 64-bit token it carries on the wire, and back.
///
/// A probe's name is the slot its ping occupies in the engine (24 bits) and a number that counts
/// the probes of that slot (40 bits). The token is this name enciphered with Speck64/128 under a
/// random key, which gives three things at once:
///
/// - no table of tokens: the reply itself says where its probe is, however many are in flight;
/// - no two probes of an engine ever share a token, because a cipher is a permutation;
/// - whoever does not see the probes has to guess 64 bits, although the names merely count up.
///
/// Most tokens come back soon, so that the latest are kept with their names: deciphering costs as
/// much as all other work on a reply. Those of a flood come back in a row as well, and are looked
/// for behind the one that came last. One thread uses an instance.
///
/// The cipher guards against blind forgery, nothing else; on the path anyone can read the token.
/// Speck is from "The SIMON and SPECK Families of Lightweight Block Ciphers" (Beaulieu et al.,
/// 2013), whose test vector the tests check.
public final class ProbeTokens {
  /// How many pings an engine can tell apart at once.
  static final int MAX_SLOTS = 1 << 24;

  private static final int NUMBER_BITS = 40;

  /// Numbers wrap here: after 10^12 probes, long after the last one with the same number was
  /// forgotten.
  static final long NUMBER_MASK = (1L << NUMBER_BITS) - 1;

  private static final int ROUNDS = 27;
  private static final int LATEST = 1 << 10;

  /// So many names in a row are enciphered together, in a loop that the compiler turns into vector
  /// instructions: a third of the time for each.
  private static final int AHEAD = 128;

  private final int[] roundKeys = new int[ROUNDS];

  /// Tokens that were enciphered one by one, at their low bits, each with its name.
  private final long[] latest = new long[2 * LATEST];

  /// The tokens of `aheadFrom` and the names behind it: their high halves, then the low ones.
  private int[] ahead = new int[2 * AHEAD];

  private long aheadFrom;

  /// Those that were ahead before: of probes that may still be in flight.
  private int[] before = new int[2 * AHEAD];

  private long beforeFrom;
  private long expected; // the name behind the one whose token was asked for last

  /// The names behind those that were looked for last: in turns a row of probes that are sent, and
  /// a row of replies.
  private long next;

  private long otherNext;

  /// @param keyHigh the first 64 of the 128 bits of the key, in the order the paper prints it
  /// @param keyLow the other 64
  public ProbeTokens(long keyHigh, long keyLow) {
    int[] words = {(int) (keyLow >>> 32), (int) keyHigh, (int) (keyHigh >>> 32)};
    int key = (int) keyLow;
    for (int i = 0; i < ROUNDS; i++) {
      roundKeys[i] = key;
      int word = (key + Integer.rotateRight(words[i % 3], 8)) ^ i;
      words[i % 3] = word;
      key = Integer.rotateLeft(key, 3) ^ word;
    }
    latest[1] = decipher(0); // where no token was put yet stands 0
    lookAhead(0);
  }

  /// Tokens under a fresh key. In production `random` is a `SecureRandom`.
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

  /// The token that the probe of this name carries.
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

  /// The same for many names in a row.
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

  /// One round for all of them. Both halves are in one array, so that the compiler sees that no
  /// step needs the one before it.
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

  /// The name that a token stands for; any 64 bits stand for some name.
  long nameOf(long token) {
    if (isAtHand(next, token)) {
      return next++;
    }
    long name = isAtHand(otherNext, token) ? otherNext : search(token);
    otherNext = next;
    next = name + 1;
    return name;
  }

  /// Whether this is the token of that name, as far as can be told without enciphering it.
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
