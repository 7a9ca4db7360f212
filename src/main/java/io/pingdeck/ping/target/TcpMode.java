package io.pingdeck.ping.target;

import java.util.List;

/// How a TCP ping measures. A probe's timeout runs from its SYN (in the mode `stream` from its
/// line) until its answer. The end of an answer is timed by the kernel timestamp of its last bytes,
/// if available.
public enum TcpMode {
  /// One connection per probe, closed immediately. RTT: from the SYN to the end of the handshake,
  /// by the kernel's clock if it reports it (not after a retransmitted SYN).
  CONNECT("connect"),
  /// The lab's protocol: connect, send a line, read the answer, close. RTT: from sending the line
  /// to the answer's last byte, without the handshake.
  ECHO("echo"),
  /// One connection for all probes, with TCP_NODELAY. RTT: from sending the line to the answer's
  /// last byte. TCP retransmits lost segments, so a loss shows as a long RTT.
  STREAM("stream"),
  /// Connect and wait. RTT: from the SYN to the end of the greeting, which may have several lines
  /// for SMTP, FTP and NNTP; for telnet, to its first bytes.
  GREETING("greeting"),
  /// SMTP only: connect, read the greeting, EHLO, STARTTLS, a TLS handshake with the certificate
  /// checked as for https, EHLO again, QUIT (RFC 3207). RTT: from the SYN to the end of the reply
  /// to the second EHLO.
  STARTTLS("starttls");

  private final String json;

  TcpMode(String json) {
    this.json = json;
  }

  /// The modes for pings of this protocol, the default first.
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
