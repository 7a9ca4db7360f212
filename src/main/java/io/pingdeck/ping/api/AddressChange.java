package io.pingdeck.ping.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import java.time.Instant;

/// A change of a running ping's address, or a reason why it stays.
///
/// @param from address of the probes before
/// @param to address of the probes since; equal to `from` if only the reason is reported
/// @param reason a sentence for users
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
