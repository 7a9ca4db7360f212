package io.pingdeck.ping.target;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pingdeck.base.GivenText;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Parses the path of an HTTP or DNS [Target]. Its methods return it as stored in a target, or
/// throw an [IllegalArgumentException] with a message for users.
final class TargetPath {
  private static final int MAX_HTTP = 2000;

  /// Characters allowed in path and query in addition to letters and digits (RFC 3986 sections 3.3
  /// and 3.4).
  private static final String SIGNS = "-._~!$&'()*+,;=:@/?";

  private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");

  private TargetPath() {}

  /// @param written empty, or starts with `/`, `?`, `#` or a backslash
  static String read(Protocol protocol, String written) {
    return protocol.isHttp() ? http(written) : DnsPath.read(written).text();
  }

  private static String http(String written) {
    if (written.indexOf('#') >= 0) {
      throw new IllegalArgumentException(
          GivenText.show(written.substring(written.indexOf('#')))
              + " is never sent to a server: leave out all from the # on");
    }
    String path = escaped(written.matches("(?s)[/\\\\].*") ? written : "/" + written);
    if (path.length() > MAX_HTTP) {
      throw new IllegalArgumentException(
          "the path has " + path.length() + " characters (at most " + MAX_HTTP + ")");
    }
    return path;
  }

  /// The path and query with all other characters percent-encoded as UTF-8, so that the same text
  /// works in a browser. A backslash in the path becomes a slash, as in browsers.
  private static String escaped(String path) {
    StringBuilder text = new StringBuilder(path.length());
    boolean inQuery = false;
    for (int i = 0; i < path.length(); i += Character.charCount(path.codePointAt(i))) {
      int c = path.codePointAt(i);
      inQuery |= c == '?';
      if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
        throw new IllegalArgumentException(
            GivenText.show(path) + " has a control character: write it as %09");
      } else if (c == '\\' && !inQuery) {
        text.append('/');
      } else if (isPlain(c)
          || c == '%' && ESCAPE.matcher(path).region(i, path.length()).lookingAt()) {
        text.append((char) c);
      } else {
        for (byte b : Character.toString(c).getBytes(UTF_8)) {
          text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
        }
      }
    }
    return text.toString();
  }

  private static boolean isPlain(int c) {
    return c >= '0' && c <= '9'
        || c >= 'A' && c <= 'Z'
        || c >= 'a' && c <= 'z'
        || SIGNS.indexOf(c) >= 0;
  }
}
