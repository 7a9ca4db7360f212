package io.pingdeck.ping.resolve;

import io.pingdeck.base.Errno;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.target.AddressFamily;
import java.util.List;
import java.util.Optional;

/// Fallback to the other address family, for names with addresses of both: a service may listen on
/// only one of them, and a host may have no route for one (the idea of RFC 8305).
public final class FamilyFallback {
  private FamilyFallback() {}

  /// Whether this outcome proves that the address does not serve: nothing listens there, or this
  /// machine has no route to it.
  public static boolean isTurnedAway(Sample sample) {
    return isRefused(sample) || hasNoRoute(sample);
  }

  /// Whether nothing listens there: a reset for TCP, an ICMP error for UDP.
  static boolean isRefused(Sample sample) {
    return switch (sample.outcome()) {
      case REFUSED -> true;
      case ICMP_ERROR -> sample.icmpError().filter(IcmpError::isPortUnreachable).isPresent();
      default -> false;
    };
  }

  private static boolean hasNoRoute(Sample sample) {
    return switch (sample.errno()) {
      case Errno.ENETUNREACH, Errno.EHOSTUNREACH, Errno.EADDRNOTAVAIL, Errno.EAFNOSUPPORT -> true;
      default -> false;
    };
  }

  /// The first address of the other family that may be pinged; empty if a specific family was
  /// requested.
  public static Optional<Endpoint> of(
      PingSpec spec, Endpoint from, List<Endpoint> others, PingLimits limits) {
    return spec.family() == AddressFamily.ANY
        ? others.stream()
            .filter(address -> address.isIpv4() != from.isIpv4())
            .filter(address -> limits.check(spec, address).isEmpty())
            .findFirst()
        : Optional.empty();
  }
}
