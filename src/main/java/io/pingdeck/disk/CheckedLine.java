package io.pingdeck.disk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/// A line with a checksum: eight hex digits of CRC-32C over the rest, a blank, the line's number, a
/// blank, a letter, a blank, the text, a newline. Damage to one line leaves the others readable.
///
/// @param number increases by one from line to line; an end line has the number of the line before
///   it
/// @param text for a beginning: the number of lines written with it and, after a blank, the format
///   of the content; empty in the first version, which had no end lines. Without a format it is 1.
record CheckedLine(long number, Kind kind, byte[] text) {
  private static final int CRC_DIGITS = 8;
  private static final int MOST_DIGITS = 18;
  private static final Pattern BEGINNING_TEXT = Pattern.compile("(\\d{1,9}( \\d{1,9})?)?");

  /// The role of a line.
  enum Kind {
    /// Starts the content of a file.
    BEGINNING('B'),
    CONTENT('C'),
    /// Marks everything before it as completely written.
    END('E');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    private static Kind of(byte letter) {
      for (Kind kind : values()) {
        if (kind.letter == letter) {
          return kind;
        }
      }
      return CONTENT;
    }
  }

  static CheckedLine beginning(long number, int lines) {
    return new CheckedLine(
        number, Kind.BEGINNING, Integer.toString(lines).getBytes(StandardCharsets.US_ASCII));
  }

  static CheckedLine end(long number) {
    return new CheckedLine(number, Kind.END, new byte[0]);
  }

  boolean begins() {
    return kind == Kind.BEGINNING;
  }

  /// For a beginning: the number of the last line that was written with it.
  ///
  /// @return empty for the first version of the format
  OptionalLong lastWritten() {
    return text.length == 0
        ? OptionalLong.empty()
        : OptionalLong.of(number + Integer.parseInt(words()[0]));
  }

  /// For a beginning: the format of the content.
  int format() {
    String[] words = words();
    return words.length > 1 ? Integer.parseInt(words[1]) : 1;
  }

  private String[] words() {
    return new String(text, StandardCharsets.US_ASCII).split(" ");
  }

  private boolean isSound() {
    return !begins()
        || BEGINNING_TEXT.matcher(new String(text, StandardCharsets.US_ASCII)).matches();
  }

  byte[] toBytes() {
    byte[] head = (" " + number + " " + kind.letter + " ").getBytes(StandardCharsets.US_ASCII);
    byte[] line = new byte[CRC_DIGITS + head.length + text.length + 1];
    System.arraycopy(head, 0, line, CRC_DIGITS, head.length);
    System.arraycopy(text, 0, line, CRC_DIGITS + head.length, text.length);
    line[line.length - 1] = '\n';
    byte[] crc = crc(line, line.length - 1).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(crc, 0, line, 0, CRC_DIGITS);
    return line;
  }

  /// @param line the line without its newline
  /// @param length number of bytes of `line` in use
  /// @return empty if the line is damaged
  static Optional<CheckedLine> of(byte[] line, int length) {
    if (length <= CRC_DIGITS
        || !crc(line, length).equals(new String(line, 0, CRC_DIGITS, StandardCharsets.US_ASCII))) {
      return Optional.empty();
    }
    int at = CRC_DIGITS + 1;
    long number = 0;
    while (at < length && line[at] >= '0' && line[at] <= '9') {
      number = number * 10 + line[at++] - '0';
    }
    int text = at + 3; // " C "
    if (text > length || at > CRC_DIGITS + 1 + MOST_DIGITS) {
      return Optional.empty();
    }
    CheckedLine read =
        new CheckedLine(number, Kind.of(line[at + 1]), Arrays.copyOfRange(line, text, length));
    return Optional.of(read).filter(CheckedLine::isSound);
  }

  private static String crc(byte[] line, int length) {
    CRC32C crc = new CRC32C();
    crc.update(line, CRC_DIGITS, length - CRC_DIGITS);
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
