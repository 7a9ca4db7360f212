package io.pingdeck.packet.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The head of a response: status line and fields, parsed as leniently as RFC 9112 allows. Any
/// well-formed HTTP version is treated as HTTP/1.1 (RFC 9110 section 2.5). Any whitespace separates
/// the words of the status line (RFC 9112 section 4). Folded lines are joined (section 5.2).
/// Repeated fields are joined with commas (RFC 9110 section 5.3).
final class HttpHead {
  static final int MAX_BYTES = 64 << 10;
  static final String BOUND = "64 KiB of head";

  private static final byte[] START = "HTTP/".getBytes(US_ASCII);
  private static final String SPACE = "[ \\t\\x0b\\f]";
  private static final Pattern STATUS_LINE =
      Pattern.compile(
          "HTTP/([0-9]{1,3}(?:\\.[0-9]{1,3})?)" + SPACE + "+([0-9]{3})(?:" + SPACE + ".*)?",
          Pattern.DOTALL);

  private final HttpLine line = new HttpLine();
  private final Map<String, StringBuilder> fields = new HashMap<>();
  private int bytes;
  private int status = -1;
  private String version = "";
  private String field = ""; // name of the last field, which a folded line continues

  /// @return whether the head is complete
  boolean read(ByteBuffer in) {
    while (in.hasRemaining()) {
      boolean whole = line.read(in, MAX_BYTES - bytes, BOUND);
      // Blank lines before the status line are skipped.
      if (status < 0 && !line.isBlank() && !line.startsLike(START)) {
        throw HttpFault.malformed("begins with \"" + line.shown() + "\" instead of HTTP/");
      }
      if (whole && accept()) {
        return true;
      }
    }
    return false;
  }

  private boolean accept() {
    bytes += line.length() + 1;
    if (bytes >= MAX_BYTES) {
      throw HttpFault.flooded(BOUND);
    }
    boolean ends = status >= 0 && line.isBlank();
    if (status < 0 && !line.isBlank()) {
      statusLine(line.text());
    } else if (!line.isBlank()) {
      fieldLine(line.text());
    }
    line.clear();
    return ends;
  }

  private void statusLine(String text) {
    Matcher matcher = STATUS_LINE.matcher(text);
    if (!matcher.matches()) {
      throw HttpFault.malformed("\"" + line.shown() + "\" is no status line");
    }
    version = matcher.group(1);
    status = Integer.parseInt(matcher.group(2));
  }

  private void fieldLine(String text) {
    if (text.charAt(0) == ' ' || text.charAt(0) == '\t') {
      foldedLine(text.strip());
      return;
    }
    int colon = text.indexOf(':');
    String name = colon < 0 ? "" : text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    if (name.isEmpty()) {
      throw HttpFault.malformed("\"" + line.shown() + "\" in its head is no field");
    }
    field = name;
    String value = text.substring(colon + 1).strip();
    StringBuilder before = fields.putIfAbsent(name, new StringBuilder(value));
    if (before != null) {
      before.append(", ").append(value);
    }
  }

  private void foldedLine(String more) {
    StringBuilder before = fields.get(field);
    if (before != null && !more.isEmpty()) {
      before.append(before.isEmpty() ? "" : " ").append(more);
    }
  }

  /// The status code. Requires a complete head.
  int status() {
    return status;
  }

  /// The version as written in the status line: `1.1`.
  String version() {
    return version;
  }

  /// @param name in lower case
  Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name)).map(value -> value.toString().strip());
  }

  /// Number of bytes read so far.
  int bytes() {
    return bytes + line.length();
  }

  /// Whether another head follows: 101 is the only final status in the 1xx class (RFC 9110 section
  /// 15.2).
  boolean isInterim() {
    return status / 100 == 1 && status != 101;
  }
}
