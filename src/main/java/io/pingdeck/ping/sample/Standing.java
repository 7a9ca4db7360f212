package io.pingdeck.ping.sample;

import io.pingdeck.packet.Endpoint;
import java.util.Optional;

/// How far a probe got. The state of a ping, its availability and every picture of them rest on
/// this alone: *up* is [#SERVED], nothing else. Loss (RFC 7680) is another question: a host that
/// refuses is reached, so nothing was lost, and its service is not up.
public enum Standing {
  /// Answered as asked: a reply in time.
  SERVED,
  /// The target was reached and did not serve: it refused or reset the connection, lost the probe
  /// on purpose, answered late, with something else than was asked for, too much or what breaks the
  /// protocol, its TLS failed, or its own host says that the port is unreachable.
  REACHED,
  /// Nothing came from the target: no answer, another ICMP error, or the probe was never sent.
  UNREACHED;

  // RFC 792: destination unreachable, port unreachable; RFC 4443 section 3.1: the same.
  private static final int UNREACHABLE_V4 = 3;
  private static final int PORT_V4 = 3;
  private static final int UNREACHABLE_V6 = 1;
  private static final int PORT_V6 = 4;

  /// @param error what an [Outcome#ICMP_ERROR] came with
  /// @param target the address that was probed
  public static Standing of(Outcome outcome, Optional<IcmpError> error, Endpoint target) {
    boolean ofTarget =
        outcome == Outcome.ICMP_ERROR && error.filter(e -> isOwnPort(e, target)).isPresent();
    return ofTarget ? REACHED : outcome.standing();
  }

  /// Whether the target's own host says that nobody listens on the port.
  private static boolean isOwnPort(IcmpError error, Endpoint target) {
    boolean port =
        error.from().isIpv4()
            ? error.type() == UNREACHABLE_V4 && error.code() == PORT_V4
            : error.type() == UNREACHABLE_V6 && error.code() == PORT_V6;
    return port && error.from().high() == target.high() && error.from().low() == target.low();
  }
}
