package io.pingdeck.ping.api;

/// Connections in use by the probes of a worker that need one each. If all are in use, a probe is
/// not sent.
///
/// @param most limit of each kind
public record ConnectionSlots(int tcp, int http, int most) {
  /// For a loop without such probes.
  public static final ConnectionSlots NONE = new ConnectionSlots(0, 0, 0);

  /// The sum over two senders of one loop.
  public ConnectionSlots and(ConnectionSlots other) {
    return new ConnectionSlots(tcp + other.tcp, http + other.http, Math.max(most, other.most));
  }
}
