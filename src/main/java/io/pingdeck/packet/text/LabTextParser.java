package io.pingdeck.packet.text;

import io.pingdeck.packet.DecimalDigits;
import io.pingdeck.packet.HexDigits;
import io.pingdeck.packet.text.LabText.Kind;
import java.nio.ByteBuffer;

/// Parses replies to [LabText]; one instance is reused for all of them. Every byte string has a
/// [LabText.Kind]; parsing never throws.
///
/// A probe's line with one flipped bit is never classified as an untagged reply.
public final class LabTextParser {
  /// Number of bytes searched. A probe's line without padding is never longer; text that a server
  /// puts in front of it is searched up to the same limit.
  private static final int SEARCHED_BYTES = 160;

  /// Bits that turn the letters of these words into lower case.
  private static final int PING_LETTERS = 0x2020_2020;

  private static final int TAG_LETTERS = 0x2020_0000;

  private int end;
  private long sequence;
  private boolean cut;
  private long token;

  /// Parses `length` bytes at the start of the buffer, or fewer if the buffer ends before.
  public Kind parse(ByteBuffer buffer, int length) {
    return parse(buffer, 0, length);
  }

  /// Parses `length` bytes at an index of the buffer, or fewer if the buffer ends before.
  public Kind parse(ByteBuffer buffer, int start, int length) {
    int available = Math.max(0, buffer.limit() - start);
    end = start + Math.min(Math.min(available, length), SEARCHED_BYTES);
    token = 0;
    sequence = findSequence(buffer, start);
    int tag = findTag(buffer, start);
    if (tag < 0) {
      return sequence == LabText.NO_SEQUENCE ? Kind.FOREIGN : Kind.UNTAGGED;
    }
    return isTag(buffer, tag) && readToken(buffer, tag + 4) ? Kind.TAGGED : Kind.DAMAGED;
  }

  /// The parsed sequence, at least 1, or [LabText#NO_SEQUENCE].
  public long sequence() {
    return sequence;
  }

  /// Whether the text ends inside or right after the sequence, which may then have more digits.
  /// Requires a sequence.
  public boolean isSequenceCut() {
    return cut;
  }

  /// The token; only for [LabText.Kind#TAGGED].
  public long token() {
    return token;
  }

  /// The number after the first `ping `.
  private long findSequence(ByteBuffer buffer, int start) {
    for (int i = start; i + 5 < end; i++) {
      if ((buffer.getInt(i) | PING_LETTERS) == LabText.PING && buffer.get(i + 4) == ' ') {
        return readSequence(buffer, i + 5);
      }
    }
    return LabText.NO_SEQUENCE;
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
        return LabText.NO_SEQUENCE;
      }
      value = value * 10 + digit;
    }
    cut = i == end;
    boolean ends = cut || buffer.get(i) <= ' ' && buffer.get(i) >= 0;
    return ends ? value : LabText.NO_SEQUENCE;
  }

  /// The index of the tag; -1 if there is none. If no intact tag is found, accepts a tag with one
  /// damaged character that is followed by a readable token.
  private int findTag(ByteBuffer buffer, int start) {
    int at = start;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      for (long colons = LabText.colons(buffer.getLong(at)); colons != 0; ) {
        int tag = at + LabText.firstByte(colons) - 3;
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
    return (buffer.getInt(at) | TAG_LETTERS) == LabText.TAG;
  }

  private boolean hasThreeOfTag(ByteBuffer buffer, int at) {
    int wrong = (buffer.getInt(at) | TAG_LETTERS) ^ LabText.TAG;
    return Integer.bitCount(nonZeroBytes(wrong)) == 1;
  }

  /// The highest bit of every byte that is not 0.
  private static int nonZeroBytes(int word) {
    return (word | (word & 0x7f7f_7f7f) + 0x7f7f_7f7f) & 0x8080_8080;
  }

  private boolean readToken(ByteBuffer buffer, int start) {
    if (start + LabText.TOKEN_DIGITS > end) {
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
