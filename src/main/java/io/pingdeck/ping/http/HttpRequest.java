package io.pingdeck.ping.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.pingdeck.ping.target.HttpMethod;
import io.pingdeck.ping.target.Target;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;

/// The HTTP/1.1 request of one probe, on a connection that the client closes after the response. It
/// omits `Connection: close`: the server's FIN would follow the last byte so closely that the
/// kernel often has one timestamp for both.
///
/// @param target the requested target; its path has the form that RFC 9112 section 3.2.1 requires
/// @param fields additional header lines without line ends; they override default fields of the
///   same name
record HttpRequest(Target target, HttpMethod method, List<String> fields) {
  /// The host of the target without the zone of an address, which is meaningful only on this host
  /// (RFC 6874 section 1).
  static String host(Target target) {
    int zone = target.host().indexOf('%');
    return zone < 0 ? target.host() : target.host().substring(0, zone);
  }

  /// Value of the Host field (RFC 9112 section 3.2).
  private String authority() {
    String host = host(target);
    String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    boolean usual = target.port() == target.protocol().usualPort().orElseThrow();
    return usual ? bracketed : bracketed + ":" + target.port();
  }

  /// The encoded request, ready to send.
  ///
  /// @return a direct buffer
  ByteBuffer bytes() {
    String text =
        method.name()
            + " "
            + target.path().orElseThrow()
            + " HTTP/1.1\r\n"
            + usual("Host", authority())
            + usual("User-Agent", UserAgent.TEXT)
            + usual("Accept", "*/*")
            + length()
            + fields.stream().map(field -> field + "\r\n").collect(Collectors.joining())
            + "\r\n";
    byte[] bytes = text.getBytes(US_ASCII);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  /// An empty body also needs a length (RFC 9110 section 8.6).
  private String length() {
    return method == HttpMethod.POST ? "Content-Length: 0\r\n" : "";
  }

  private String usual(String name, String value) {
    boolean isReplaced =
        fields.stream()
            .anyMatch(field -> field.regionMatches(true, 0, name + ":", 0, name.length() + 1));
    return isReplaced ? "" : name + ": " + value + "\r\n";
  }
}
