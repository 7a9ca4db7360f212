package io.pingdeck.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

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
/// request. Nothing here allocates, and buffers are used by absolute index only.
public final class LabText {
  /// The smallest payload: `ping `, a sequence of 19 digits, a space, tag and token.
  public static final int MIN_BYTES = 5 + 19 + 1 + 4 + 16;

  /// What [Parser#sequence()] is where the text has no readable sequence.
  public static final long NO_SEQUENCE = 0;

  static final int TOKEN_DIGITS = 16;

  /// The line without padding is never longer than this; a server's own words before it are looked
  /// through as far as this as well.
  private static final int SEARCHED_BYTES = 160;

  private static final byte[] PADDING = new byte[1024];
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  static {
    Arrays.fill(PADDING, (byte) ' ');
  }

  private LabText() {}

  /// Writes a line of exactly `size` bytes to the start of the buffer.
  ///
  /// @param sequence at least 1
  /// @throws IllegalArgumentException if `size` is below [#MIN_BYTES]
  public static void write(
      ByteBuffer buffer, int size, long sequence, long epochMillis, long token) {
    if (size < MIN_BYTES) {
      throw new IllegalArgumentException(size + " bytes are too few (at least " + MIN_BYTES + ")");
    }
    int end = writeWord(buffer, 0, 'p', 'i', 'n', 'g');
    buffer.put(end++, (byte) ' ');
    end = writeDecimal(buffer, end, sequence);
    buffer.put(end++, (byte) ' ');
    if (epochMillis >= 0 && end + digits(epochMillis) + 1 + 4 + TOKEN_DIGITS <= size) {
      end = writeDecimal(buffer, end, epochMillis);
      buffer.put(end++, (byte) ' ');
    }
    end = writeWord(buffer, end, 'p', 'd', '1', ':');
    for (int shift = 60; shift >= 0; shift -= 4) {
      buffer.put(end++, HEX[(int) (token >>> shift) & 15]);
    }
    while (end < size) {
      int bytes = Math.min(size - end, PADDING.length);
      buffer.put(end, PADDING, 0, bytes);
      end += bytes;
    }
  }

  private static int writeWord(ByteBuffer buffer, int at, char a, char b, char c, char d) {
    buffer.put(at, (byte) a);
    buffer.put(at + 1, (byte) b);
    buffer.put(at + 2, (byte) c);
    buffer.put(at + 3, (byte) d);
    return at + 4;
  }

  private static int writeDecimal(ByteBuffer buffer, int at, long value) {
    int end = at + digits(value);
    long rest = value;
    for (int i = end - 1; i >= at; i--) {
      buffer.put(i, (byte) ('0' + rest % 10));
      rest /= 10;
    }
    return end;
  }

  private static int digits(long value) {
    int digits = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
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
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private int end;
    private Kind kind = Kind.FOREIGN;
    private long sequence;
    private long token;

    /// Reads `length` bytes at the start of the buffer; fewer if it has fewer.
    public Kind parse(ByteBuffer from, int length) {
      return parse(from, 0, length);
    }

    /// Reads `length` bytes at an index of the buffer; fewer if it has fewer.
    public Kind parse(ByteBuffer from, int start, int length) {
      buffer = from;
      int available = Math.max(0, from.limit() - start);
      end = start + Math.min(Math.min(available, length), SEARCHED_BYTES);
      token = 0;
      sequence = findSequence(start);
      int tag = findTag(start);
      if (tag < 0) {
        kind = sequence == NO_SEQUENCE ? Kind.FOREIGN : Kind.UNTAGGED;
      } else {
        kind = isTag(tag) && readToken(tag + 4) ? Kind.TAGGED : Kind.DAMAGED;
      }
      return kind;
    }

    public Kind kind() {
      return kind;
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
    private long findSequence(int start) {
      for (int i = start; i + 5 < end; i++) {
        if (is(i, 'p') && is(i + 1, 'i') && is(i + 2, 'n') && is(i + 3, 'g') && is(i + 4, ' ')) {
          return readSequence(i + 5);
        }
      }
      return NO_SEQUENCE;
    }

    private long readSequence(int start) {
      long value = 0;
      int i = start;
      while (i < end && isDigit(buffer.get(i))) {
        int digit = buffer.get(i) - '0';
        if (value > (Long.MAX_VALUE - digit) / 10) {
          return NO_SEQUENCE;
        }
        value = value * 10 + digit;
        i++;
      }
      boolean ends = i == end || buffer.get(i) <= ' ' && buffer.get(i) >= 0;
      return ends ? value : NO_SEQUENCE;
    }

    /// Where the tag is, or what was the tag of a readable token before one of its four characters
    /// was damaged; -1 if nowhere. A whole tag goes before a damaged one.
    private int findTag(int start) {
      int damaged = -1;
      for (int i = start; i + 4 <= end; i++) {
        int right = tagCharacters(i);
        if (right == 4) {
          return i;
        }
        if (right == 3 && damaged < 0 && readToken(i + 4)) {
          damaged = i;
        }
      }
      return damaged;
    }

    private boolean isTag(int at) {
      return tagCharacters(at) == 4;
    }

    private int tagCharacters(int at) {
      return (is(at, 'p') ? 1 : 0)
          + (is(at + 1, 'd') ? 1 : 0)
          + (buffer.get(at + 2) == '1' ? 1 : 0)
          + (buffer.get(at + 3) == ':' ? 1 : 0);
    }

    private boolean readToken(int start) {
      if (start + TOKEN_DIGITS > end) {
        return false;
      }
      long value = 0;
      for (int i = start; i < start + TOKEN_DIGITS; i++) {
        int digit = Character.digit((char) (buffer.get(i) & 0xff), 16);
        if (digit < 0) {
          return false;
        }
        value = value << 4 | digit;
      }
      token = value;
      return true;
    }

    private static boolean isDigit(byte b) {
      return b >= '0' && b <= '9';
    }

    /// Whether the character there is this lower-case letter, or space, in either case.
    private boolean is(int at, char lower) {
      byte b = buffer.get(at);
      return b == lower || lower >= 'a' && b == lower - ('a' - 'A');
    }
  }
}
