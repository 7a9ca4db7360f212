package io.pingdeck.ping.target;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// What a target is pinged with; also the URI scheme of a target.
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

  /// The protocol of a URI scheme, in any case; empty if there is none.
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

  /// The port that a target may leave out.
  public OptionalInt usualPort() {
    return usualPort;
  }

  /// Whether a target goes on behind host and port: with what is asked for there.
  public boolean hasPath() {
    return isHttp() || this == DNS;
  }

  public boolean isHttp() {
    return this == HTTP || this == HTTPS;
  }

  /// Whether a probe is a TCP connection whose server speaks first, and its greeting the answer: a
  /// TCP ping in the mode [TcpMode#GREETING], under the name of what listens there. (A Gopher
  /// server has to be asked for its menu first.)
  public boolean isGreeting() {
    return switch (this) {
      case FTP, SMTP, POP3, IMAP, NNTP, TELNET, GOPHER -> true;
      case UDP, TCP, ICMP, HTTP, HTTPS, DNS -> false;
    };
  }

  /// Whether its answers have a code, and some codes are no reply.
  public boolean hasCodes() {
    return switch (this) {
      case HTTP, HTTPS, DNS, FTP, SMTP, NNTP, POP3, IMAP -> true;
      case UDP, TCP, ICMP, TELNET, GOPHER -> false;
    };
  }

  /// Whether a probe's bytes carry a payload of any size.
  public boolean hasPayload() {
    return this == UDP || this == TCP || this == ICMP;
  }

  /// Whether probes are datagrams, of DNS unless a target says otherwise.
  boolean hasDatagrams() {
    return this == UDP || this == ICMP || this == DNS;
  }
}
