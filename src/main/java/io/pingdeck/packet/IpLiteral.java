package io.pingdeck.packet;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// IP addresses as text: IPv4 in four decimal parts, IPv6 as in RFC 4291 section 2.2. Java also
/// reads `10.1` and `1` as addresses, which people write by mistake only.
public final class IpLiteral {
  private static final Pattern FOUR_PARTS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  private IpLiteral() {}

  /// The address; empty if the text is none.
  public static Optional<InetAddress> parse(String text) {
    if (text.indexOf(':') < 0 && !FOUR_PARTS.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
