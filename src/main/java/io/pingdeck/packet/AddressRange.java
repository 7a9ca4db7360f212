package io.pingdeck.packet;

import io.pingdeck.base.GivenText;
import java.net.InetAddress;

/// A range of IP addresses in CIDR notation (RFC 4632, RFC 4291 section 2.3). An IPv4-mapped IPv6
/// address is in the range of its IPv4 address.
///
/// @param first the first address of the range; its port is 0
/// @param bits how many leading bits all addresses share, of the 128 of an [Endpoint]
public record AddressRange(Endpoint first, int bits) {
  /// The length of a range of one address.
  public static final int ALL_BITS = 128;

  private static final int MAPPED_BITS = 96;

  /// Parses `10.0.0.0/8`, `fd00::/8`, or a single address.
  ///
  /// @throws IllegalArgumentException if it is not a range, or if an address bit after the prefix
  ///   is set; the message states the text and what is allowed
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    Endpoint address = address(text, slash < 0 ? text : text.substring(0, slash));
    int offset = address.isIpv4() ? MAPPED_BITS : 0;
    int bits = ALL_BITS;
    if (slash >= 0) {
      bits = offset + length(text, text.substring(slash + 1), ALL_BITS - offset);
    }
    if ((address.high() & ~highMask(bits)) != 0 || (address.low() & ~lowMask(bits)) != 0) {
      throw new IllegalArgumentException(
          GivenText.show(text) + " sets address bits after the prefix of " + (bits - offset));
    }
    return new AddressRange(address, bits);
  }

  private static Endpoint address(String text, String address) {
    return IpLiteral.parse(address)
        .map(parsed -> Endpoint.of(parsed, 0))
        .filter(endpoint -> endpoint.scope() == 0)
        .orElseThrow(() ->
            new IllegalArgumentException(
                GivenText.show(text)
                    + " is not an address or a range (192.0.2.7, 10.0.0.0/8, fd00::/8)"));
  }

  private static int length(String text, String digits, int most) {
    if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > most) {
      throw new IllegalArgumentException(
          GivenText.show(text) + " has no prefix length (0-" + most + ") after the slash");
    }
    return Integer.parseInt(digits);
  }

  public boolean contains(InetAddress address) {
    return contains(Endpoint.of(address, 0));
  }

  /// Whether it contains the address, whatever its port.
  public boolean contains(Endpoint other) {
    return ((other.high() ^ first.high()) & highMask(bits)) == 0
        && ((other.low() ^ first.low()) & lowMask(bits)) == 0;
  }

  private static long highMask(int bits) {
    return mask(Math.min(bits, Long.SIZE));
  }

  private static long lowMask(int bits) {
    return mask(Math.max(bits - Long.SIZE, 0));
  }

  /// A shift by 64 would be a shift by 0.
  private static long mask(int leadingBits) {
    return leadingBits == 0 ? 0 : -1L << (Long.SIZE - leadingBits);
  }

  /// The range as [#parse] reads it.
  @Override
  public String toString() {
    int offset = first.isIpv4() ? MAPPED_BITS : 0;
    return first.host() + (bits == ALL_BITS ? "" : "/" + (bits - offset));
  }
}
