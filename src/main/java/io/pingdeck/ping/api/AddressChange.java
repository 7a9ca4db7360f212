package io.pingdeck.ping.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import java.time.Instant;

/// What happened to a running ping's address.
///
/// @param from where its probes went before
/// @param to where they go since; the same if the address stays although something is to be told
/// @param reason a sentence for a person
public record AddressChange(Instant at, Endpoint from, Endpoint to, String reason) {
  public AddressChange {
    requireNonNull(at, "at");
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    requireNonNull(reason, "reason");
  }

  public boolean isMove() {
    return !from.equals(to);
  }

  /// The change as a sentence: `address changed from 192.0.2.1 to 192.0.2.9: …`.
  public String text() {
    return (isMove()
            ? "address changed from " + from.host() + " to " + to.host()
            : "address stays " + from.host())
        + ": "
        + reason;
  }
}
