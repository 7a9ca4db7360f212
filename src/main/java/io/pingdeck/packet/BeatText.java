package io.pingdeck.packet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/// A heartbeat on the wire, one line of ASCII:
///
/// ```
/// heartbeat <sequence> <time> [name] [epoch] [hmac:<64 hex digits>]
/// heartbeat 3 1735689600000 build-7 9f3c2a7714b0e5d8
/// goodbye 4 1735689601000 build-7 9f3c2a7714b0e5d8
/// 3 1735689600.25                                        (short form)
/// ```
///
/// `sequence` goes up by one for each beat; `time` is the sender's clock since 1970 UTC as seconds
/// (with a fraction, if any), milli-, micro- or nanoseconds, told apart by their size. `hmac` is
/// HMAC-SHA-256 (RFC 2104) over everything before the space in front of it. The short form is any
/// text that begins with a number: that is the sequence, a second number the time, the rest is not
/// looked at. Every byte string has a [BeatReading]; none causes an exception.
public final class BeatText {
  public static final int MAX_BYTES = 512;
  public static final int MAX_NAME = 64;

  /// Leaves room for arithmetic in 64 bits.
  public static final long MAX_SEQUENCE = (1L << 62) - 1;

  private static final int MAX_EPOCH = 32;
  private static final String SIGNATURE = " hmac:";

  private BeatText() {}

  /// Reads `length` bytes at the start of the buffer.
  ///
  /// @param length more than the buffer holds if the datagram arrived cut
  public static BeatReading parse(ByteBuffer buffer, int length) {
    if (length == 0) {
      return rejected(BeatFault.EMPTY);
    }
    if (length > MAX_BYTES || length > buffer.limit()) {
      return rejected(BeatFault.TOO_LONG);
    }
    byte[] bytes = new byte[length];
    buffer.get(0, bytes);
    return parse(bytes);
  }

  private static BeatReading parse(byte[] bytes) {
    if (!isText(bytes)) {
      return rejected(BeatFault.BINARY);
    }
    // One character for each byte, so that positions in the text are positions in the bytes.
    String text = new String(bytes, ISO_8859_1);
    String line = text.strip();
    if (line.isEmpty()) {
      return rejected(BeatFault.EMPTY);
    }
    if (isDigit(line.charAt(0))) {
      return shortForm(line);
    }
    int signature = text.lastIndexOf(SIGNATURE);
    if (signature < 0) {
      return longForm(line);
    }
    String digits = text.substring(signature + SIGNATURE.length()).strip();
    Optional<byte[]> bits = signature(digits);
    if (bits.isEmpty()) {
      return rejected(BeatFault.BAD_SIGNATURE_TEXT);
    }
    byte[] signed = new byte[signature];
    System.arraycopy(bytes, 0, signed, 0, signature);
    return longForm(text.substring(0, signature).strip()) instanceof BeatReading.Plain(Beat beat)
        ? new BeatReading.Signed(beat, signed, bits.get())
        : longForm(text.substring(0, signature).strip());
  }

  private static BeatReading longForm(String line) {
    String[] words = line.split("[ \t\r\n]+");
    boolean goodbye = words[0].equalsIgnoreCase("goodbye");
    if (!goodbye && !words[0].equalsIgnoreCase("heartbeat")) {
      return rejected(BeatFault.NOT_A_BEAT);
    }
    if (words.length < 2 || !isDigits(words[1])) {
      return rejected(BeatFault.BAD_SEQUENCE);
    }
    OptionalLong sequence = sequence(words[1]);
    if (sequence.isEmpty()) {
      return rejected(BeatFault.NUMBER_TOO_LARGE);
    }
    OptionalLong time = words.length < 3 ? OptionalLong.empty() : SenderTime.parse(words[2]);
    if (words.length > 2 && time.isEmpty()) {
      return rejected(BeatFault.BAD_TIME);
    }
    if (words.length > 3 && !isName(words[3])) {
      return rejected(BeatFault.BAD_NAME);
    }
    if (words.length > 4 && !isEpoch(words[4])) {
      return rejected(BeatFault.BAD_EPOCH);
    }
    return words.length > 5
        ? rejected(BeatFault.EXTRA_WORDS)
        : new BeatReading.Plain(
            new Beat(goodbye, sequence.getAsLong(), time, word(words, 3), word(words, 4)));
  }

