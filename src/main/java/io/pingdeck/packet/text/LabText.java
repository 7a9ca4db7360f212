package io.pingdeck.packet.text;

import java.nio.ByteBuffer;

/// The payload of a probe, one line of ASCII that the echo server of the networking lab
/// understands:
///
/// ```
/// ping <sequence> <time> pd1:<token><spaces up to the asked size>
/// ping 3 1735689600000 pd1:00c0ffee00c0ffee
/// ```
///
/// `sequence` is decimal, `time` decimal milliseconds since 1970 UTC for people who watch the wire
/// (it is never read back), `token` 16 hexadecimal digits in lower case. Where the asked size is
/// too small for all of it, the time is left out; [#MIN_BYTES] always hold the rest. A server that
/// answers in upper case turns `pd1:` into `PD1:`, which is how an echo server tells a reply from a
/// request. Nothing here allocates. Buffers are in network byte order and used by absolute index
/// only, in words where that is possible: it is done with every probe.
public final class LabText {
  /// The smallest payload: `ping `, a sequence of 19 digits, a space, tag and token.
  public static final int MIN_BYTES = 5 + 19 + 1 + 4 + 16;

  /// What [LabTextParser#sequence()] is where the text has no readable sequence.
  public static final long NO_SEQUENCE = 0;

  static final int TOKEN_DIGITS = 16;

  static final int PING = word('p', 'i', 'n', 'g');
  static final int TAG = word('p', 'd', '1', ':');
  private static final int REPLY_TAG = word('P', 'D', '1', ':');

  private static final long COLONS = 0x3a3a_3a3a_3a3a_3a3aL;
  private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;

  private LabText() {}

  /// What an answer is to us.
  public enum Kind {
    /// It carries a token. The sequence is what the text says, or [#NO_SEQUENCE] if that is
    /// damaged.
    TAGGED,
    /// `ping <sequence>` without a token: some server's own answer.
    UNTAGGED,
    /// Remains of our line, too damaged to say which probe it answers.
    DAMAGED,
    /// Anything else.
    FOREIGN
  }

  /// Whether one of the first words starts with the tag in upper case: what an upper-casing server
  /// has made of a probe.
  ///
  /// @param end how many bytes at the start of the buffer to look at; no more than it has
  public static boolean hasReplyTag(ByteBuffer buffer, int end) {
    int at = 0;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      for (long colons = colons(buffer.getLong(at)); colons != 0; ) {
        if (isReplyTag(buffer, at + firstByte(colons) - 3)) {
          return true;
        }
        colons ^= Long.highestOneBit(colons);
      }
    }
    for (int tag = Math.max(0, at - 3); tag + 4 <= end; tag++) {
      if (isReplyTag(buffer, tag)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isReplyTag(ByteBuffer buffer, int at) {
    return at >= 0 && buffer.getInt(at) == REPLY_TAG && (at == 0 || buffer.get(at - 1) == ' ');
  }

  /// The highest bit of every byte that is a colon.
  static long colons(long word) {
    long other = word ^ COLONS;
    return ~(other | (other & ~HIGHEST_BITS) + ~HIGHEST_BITS) & HIGHEST_BITS;
  }

  /// The index of the first byte with a bit set.
  static int firstByte(long word) {
    return Long.numberOfLeadingZeros(word) / Byte.SIZE;
  }

  private static int word(char a, char b, char c, char d) {
    return a << 24 | b << 16 | c << 8 | d;
  }
}
