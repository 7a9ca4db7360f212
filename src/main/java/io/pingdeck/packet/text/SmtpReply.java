package io.pingdeck.packet.text;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Reads one SMTP reply (RFC 5321 section 4.2) incrementally:
///
/// ```
/// 250-mail.example
/// 250-PIPELINING
/// 250 STARTTLS
/// ```
///
/// Every line starts with the same three digits; all but the last have a `-` after them. A line
/// ends with LF or CRLF. A reply has at most 16 KiB.
public final class SmtpReply {
  public static final int MAX_BYTES = 16 << 10;
  public static final String BOUND = "16 KiB of one reply";

  /// Number of bytes kept for messages.
  private static final int TEXT_BYTES = 1024;

  private static final int LINE_BYTES = 64; // enough for every keyword
  private static final int CODE_DIGITS = 3;

  /// Progress of the reading.
  public enum State {
    OPEN,
    WHOLE,
    /// Not a valid SMTP reply.
    MALFORMED,
    /// Longer than [#MAX_BYTES].
    FLOODED
  }

  private final ByteBuffer text = ByteBuffer.allocate(TEXT_BYTES);
  private final byte[] line = new byte[LINE_BYTES]; // its first bytes
  private final Set<String> keywords = new HashSet<>();
  private int lineBytes;
  private int bytes;
  private int code = -1;
  private State state = State.OPEN;

  /// Reads up to the end of the reply and leaves the bytes after it in the buffer.
  public State read(ByteBuffer in) {
    while (state == State.OPEN && in.hasRemaining()) {
      add(in.get());
    }
    return state;
  }

  private void add(byte b) {
    bytes++;
    if (text.hasRemaining()) {
      text.put(b);
    }
    if (b == '\n') {
      endLine();
      lineBytes = 0;
    } else if (bytes >= MAX_BYTES) {
      state = State.FLOODED;
    } else {
      if (lineBytes < LINE_BYTES) {
        line[lineBytes] = b;
      }
      lineBytes++;
    }
  }

  private void endLine() {
    String start = new String(line, 0, Math.min(lineBytes, LINE_BYTES), US_ASCII).stripTrailing();
    int number = number(start);
    if (number < 0 || code >= 0 && number != code) {
      state = State.MALFORMED;
      return;
    }
    if (code >= 0 && start.length() > CODE_DIGITS + 1) { // the first line has no keyword
      String rest = start.substring(CODE_DIGITS + 1);
      keywords.add(rest.split("[ \t]", 2)[0].toUpperCase(Locale.ROOT));
    }
    code = number;
    if (start.length() == CODE_DIGITS || start.charAt(CODE_DIGITS) != '-') {
      state = State.WHOLE;
    }
  }

  /// @return -1 if the line does not start with a code
  private static int number(String line) {
    boolean isEnded = line.length() == CODE_DIGITS;
    if (line.length() < CODE_DIGITS || !isEnded && " -\t".indexOf(line.charAt(CODE_DIGITS)) < 0) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < CODE_DIGITS; i++) {
      int digit = line.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  /// The three-digit code. Requires a complete reply.
  public int code() {
    return code;
  }

  /// Whether a line after the first starts with this keyword, like the extensions in a reply to
  /// EHLO (RFC 5321 section 4.1.1.1).
  ///
  /// @param keyword in capitals
  public boolean offers(String keyword) {
    return keywords.contains(keyword);
  }

  /// Whether at least one byte has arrived.
  public boolean isBegun() {
    return bytes > 0;
  }

  /// The text received so far, in the form of [BannerText].
  public String text() {
    return BannerText.of(text, text.position());
  }
}
