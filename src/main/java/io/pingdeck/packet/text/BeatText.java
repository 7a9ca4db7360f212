package io.pingdeck.packet.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/// The wire format of a heartbeat, one line of ASCII:
///
/// ```
/// heartbeat <sequence> <time> [name] [epoch] [hmac:<64 hex digits>]
/// heartbeat 3 1735689600.250000 build-7 9f3c2a7714b0e5d8
/// goodbye 4 1735689601.250000 build-7 9f3c2a7714b0e5d8
/// heartbeat 5 1735689602.250000 web server-1               (a name of two words)
/// heartbeat 5 1735689602.250000 "web server 1" run-7       (a name in quotes, any epoch)
/// 3 1735689600.25                                          (short form)
/// ```
///
/// `sequence` increases by one with each beat. `time` is the sender's clock since 1970 UTC, in
/// seconds (with an optional fraction), milli-, micro- or nanoseconds; its size determines the
/// unit. `epoch` is 4 to 32 hexadecimal digits, which distinguishes it from a word of the name;
/// after a quoted name it can be any word. Without quotes and epoch, a name has at most two words.
/// `hmac` is HMAC-SHA-256 (RFC 2104) over everything before the space in front of it. The short
/// form is any text that starts with a number: the first number is the sequence, a second number
/// the time, and the rest is ignored. Every byte string has a [BeatReading]; parsing never throws.
public final class BeatText {
  public static final int MAX_BYTES = 512;
  public static final int MAX_NAME = 64;

  /// The rule of [#isName(String)], for messages.
  public static final String NAME_RULE =
      "1-" + MAX_NAME + " letters, digits, '.', '_', '-' and single blanks within";

  /// Leaves headroom for 64-bit arithmetic.
  public static final long MAX_SEQUENCE = (1L << 62) - 1;

  private static final int MAX_EPOCH = 32;
  private static final int MIN_HEX_EPOCH = 4;
  private static final String SIGNATURE = " hmac:";
  private static final Pattern BLANKS = Pattern.compile("[ \\t\\r\\n]+");
  private static final Pattern SEPARATORS = Pattern.compile("[ \\t\\r\\n,;]+");

  private BeatText() {}

  /// Parses `length` bytes at the start of the buffer.
  ///
  /// @param length more than the buffer's limit if the datagram was truncated
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
    // Decode one character per byte, so that text indexes are byte indexes.
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
    String[] words = BLANKS.split(line);
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
    return words.length > 3
        ? named(goodbye, sequence.getAsLong(), time, BLANKS.split(line, 4)[3])
        : new BeatReading.Plain(
            new Beat(goodbye, sequence.getAsLong(), time, Optional.empty(), Optional.empty()));
  }

  /// @param rest name and epoch
  private static BeatReading named(boolean goodbye, long sequence, OptionalLong time, String rest) {
    int quote = rest.startsWith("\"") ? rest.indexOf('"', 1) : 0;
    if (quote < 0) {
      return rejected(BeatFault.BAD_NAME); // unterminated quotes
    }
    String quoted = quote > 0 ? rest.substring(1, quote) : "";
    String[] words = BLANKS.split(rest.substring(quote > 0 ? quote + 1 : 0).strip());
    int last = words.length - 1;
    boolean hasEpoch = quote > 0 ? !words[last].isEmpty() : last > 0 && isHexEpoch(words[last]);
    if (quote == 0 && !hasEpoch && last == 1 && isName(words[0]) && !isName(words[1])) {
      return rejected(BeatFault.BAD_EPOCH);
    }
    if (quote > 0 ? last > 0 : !hasEpoch && last > 1) {
      return rejected(BeatFault.EXTRA_WORDS);
    }
    String name =
        quote > 0 ? quoted : String.join(" ", Arrays.copyOf(words, hasEpoch ? last : last + 1));
    if (!isName(name)) {
      return rejected(BeatFault.BAD_NAME);
    }
    if (hasEpoch && !isEpoch(words[last])) {
      return rejected(BeatFault.BAD_EPOCH);
    }
    Optional<String> epoch = hasEpoch ? Optional.of(words[last]) : Optional.empty();
    return new BeatReading.Plain(new Beat(goodbye, sequence, time, Optional.of(name), epoch));
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
    String[] rest = SEPARATORS.split(line.substring(end), 3);
    OptionalLong time =
        rest.length > 1 && rest[0].isEmpty() ? SenderTime.parse(rest[1]) : OptionalLong.empty();
    return new BeatReading.Plain(
        new Beat(false, sequence.getAsLong(), time, Optional.empty(), Optional.empty()));
  }

  /// Formats a beat as a line, with its time in seconds and six decimals.
  public static byte[] format(Beat beat) {
    StringBuilder text = new StringBuilder(beat.goodbye() ? "goodbye" : "heartbeat");
    text.append(' ').append(beat.sequence());
    beat.sentEpochNanos().ifPresent(time -> text.append(' ').append(SenderTime.format(time)));
    boolean quotes = needsQuotes(beat.name().orElse(""), beat.epoch());
    beat.name().ifPresent(name -> text.append(' ').append(quotes ? '"' + name + '"' : name));
    beat.epoch().ifPresent(epoch -> text.append(' ').append(epoch));
    return text.toString().getBytes(US_ASCII);
  }

  private static boolean needsQuotes(String name, Optional<String> epoch) {
    return name.indexOf(' ') >= 0 || epoch.filter(run -> !isHexEpoch(run)).isPresent();
  }

  /// Formats a beat as a line with a signature.
  public static byte[] format(Beat beat, BeatKey key) {
    byte[] text = format(beat);
    String signature = SIGNATURE + HexFormat.of().formatHex(key.sign(text));
    return ByteBuffer.allocate(text.length + signature.length())
        .put(text)
        .put(signature.getBytes(US_ASCII))
        .array();
  }

  /// Whether the text is a valid application name: 1-64 letters, digits, `.`, `_`, `-` and single
  /// blanks inside, the first one a letter or digit.
  public static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_NAME
        && isLetterOrDigit(text.charAt(0))
        && !text.endsWith(" ")
        && !text.contains("  ")
        && all(text, c -> isWordLetter(c) || c == '.' || c == ' ');
  }

  /// Whether the text is a valid epoch, which identifies a run of an application: 1-32 letters,
  /// digits, `_` and `-`.
  public static boolean isEpoch(String text) {
    return !text.isEmpty() && text.length() <= MAX_EPOCH && all(text, BeatText::isWordLetter);
  }

  /// Whether the text can only be an epoch, not a word of a name.
  private static boolean isHexEpoch(String text) {
    return text.length() >= MIN_HEX_EPOCH
        && text.length() <= MAX_EPOCH
        && all(text, HexFormat::isHexDigit);
  }

  private static boolean isWordLetter(int c) {
    return isLetterOrDigit(c) || c == '_' || c == '-';
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
    boolean hex = all(digits, HexFormat::isHexDigit);
    return hex && digits.length() == 2 * BeatKey.SIGNATURE_BYTES
        ? Optional.of(HexFormat.of().parseHex(digits))
        : Optional.empty();
  }

  /// A stream would take longer than all else that a beat needs, and a flood has many.
  private static boolean all(String text, IntPredicate wanted) {
    for (int i = 0; i < text.length(); i++) {
      if (!wanted.test(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigits(String text) {
    return !text.isEmpty() && all(text, BeatText::isDigit);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static BeatReading rejected(BeatFault fault) {
    return new BeatReading.Rejected(fault);
  }
}
