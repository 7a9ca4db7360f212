package io.pingdeck.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pingdeck.packet.DnsQuestion;
import io.pingdeck.packet.DnsType;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands behind host and port in a [Target] of HTTP or DNS. Its methods return it as a target
/// holds it, or throw an [IllegalArgumentException] with the sentence for the person.
final class TargetPath {
  private static final int MAX_HTTP = 2000;
  private static final DnsType USUAL_TYPE = DnsType.A;

  /// What may stand in path and query besides letters and digits (RFC 3986 sections 3.3 and 3.4).
  private static final String SIGNS = "-._~!$&'()*+,;=:@/?";

  private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");

  private static final Pattern DNS = Pattern.compile("/([^?#]*)(?:\\?type=([^&]*))?");

  private TargetPath() {}

  /// @param written empty, or from a `/`, `?`, `#` or backslash on
  static String read(Protocol protocol, String written) {
    return protocol.isHttp() ? http(written) : text(question(written));
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

  /// The path and query with everything percent-encoded, as UTF-8, that may not stand in them; a
  /// browser takes the same text. A backslash in the path is a slash to browsers, and so here.
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

  /// The question that such a path asks.
  static DnsQuestion question(String path) {
    Matcher parts = DNS.matcher(path);
    if (path.isEmpty() || path.equals("/")) {
      throw new IllegalArgumentException(
          "dns needs a name to ask for: dns://192.0.2.1/example.org?type=AAAA");
    }
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          GivenText.show(path) + " is not a question: /example.org or /example.org?type=AAAA");
    }
    DnsType type = parts.group(2) == null ? USUAL_TYPE : type(parts.group(2));
    try {
      return DnsQuestion.of(HostGrammar.asciiLabels(decoded(parts.group(1))), type);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          GivenText.show(parts.group(1)) + " is no name to ask for: " + e.getMessage(), e);
    }
  }

  /// Browsers and URI libraries write other alphabets as percent-encoded UTF-8.
  private static String decoded(String name) {
    return name.indexOf('%') < 0 ? name : URLDecoder.decode(name.replace("+", "%2B"), UTF_8);
  }

  /// @return the name of one of [DnsType]'s, in any case
  static DnsType type(String written) {
    for (DnsType type : DnsType.values()) {
      if (type.name().equals(written.toUpperCase(Locale.ROOT))) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        GivenText.show(written)
            + " is not a type that can be asked for ("
            + String.join(", ", Arrays.stream(DnsType.values()).map(DnsType::name).toList())
            + ")");
  }

  static String text(DnsQuestion question) {
    String name = "/" + question.name();
    return question.type() == USUAL_TYPE ? name : name + "?type=" + question.type();
  }
}
