package io.pingdeck.ping.target;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// Protocol of a target; also its URI scheme.
public enum Protocol {
  UDP(Kind.DATAGRAM),
  TCP(Kind.CONNECTION),
  ICMP(Kind.DATAGRAM),
  HTTP(Kind.HTTP, 80),
  HTTPS(Kind.HTTP, 443),
  DNS(Kind.DATAGRAM, 53),
  FTP(Kind.GREETING, 21),
  SMTP(Kind.GREETING, 25),
  POP3(Kind.GREETING, 110),
  IMAP(Kind.GREETING, 143),
  NNTP(Kind.GREETING, 119),
  TELNET(Kind.GREETING, 23),
  GOPHER(Kind.GREETING, 70);

  /// How a probe is sent; see [#isGreeting()].
  private enum Kind {
    DATAGRAM,
    CONNECTION,
    GREETING,
    HTTP
  }

  private final Kind kind;
  private final OptionalInt usualPort;

  Protocol(Kind kind, int... usualPort) {
    this.kind = kind;
    this.usualPort = Arrays.stream(usualPort).findFirst();
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
    return kind == Kind.HTTP;
  }

  /// Whether a probe is a TCP connection on which the server sends first, and its greeting is the
  /// answer. This is a TCP ping in the mode [TcpMode#GREETING] with the name of the service. (A
  /// Gopher server sends its menu only after a request.)
  public boolean isGreeting() {
    return kind == Kind.GREETING;
  }

  /// Whether answers have a code, and some codes do not count as a reply.
  public boolean hasCodes() {
    return switch (this) {
      case UDP, TCP, ICMP, TELNET, GOPHER -> false;
      default -> true;
    };
  }

  /// Whether probes carry a payload of variable size.
  public boolean hasPayload() {
    return this == UDP || this == TCP || this == ICMP;
  }

  /// Whether probes are datagrams; for DNS, unless a target selects TCP.
  boolean hasDatagrams() {
    return kind == Kind.DATAGRAM;
  }
}
