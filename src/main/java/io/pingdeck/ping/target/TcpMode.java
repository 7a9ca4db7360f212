package io.pingdeck.ping.target;

import java.util.List;

/// How a TCP ping measures. A probe's timeout runs from its SYN, in the mode `stream` from its
/// line, until its answer. The end of an answer is timed by the kernel's stamp of the bytes that
/// brought it, where there is one.
public enum TcpMode {
  /// One connection a probe, closed at once. RTT: from the SYN to the end of the handshake, by the
  /// kernel's clock where it tells (not after a SYN that had to be sent again).
  CONNECT("connect"),
  /// The lab's: connect, send a line, read the answer, close. RTT: from sending the line to the
  /// answer's last byte; the handshake is not in it.
  ECHO("echo"),
  /// One connection for all probes, Nagle's delay off. RTT: from sending the line to the answer's
  /// last byte. After a loss on the way TCP sends again: it then shows as a long RTT.
  STREAM("stream"),
  /// Connect and listen. RTT: from the SYN to the end of the greeting, of which SMTP, FTP and NNTP
  /// may send several lines; of telnet, to its first bytes.
  GREETING("greeting"),
  /// Of SMTP alone: connect, read the greeting, EHLO, STARTTLS, a TLS handshake with the
  /// certificate checked as of https, EHLO again, QUIT (RFC 3207). RTT: from the SYN to the end of
  /// the reply to the second EHLO.
  STARTTLS("starttls");

  private final String json;

  TcpMode(String json) {
    this.json = json;
  }

  /// Those that pings of this protocol have, the usual one first.
  public static List<TcpMode> of(Protocol protocol) {
    if (protocol == Protocol.SMTP) {
      return List.of(GREETING, STARTTLS);
    }
    if (protocol.isGreeting()) {
      return List.of(GREETING);
    }
    return protocol == Protocol.TCP ? List.of(CONNECT, ECHO, STREAM, GREETING) : List.of();
  }

  /// The name used in JSON and on the command line.
  public String json() {
    return json;
  }
}
