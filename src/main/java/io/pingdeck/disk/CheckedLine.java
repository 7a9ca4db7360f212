package io.pingdeck.disk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/// A line with a checksum: eight hex digits of CRC-32C over the rest, a blank, the line's number, a
/// blank, a letter, a blank, the text, a newline. Damage to one line leaves the others readable.
///
/// @param number grows by one from line to line
/// @param begins whether a file's content begins with it; it has no text
record CheckedLine(long number, boolean begins, byte[] text) {
  private static final int CRC_DIGITS = 8;
  private static final char BEGINS = 'B';
  private static final char CONTENT = 'C';

  byte[] toBytes() {
    byte[] head =
        (" " + number + " " + (begins ? BEGINS : CONTENT) + " ")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] line = new byte[CRC_DIGITS + head.length + text.length + 1];
    System.arraycopy(head, 0, line, CRC_DIGITS, head.length);
    System.arraycopy(text, 0, line, CRC_DIGITS + head.length, text.length);
    line[line.length - 1] = '\n';
    byte[] crc = crc(line, line.length - 1).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(crc, 0, line, 0, CRC_DIGITS);
    return line;
  }

  /// @param line without its newline
  /// @param length how many of its bytes are the line
  /// @return empty if it is damaged
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
    if (text > length) {
      return Optional.empty();
    }
    byte[] rest = Arrays.copyOfRange(line, text, length);
    return Optional.of(new CheckedLine(number, line[at + 1] == BEGINS, rest));
  }

  private static String crc(byte[] line, int length) {
    CRC32C crc = new CRC32C();
    crc.update(line, CRC_DIGITS, length - CRC_DIGITS);
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
