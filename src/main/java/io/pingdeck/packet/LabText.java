package io.pingdeck.packet;

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

  /// What [Parser#sequence()] is where the text has no readable sequence.
  public static final long NO_SEQUENCE = 0;

  static final int TOKEN_DIGITS = 16;

  /// The line without padding is never longer than this; a server's own words before it are looked
  /// through as far as this as well.
  private static final int SEARCHED_BYTES = 160;

  private static final int PING = word('p', 'i', 'n', 'g');
  private static final int TAG = word('p', 'd', '1', ':');
  private static final int REPLY_TAG = word('P', 'D', '1', ':');

  /// What makes the letters of these words lower-case.
  private static final int PING_LETTERS = 0x2020_2020;

  private static final int TAG_LETTERS = 0x2020_0000;

  private static final long SPACES = 0x2020_2020_2020_2020L;
  private static final long COLONS = 0x3a3a_3a3a_3a3a_3a3aL;
  private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;

  /// The numbers below 100.
  private static final short[] TWO_DIGITS = new short[100];

  /// From one power of ten on there is a digit more; the first is below any number.
  private static final long[] POWERS_OF_TEN = new long[19];

  static {
    long power = 1;
    for (int i = 1; i < POWERS_OF_TEN.length; i++) {
      power *= 10;
      POWERS_OF_TEN[i] = power;
    }
    for (int i = 0; i < TWO_DIGITS.length; i++) {
      TWO_DIGITS[i] = (short) ('0' + i / 10 << 8 | '0' + i % 10);
    }
  }

  private LabText() {}

  /// Writes probes; one object serves for all of them. Probes that leave together have the same
  /// time, whose digits are therefore kept.
  public static final class Writer {
    private static final int MOST_TIME_DIGITS = 15; // until the year 33658

    private final ByteBuffer timeText = ByteBuffer.allocate(2 * Long.BYTES);
    private long time = -1;
    private int timeBytes; // with the space behind it; 0 if it is left out
    private long timeStart;
    private long timeEnd;

    /// Writes a line of exactly `size` bytes to the start of the buffer.
    ///
    /// @param sequence at least 1
    /// @param epochMillis left out if below 0
    /// @throws IllegalArgumentException if `size` is below [#MIN_BYTES]
    public void write(ByteBuffer buffer, int size, long sequence, long epochMillis, long token) {
      if (size < MIN_BYTES) {
        throw new IllegalArgumentException(
            size + " bytes are too few (at least " + MIN_BYTES + ")");
      }
      if (time != epochMillis) {
        keep(epochMillis);
      }
      buffer.putLong(size - Long.BYTES, SPACES); // as many of them as the text leaves
      buffer.putInt(0, PING);
      buffer.put(4, (byte) ' ');
      int end = writeDecimal(buffer, 5, sequence);
      buffer.put(end++, (byte) ' ');
      if (timeBytes > 0 && end + timeBytes + 4 + TOKEN_DIGITS <= size) {
        buffer.putLong(end, timeStart);
        buffer.putLong(end + Long.BYTES, timeEnd); // what follows overwrites the rest of it
        end += timeBytes;
      }
      buffer.putInt(end, TAG);
      buffer.putLong(end + 4, HexDigits.of((int) (token >>> 32)));
      buffer.putLong(end + 12, HexDigits.of((int) token));
      end += 4 + TOKEN_DIGITS;
      for (; end + Long.BYTES <= size; end += Long.BYTES) {
        buffer.putLong(end, SPACES);
      }
    }

    private void keep(long epochMillis) {
      time = epochMillis;
      timeBytes = 0;
      if (epochMillis >= 0 && digits(epochMillis) <= MOST_TIME_DIGITS) {
        int end = writeDecimal(timeText, 0, epochMillis);
        timeText.put(end, (byte) ' ');
        timeBytes = end + 1;
        timeStart = timeText.getLong(0);
        timeEnd = timeText.getLong(Long.BYTES);
      }
    }
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
  private static long colons(long word) {
    long other = word ^ COLONS;
    return ~(other | (other & ~HIGHEST_BITS) + ~HIGHEST_BITS) & HIGHEST_BITS;
  }

  /// The index of the first byte with a bit set.
  private static int firstByte(long word) {
    return Long.numberOfLeadingZeros(word) / Byte.SIZE;
  }

  private static int word(char a, char b, char c, char d) {
    return a << 24 | b << 16 | c << 8 | d;
  }

  /// What it writes may be followed by seven bytes that mean nothing.
  private static int writeDecimal(ByteBuffer buffer, int at, long value) {
    int digits = digits(value);
    int end = at + digits;
    if (digits <= Long.BYTES) {
      long word = DecimalDigits.of((int) value);
      buffer.putLong(at, word << (Long.BYTES - digits) * Byte.SIZE);
      return end;
    }
    long rest = value;
    int i = end;
    for (; rest >= 10; rest /= 100) {
      i -= 2;
      buffer.putShort(i, TWO_DIGITS[(int) (rest % 100)]);
    }
    if (i > at) {
      buffer.put(at, (byte) ('0' + rest));
    }
    return end;
  }

  private static int digits(long value) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(value);
    int digits = bits * 1233 >>> 12; // times log10(2): this many, or one more
    return digits + (value >= POWERS_OF_TEN[digits] ? 1 : 0);
  }

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

  /// Reads answers; one object serves for all of them. Every byte string has a [Kind]; no byte
  /// string causes an exception.
  ///
  /// A line of ours of which a single bit was flipped is never taken for an untagged answer.
  public static final class Parser {
    private int end;
    private long sequence;
    private long token;

    /// Reads `length` bytes at the start of the buffer; fewer if it has fewer.
    public Kind parse(ByteBuffer buffer, int length) {
      return parse(buffer, 0, length);
    }

    /// Reads `length` bytes at an index of the buffer; fewer if it has fewer.
    public Kind parse(ByteBuffer buffer, int start, int length) {
      int available = Math.max(0, buffer.limit() - start);
      end = start + Math.min(Math.min(available, length), SEARCHED_BYTES);
      token = 0;
      sequence = findSequence(buffer, start);
      int tag = findTag(buffer, start);
      if (tag < 0) {
        return sequence == NO_SEQUENCE ? Kind.FOREIGN : Kind.UNTAGGED;
      }
      return isTag(buffer, tag) && readToken(buffer, tag + 4) ? Kind.TAGGED : Kind.DAMAGED;
    }

    /// The sequence the text says, at least 1, or [#NO_SEQUENCE].
    public long sequence() {
      return sequence;
    }

    /// The token. Only for [Kind#TAGGED].
    public long token() {
      return token;
    }

    /// The number after the first `ping `.
    private long findSequence(ByteBuffer buffer, int start) {
      for (int i = start; i + 5 < end; i++) {
        if ((buffer.getInt(i) | PING_LETTERS) == PING && buffer.get(i + 4) == ' ') {
          return readSequence(buffer, i + 5);
        }
      }
      return NO_SEQUENCE;
    }

    private long readSequence(ByteBuffer buffer, int start) {
      long value = 0;
      int i = start;
      if (start + Long.BYTES <= end) {
        long word = buffer.getLong(start);
        int digits = DecimalDigits.leading(word);
        value = DecimalDigits.value(word, digits);
        i += digits;
      }
      for (; i < end; i++) {
        int digit = buffer.get(i) - '0';
        if (digit < 0 || digit > 9) {
          break;
        }
        if (value >= Long.MAX_VALUE / 10 && value > (Long.MAX_VALUE - digit) / 10) {
          return NO_SEQUENCE;
        }
        value = value * 10 + digit;
      }
      boolean ends = i == end || buffer.get(i) <= ' ' && buffer.get(i) >= 0;
      return ends ? value : NO_SEQUENCE;
    }

    /// Where the tag is, or what was the tag of a readable token before one of its four characters
    /// was damaged; -1 if nowhere. A whole tag goes before a damaged one.
    private int findTag(ByteBuffer buffer, int start) {
      int at = start;
      for (; at + Long.BYTES <= end; at += Long.BYTES) {
        for (long colons = colons(buffer.getLong(at)); colons != 0; ) {
          int tag = at + firstByte(colons) - 3;
          if (tag >= start && isTag(buffer, tag)) {
            return tag;
          }
          colons ^= Long.highestOneBit(colons);
        }
      }
      for (int tag = Math.max(start, at - 3); tag + 4 <= end; tag++) {
        if (isTag(buffer, tag)) {
          return tag;
        }
      }
      for (int i = start; i + 4 <= end; i++) {
        if (hasThreeOfTag(buffer, i) && readToken(buffer, i + 4)) {
          return i;
        }
      }
      return -1;
    }

    private boolean isTag(ByteBuffer buffer, int at) {
      return (buffer.getInt(at) | TAG_LETTERS) == TAG;
    }

    private boolean hasThreeOfTag(ByteBuffer buffer, int at) {
      int wrong = (buffer.getInt(at) | TAG_LETTERS) ^ TAG;
      return Integer.bitCount(nonZeroBytes(wrong)) == 1;
    }

    /// The highest bit of every byte that is not 0.
    private static int nonZeroBytes(int word) {
      return (word | (word & 0x7f7f_7f7f) + 0x7f7f_7f7f) & 0x8080_8080;
    }

    private boolean readToken(ByteBuffer buffer, int start) {
      if (start + TOKEN_DIGITS > end) {
        return false;
      }
      long high = buffer.getLong(start);
      long low = buffer.getLong(start + Long.BYTES);
      if (!HexDigits.areDigits(high) || !HexDigits.areDigits(low)) {
        return false;
      }
      token = (long) HexDigits.value(high) << 32 | Integer.toUnsignedLong(HexDigits.value(low));
      return true;
    }
  }
}
