package io.pingdeck.ping.api;

/// How many of a worker's places for probes with a connection of their own are taken. Where all
/// are, a probe is not sent.
///
/// @param most how many there are of each kind
public record ConnectionSlots(int tcp, int http, int most) {
  /// Of a loop without such probes.
  public static final ConnectionSlots NONE = new ConnectionSlots(0, 0, 0);

  /// Of two senders of one loop.
  public ConnectionSlots and(ConnectionSlots other) {
    return new ConnectionSlots(tcp + other.tcp, http + other.http, Math.max(most, other.most));
  }
}
