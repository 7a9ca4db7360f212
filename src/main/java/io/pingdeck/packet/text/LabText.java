package io.pingdeck.packet.text;

import java.nio.ByteBuffer;

/// The payload of a probe: one line of ASCII that the echo server of the networking lab
/// understands:
///
/// ```
/// ping <sequence> <time> pd1:<token><spaces up to the requested size>
/// ping 3 1735689600000 pd1:00c0ffee00c0ffee
/// ```
///
/// `sequence` is decimal. `time` is decimal milliseconds since 1970 UTC, for people who read
/// captures; it is never parsed. `token` is 16 hexadecimal digits in lower case. If the requested
/// size is too small, the time is omitted; [#MIN_BYTES] always fit the rest. A server that replies
/// in upper case turns `pd1:` into `PD1:`, which is how an echo server distinguishes replies from
/// requests.
///
/// This code runs for every probe. It does not allocate, and where possible reads and writes whole
/// words. Buffers are in network byte order; positions are not used.
public final class LabText {
  /// The minimum payload: `ping `, a sequence of 19 digits, a space, tag and token.
  public static final int MIN_BYTES = 5 + 19 + 1 + 4 + 16;

  /// Value of [LabTextParser#sequence()] if the text has no readable sequence.
  public static final long NO_SEQUENCE = 0;

  static final int TOKEN_DIGITS = 16;

  static final int PING = word('p', 'i', 'n', 'g');
  static final int TAG = word('p', 'd', '1', ':');
  private static final int REPLY_TAG = word('P', 'D', '1', ':');

  private static final long COLONS = 0x3a3a_3a3a_3a3a_3a3aL;
  private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;

  private LabText() {}

  /// Classification of a reply.
  public enum Kind {
    /// Contains a token. The sequence is that of the text, or [#NO_SEQUENCE] if it is damaged.
    TAGGED,
    /// `ping <sequence>` without a token: the format of another server.
    UNTAGGED,
    /// Fragments of a probe's line, too damaged to identify the probe.
    DAMAGED,
    /// Anything else.
    FOREIGN
  }

  /// Whether the buffer contains the tag in upper case, as an upper-casing server sends it back.
  ///
  /// @param end number of bytes to search from the start of the buffer; at most its limit
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
