package io.pingdeck.ping.sample;

/// The outcome of one probe. Each probe gets exactly one. The only later change is from [#LOST] to
/// an outcome that arrived after the timeout, see [#corrects(Outcome)]. History on disk stores
/// ordinals, so new outcomes go to the end.
public enum Outcome {
  /// A reply arrived within the timeout; there is an RTT.
  REPLY("reply", "replied", 'r', 1, Standing.SERVED),
  /// A reply arrived after the timeout: first lost, then late. Its RTT is kept (RFC 6673).
  LATE("late", "late", 'a', 2, Standing.REACHED),
  /// No part of an answer arrived within the timeout.
  LOST("lost", "lost", 'l', 3, Standing.UNREACHED),
  /// A host or router sent an ICMP error, within the timeout or after it. For an absent host it
  /// arrives after about 3 s, when address resolution fails (RFC 1122 section 2.3.2, RFC 4861
  /// section 7.3.3).
  ICMP_ERROR("icmpError", "icmpErrors", 'i', 4, Standing.UNREACHED),
  /// TCP: the host is up and refused the connection.
  REFUSED("refused", "refused", 'f', 5, Standing.REACHED),
  /// TCP: the connection was established, then reset or closed before the answer was complete.
  RESET("reset", "reset", 't', 6, Standing.REACHED),
  /// TCP: the echo server reported that it dropped this probe on purpose.
  SERVER_LOST("serverLost", "serverLost", 's', 7, Standing.REACHED),
  /// The packet never left this host, so this says nothing about the network.
  SEND_FAILED("sendFailed", "sendFailed", 'x', 9, Standing.UNREACHED),
  /// The target's name had no address, so this says nothing about the network.
  RESOLVE_FAILED("resolveFailed", "sendFailed", 'x', 9, Standing.UNREACHED),
  /// HTTP, DNS: a complete answer arrived that was not expected: another status or response code.
  UNEXPECTED("unexpected", "unexpected", 'u', 16, Standing.REACHED),
  /// HTTPS: the TCP connection was established, and the TLS handshake failed, or began and did not
  /// complete within the timeout.
  TLS_FAILED("tlsFailed", "tlsFailed", 'c', 17, Standing.REACHED),
  /// The server sent more than a probe reads, so the connection was closed.
  FLOODED("flooded", "flooded", 'o', 18, Standing.REACHED),
  /// An answer arrived that violates its protocol, does not belong to this probe, or began and did
  /// not end within the timeout; see [Response.Malformed].
  MALFORMED("malformed", "malformed", 'm', 19, Standing.REACHED);

  private final String json;
  private final String counter;
  private final char letter;
  private final int column;
  private final Standing standing;

  Outcome(String json, String counter, char letter, int column, Standing standing) {
    this.json = json;
    this.counter = counter;
    this.letter = letter;
    this.column = column;
    this.standing = standing;
  }

  /// The name used in JSON everywhere: REST, WebSocket, command line.
  public String json() {
    return json;
  }

  /// The name of its counter in JSON. Two outcomes share `sendFailed`.
  public String counter() {
    return counter;
  }

  /// Its one-character form.
  public char letter() {
    return letter;
  }

  /// The column of its counter in a row of [PingCounters]; new ones are appended.
  int column() {
    return column;
  }

  /// How far such a probe got. For an ICMP error use [Standing#of], because its source matters.
  public Standing standing() {
    return standing;
  }

  /// Whether a connection without a reply can have this outcome.
  private boolean concludesConnection() {
    return switch (this) {
      case REFUSED, RESET, SERVER_LOST, UNEXPECTED, TLS_FAILED, FLOODED, MALFORMED -> true;
      case REPLY, LATE, LOST, ICMP_ERROR, SEND_FAILED, RESOLVE_FAILED -> false;
    };
  }

  /// @throws IllegalArgumentException if a connection without a reply cannot have this outcome
  public void requireConclusion() {
    if (!concludesConnection()) {
      throw new IllegalArgumentException("not for conclude: " + this);
    }
  }

  /// Whether it is loss: the network, or a server on purpose, left the probe without an in-time
  /// reply. A refused or reset connection, an answer that was not expected or is malformed, a
  /// failed TLS handshake and a flood are no loss: they prove that the host is up and reached.
  public boolean isUnanswered() {
    return switch (this) {
      case LATE, LOST, ICMP_ERROR, SERVER_LOST -> true;
      default -> false;
    };
  }

  /// Whether the packet left this host.
  public boolean isSent() {
    return this != SEND_FAILED && this != RESOLVE_FAILED;
  }

  /// Whether this corrects an earlier outcome: a loss, by whatever arrived after the timeout.
  public boolean corrects(Outcome earlier) {
    return earlier == LOST && (this == LATE || this == ICMP_ERROR || concludesConnection());
  }

  public boolean hasRtt() {
    return this == REPLY || this == LATE;
  }
}
