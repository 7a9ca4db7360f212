package io.pingdeck.ping.policy;

import io.pingdeck.packet.Endpoint;
import java.util.Optional;

/// IPv6 addresses that contain an IPv4 address, to which a translator or a tunnel may pass packets
/// on. IPv4-mapped ones are not among them: an [Endpoint] stores IPv4 in this form.
final class EmbeddedIpv4 {
  private static final long NAT64 = 0x0064_ff9b_0000_0000L; // 64:ff9b::/96, RFC 6052
  private static final int SIX_TO_FOUR = 0x2002; // 2002::/16, RFC 3056
  private static final int TEREDO = 0x2001_0000; // 2001::/32, RFC 4380
  private static final long TRANSLATED = 0xffff_0000L; // ::ffff:0:0:0/96, RFC 2765
  private static final int ISATAP = 0x5efe; // …:0:5efe:a.b.c.d, RFC 5214

  private EmbeddedIpv4() {}

  /// The contained IPv4 address, with the same port; empty if there is none.
  static Optional<Endpoint> of(Endpoint address) {
    if (address.isIpv4()) {
      return Optional.empty();
    }
    long high = address.high();
    int last = (int) address.low();
    int before = (int) (address.low() >>> 32);
    boolean isLast =
        high == NAT64 && before == 0
            || high == 0 && (before == (int) TRANSLATED || before == 0 && (last & 0xffff_0000) != 0)
            || (before & ~0x0200_0000) == ISATAP; // with or without the universal bit
    if (isLast) {
      return found(last, address);
    }
    if (high >>> 48 == SIX_TO_FOUR) {
      return found((int) (high >>> 16), address);
    }
    return (int) (high >>> 32) == TEREDO ? found(~last, address) : Optional.empty();
  }

  private static Optional<Endpoint> found(int ipv4, Endpoint address) {
    return Optional.of(Endpoint.ipv4(ipv4, address.port()));
  }
}
