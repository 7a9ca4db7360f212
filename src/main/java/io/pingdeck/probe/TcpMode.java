package io.pingdeck.probe;

/// How a TCP ping measures. Whatever the mode, a probe's timeout runs from the moment it is due
/// until its answer, handshake included.
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
  GREETING("greeting");

  private final String json;

  TcpMode(String json) {
    this.json = json;
  }

  /// The name used in JSON and on the command line.
  public String json() {
    return json;
  }
}
