package io.pingdeck.probe;

/// What became of one probe. Each probe gets exactly one; the only change allowed afterwards is
/// from [#LOST] to [#LATE]. History on disk knows them by their place: new ones go to the end.
public enum Outcome {
  /// The answer came within the timeout; there is an RTT.
  REPLY("reply"),
  /// The answer came after the timeout: first lost, then late. Its RTT is kept (RFC 6673).
  LATE("late"),
  /// No answer within the timeout.
  LOST("lost"),
  /// A host or router answered the probe with an ICMP error.
  ICMP_ERROR("icmpError"),
  /// TCP: the host is up and refused the connection.
  REFUSED("refused"),
  /// TCP: the connection was made, and then reset or closed before the answer was complete.
  RESET("reset"),
  /// TCP: the echo server said that it chose to lose this probe.
  SERVER_LOST("serverLost"),
  /// The packet never left this host; says nothing about the network.
  SEND_FAILED("sendFailed"),
  /// The target's name had no address; says nothing about the network.
  RESOLVE_FAILED("resolveFailed"),
  /// HTTP, DNS: a whole answer came, and it is not the one that was asked for: another status or
  /// response code.
  UNEXPECTED("unexpected"),
  /// HTTPS: the TCP connection was made, and the TLS handshake failed.
  TLS_FAILED("tlsFailed"),
  /// The server sent more than a probe reads; the connection was closed on it.
  FLOODED("flooded");

  private final String json;

  Outcome(String json) {
    this.json = json;
  }

  /// The name used in JSON everywhere: REST, WebSocket, command line.
  public String json() {
    return json;
  }

  /// Whether it is what a connection comes to that brings no reply.
  boolean concludesConnection() {
    return switch (this) {
      case REFUSED, RESET, SERVER_LOST, UNEXPECTED, TLS_FAILED, FLOODED -> true;
      case REPLY, LATE, LOST, ICMP_ERROR, SEND_FAILED, RESOLVE_FAILED -> false;
    };
  }

  public boolean hasRtt() {
    return this == REPLY || this == LATE;
  }
}
