package io.pingdeck.packet.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.pingdeck.packet.text.BannerText;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// One line of an HTTP message, assembled from pieces. It ends with LF or CRLF. A bare CR or a NUL
/// inside it becomes a space (RFC 9112 section 2.2, RFC 9110 section 5.5).
final class HttpLine {
  private static final int SHOWN = 40;

  private byte[] bytes = new byte[256];
  private int length;

  /// Reads bytes up to the end of the line.
  ///
  /// @param most maximum length in bytes
  /// @param bound name of the limit, reported if the line is longer
  /// @return whether the line is complete
  boolean read(ByteBuffer in, int most, String bound) {
    while (in.hasRemaining()) {
      byte b = in.get();
      if (b == '\n') {
        return true;
      }
      if (length == most) {
        throw HttpFault.flooded(bound);
      }
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * length);
      }
      bytes[length++] = b;
    }
    return false;
  }

  int length() {
    return length;
  }

  /// Whether the line so far is empty, apart from a CR.
  boolean isBlank() {
    return length == 0 || length == 1 && bytes[0] == '\r';
  }

  /// Parses the chunk size in a complete line (RFC 9112 section 7.1) and ignores extensions. Does
  /// not allocate, because a response may have a million such lines.
  ///
  /// @param most a greater size is returned as `most + 1`
  /// @return -1 if the line has no valid size
  long chunkSize(long most) {
    int i = 0;
    long size = 0;
    for (; i < length && Character.digit(bytes[i], 16) >= 0; i++) {
      size = Math.min(most + 1, size << 4 | Character.digit(bytes[i], 16));
    }
    if (i == 0) {
      return -1;
    }
    while (i < length && isSpace(bytes[i])) {
      i++;
    }
    return i == length || bytes[i] == ';' ? size : -1;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == 0;
  }

  boolean startsLike(byte[] start) {
    int compared = Math.min(length, start.length);
    return Arrays.equals(bytes, 0, compared, start, 0, compared);
  }

  /// The text of a complete line, without its line end.
  String text() {
    int end = length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
    return new String(bytes, 0, end, ISO_8859_1).replace('\r', ' ').replace('\0', ' ');
  }

  /// The bytes so far as printable text, for messages.
  String shown() {
    return shown(new String(bytes, 0, length, ISO_8859_1));
  }

  static String shown(String text) {
    byte[] start = text.substring(0, Math.min(text.length(), SHOWN)).getBytes(ISO_8859_1);
    return BannerText.of(ByteBuffer.wrap(start), start.length);
  }

  void clear() {
    length = 0;
  }
}
