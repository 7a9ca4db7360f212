package io.pingdeck.packet.text;

import io.pingdeck.packet.DecimalDigits;
import io.pingdeck.packet.HexDigits;
import io.pingdeck.packet.text.LabText.Kind;
import java.nio.ByteBuffer;

/// Reads answers to [LabText]; one object serves for all of them. Every byte string has a
/// [LabText.Kind]; no byte string causes an exception.
///
/// A line of ours of which a single bit was flipped is never taken for an untagged answer.
public final class LabTextParser {
  /// The line without padding is never longer than this; a server's own words before it are looked
  /// through as far as this as well.
  private static final int SEARCHED_BYTES = 160;

  /// What makes the letters of these words lower-case.
  private static final int PING_LETTERS = 0x2020_2020;

  private static final int TAG_LETTERS = 0x2020_0000;

  private int end;
  private long sequence;
  private boolean cut;
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
      return sequence == LabText.NO_SEQUENCE ? Kind.FOREIGN : Kind.UNTAGGED;
    }
    return isTag(buffer, tag) && readToken(buffer, tag + 4) ? Kind.TAGGED : Kind.DAMAGED;
  }

  /// The sequence the text says, at least 1, or [LabText#NO_SEQUENCE].
  public long sequence() {
    return sequence;
  }

  /// Whether the text ends within the sequence or right behind it: it may have more digits. Only if
  /// there is one.
  public boolean isSequenceCut() {
    return cut;
  }

  /// The token. Only for [LabText.Kind#TAGGED].
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

  /// Where the tag is, or what was the tag of a readable token before one of its four characters
  /// was damaged; -1 if nowhere. A whole tag goes before a damaged one.
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
