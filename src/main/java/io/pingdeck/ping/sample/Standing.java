package io.pingdeck.ping.sample;

import io.pingdeck.packet.Endpoint;
import java.util.Optional;

/// How far a probe got. The state of a ping, its availability and every chart of them depend only
/// on this: *up* is [#SERVED], nothing else. Loss (RFC 7680) is a separate question. If a host
/// refuses, nothing was lost, but its service is not up.
public enum Standing {
  /// The service answered as expected: a reply within the timeout.
  SERVED,
  /// The target was reached and did not serve. It refused or reset the connection, lost the probe
  /// on purpose, or answered late, unexpectedly, too much or in violation of the protocol. Or its
  /// TLS handshake failed, or its own host reported that the port is unreachable.
  REACHED,
  /// Nothing came from the target: no answer, another ICMP error, or the probe was never sent.
  UNREACHED;

  // Destination unreachable, port unreachable: RFC 792 and RFC 4443 section 3.1.
  private static final int UNREACHABLE_V4 = 3;
  private static final int PORT_V4 = 3;
  private static final int UNREACHABLE_V6 = 1;
  private static final int PORT_V6 = 4;

  /// @param error the error of an [Outcome#ICMP_ERROR]
  /// @param target the probed address
  public static Standing of(Outcome outcome, Optional<IcmpError> error, Endpoint target) {
    boolean ofTarget =
        outcome == Outcome.ICMP_ERROR && error.filter(e -> isOwnPort(e, target)).isPresent();
    return ofTarget ? REACHED : outcome.standing();
  }

  /// Whether the target's own host reports that nothing listens on the port.
  private static boolean isOwnPort(IcmpError error, Endpoint target) {
    boolean port =
        error.from().isIpv4()
            ? error.type() == UNREACHABLE_V4 && error.code() == PORT_V4
            : error.type() == UNREACHABLE_V6 && error.code() == PORT_V6;
    return port && error.from().high() == target.high() && error.from().low() == target.low();
  }
}
