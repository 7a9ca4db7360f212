package io.pingdeck.ping.target;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// Protocol of a target; also its URI scheme.
public enum Protocol {
  UDP,
  TCP,
  ICMP,
  HTTP(80),
  HTTPS(443),
  DNS(53),
  FTP(21),
  SMTP(25),
  POP3(110),
  IMAP(143),
  NNTP(119),
  TELNET(23),
  GOPHER(70);

  private final OptionalInt usualPort;

  Protocol() {
    usualPort = OptionalInt.empty();
  }

  Protocol(int usualPort) {
    this.usualPort = OptionalInt.of(usualPort);
  }

  /// The protocol of a URI scheme, ignoring case; empty if unknown.
  public static Optional<Protocol> of(String scheme) {
    String lower = scheme.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(protocol -> protocol.scheme().equals(lower)).findFirst();
  }

  public String scheme() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean hasPort() {
    return this != ICMP;
  }

  /// The default port.
  public OptionalInt usualPort() {
    return usualPort;
  }

  /// Whether a target has a path that names the requested resource.
  public boolean hasPath() {
    return isHttp() || this == DNS;
  }

  public boolean isHttp() {
    return this == HTTP || this == HTTPS;
  }

  /// Whether a probe is a TCP connection on which the server sends first, and its greeting is the
  /// answer. This is a TCP ping in the mode [TcpMode#GREETING] with the name of the service. (A
  /// Gopher server sends its menu only after a request.)
  public boolean isGreeting() {
    return switch (this) {
      case FTP, SMTP, POP3, IMAP, NNTP, TELNET, GOPHER -> true;
      case UDP, TCP, ICMP, HTTP, HTTPS, DNS -> false;
    };
  }

  /// Whether answers have a code, and some codes do not count as a reply.
  public boolean hasCodes() {
    return switch (this) {
      case HTTP, HTTPS, DNS, FTP, SMTP, NNTP, POP3, IMAP -> true;
      case UDP, TCP, ICMP, TELNET, GOPHER -> false;
    };
  }

  /// Whether probes carry a payload of variable size.
  public boolean hasPayload() {
    return this == UDP || this == TCP || this == ICMP;
  }

  /// Whether probes are datagrams; for DNS, unless a target selects TCP.
  boolean hasDatagrams() {
    return this == UDP || this == ICMP || this == DNS;
  }
}
