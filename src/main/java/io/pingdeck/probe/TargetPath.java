package io.pingdeck.probe;

import io.pingdeck.packet.DnsQuestion;
import io.pingdeck.packet.DnsType;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands behind host and port in a [Target] of HTTP or DNS. Its methods return it as a target
/// holds it, or throw an [IllegalArgumentException] with the sentence for the person.
final class TargetPath {
  private static final int MAX_HTTP = 2000;
  private static final DnsType USUAL_TYPE = DnsType.A;

  /// RFC 3986 sections 3.3 and 3.4.
  private static final Pattern HTTP =
      Pattern.compile("/(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*");

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
    String path = written.startsWith("/") ? written : "/" + written;
    if (path.length() > MAX_HTTP) {
      throw new IllegalArgumentException(
          "the path has " + path.length() + " characters (at most " + MAX_HTTP + ")");
    }
    if (!HTTP.matcher(path).matches()) {
      throw new IllegalArgumentException(
          GivenText.show(path)
              + " is not the path of an HTTP target: write other characters than letters, digits"
              + " and -._~!$&'()*+,;=:@/? as %20");
    }
    return path;
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
      return DnsQuestion.of(parts.group(1), type);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          GivenText.show(parts.group(1)) + " is no name to ask for: " + e.getMessage(), e);
    }
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