  private static BeatReading shortForm(String line) {
    int end = 0;
    while (end < line.length() && isDigit(line.charAt(end))) {
      end++;
    }
    OptionalLong sequence = sequence(line.substring(0, end));
    if (sequence.isEmpty()) {
      return rejected(BeatFault.NUMBER_TOO_LARGE);
    }
    String[] rest = line.substring(end).split("[ \t\r\n,;]+", 3);
    OptionalLong time =
        rest.length > 1 && rest[0].isEmpty() ? SenderTime.parse(rest[1]) : OptionalLong.empty();
    return new BeatReading.Plain(
        new Beat(false, sequence.getAsLong(), time, Optional.empty(), Optional.empty()));
  }

  /// The line for a beat, its time in milliseconds.
  public static byte[] format(Beat beat) {
    StringBuilder text = new StringBuilder(beat.goodbye() ? "goodbye" : "heartbeat");
    text.append(' ').append(beat.sequence());
    beat.sentEpochNanos().ifPresent(time -> text.append(' ').append(SenderTime.format(time)));
    beat.name().ifPresent(name -> text.append(' ').append(name));
    beat.epoch().ifPresent(epoch -> text.append(' ').append(epoch));
    return text.toString().getBytes(US_ASCII);
  }

  /// The line for a beat with its signature.
  public static byte[] format(Beat beat, BeatKey key) {
    byte[] text = format(beat);
    String signature = SIGNATURE + HexFormat.of().formatHex(key.sign(text));
    return ByteBuffer.allocate(text.length + signature.length())
        .put(text)
        .put(signature.getBytes(US_ASCII))
        .array();
  }

  /// Whether an application may be called this: 1-64 letters, digits, `.`, `_` and `-`, the first
  /// one a letter or digit.
  public static boolean isName(String text) {
    return isWord(text, MAX_NAME, true) && isLetterOrDigit(text.charAt(0));
  }

  /// Whether this can name a run of an application: 1-32 letters, digits, `_` and `-`.
  public static boolean isEpoch(String text) {
    return isWord(text, MAX_EPOCH, false);
  }

  private static boolean isWord(String text, int longest, boolean dots) {
    return !text.isEmpty()
        && text.length() <= longest
        && text.chars()
            .allMatch(c -> isLetterOrDigit(c) || c == '_' || c == '-' || dots && c == '.');
  }

  private static boolean isLetterOrDigit(int c) {
    return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private static boolean isText(byte[] bytes) {
    boolean ascii = true;
    for (byte b : bytes) {
      if (b >= 0 && b < ' ' && b != '\t' && b != '\r' && b != '\n' || b == 0x7f) {
        return false;
      }
      ascii &= b >= 0;
    }
    if (ascii) {
      return true;
    }
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  private static OptionalLong sequence(String digits) {
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      value = value * 10 + digits.charAt(i) - '0';
      if (value > MAX_SEQUENCE / 10 && i + 1 < digits.length() || value > MAX_SEQUENCE) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(value);
  }

  private static Optional<byte[]> signature(String digits) {
    boolean hex = digits.chars().allMatch(HexFormat::isHexDigit);
    return hex && digits.length() == 2 * BeatKey.SIGNATURE_BYTES
        ? Optional.of(HexFormat.of().parseHex(digits))
        : Optional.empty();
  }

  private static Optional<String> word(String[] words, int i) {
    return i < words.length ? Optional.of(words[i]) : Optional.empty();
  }

  private static boolean isDigits(String text) {
    return !text.isEmpty() && text.chars().allMatch(BeatText::isDigit);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static BeatReading rejected(BeatFault fault) {
    return new BeatReading.Rejected(fault);
  }
}
