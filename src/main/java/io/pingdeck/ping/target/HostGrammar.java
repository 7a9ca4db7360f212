package io.pingdeck.ping.target;

import io.pingdeck.base.GivenText;
import io.pingdeck.packet.Endpoint;
import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// The hosts allowed in a target. This is an allow-list, so that no host can be interpreted
/// differently by a resolver or a socket. Does not query DNS.
///
/// - a DNS name of RFC 1123 labels, 253 characters at most; other alphabets become `xn--` labels.
///   Underscores are allowed too: DNS has no rule against them (RFC 2181 section 11), and names of
///   Windows computers and of containers have them
/// - an IPv4 address as four decimal numbers without leading zeros, and no other form of it
/// - an IPv6 address (RFC 4291), link-local ones with the zone to send on (RFC 4007)
///
/// Its methods return the host as stored in a [Target], or throw an [IllegalArgumentException] with
/// a message for users.
public final class HostGrammar {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
  private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]{2,45}");
  private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9_.-]{1,15}");
  private static final int MAX_NAME = 253;

  private HostGrammar() {}

  /// A host without brackets: a name or a dotted quad.
  static String nameOrIpv4(String given) {
    if (given.isEmpty()) {
      throw new IllegalArgumentException("the host is missing");
    }
    String name = asciiLabels(given);
    boolean rooted = name.length() > 1 && name.endsWith(".");
    String[] labels = (rooted ? name.substring(0, name.length() - 1) : name).split("\\.", -1);
    if (NUMBER.matcher(labels[labels.length - 1]).matches()) {
      // Resolvers treat a last label like this as a number (RFC 1123 section 2.1): 0x7f.1 would be
      // 127.0.0.1.
      return ipv4(given);
    }
    if (name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "the host "
              + GivenText.show(given)
              + " has "
              + name.length()
              + " characters (at most "
              + MAX_NAME
              + ")");
    }
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        throw new IllegalArgumentException(
            GivenText.show(given)
                + " is not a host name (letters, digits, hyphens and underscores, at most 63"
                + " between two dots)");
      }
    }
    return name;
  }

  /// A host without a port, possibly an IPv6 address without brackets.
  static String bare(String given) {
    if (given.indexOf(':') < 0) {
      return nameOrIpv4(given);
    }
    boolean inBrackets = given.startsWith("[") && given.endsWith("]");
    return ipv6(inBrackets ? given.substring(1, given.length() - 1) : given);
  }

  /// Parses the text between the brackets.
  static String ipv6(String given) {
    int percent = given.indexOf('%');
    String literal = lower(percent < 0 ? given : given.substring(0, percent));
    if (!IPV6.matcher(literal).matches()) {
      throw notIpv6(given);
    }
    InetAddress address;
    try {
      address = InetAddress.ofLiteral(literal);
    } catch (IllegalArgumentException e) {
      throw notIpv6(given);
    }
    if (!(address instanceof Inet6Address)) {
      throw new IllegalArgumentException(
          GivenText.show(given) + " is an IPv4 address: write " + address.getHostAddress());
    }
    String text = refuseUnpingable(Endpoint.of(address, 0)).host();
    if (percent >= 0) {
      return text + "%" + zone(given, given.substring(percent + 1), address);
    }
    if (address.isLinkLocalAddress()) {
      throw new IllegalArgumentException(
          text + " is link-local: name the interface too, such as " + text + "%eth0");
    }
    return text;
  }

  private static String zone(String given, String written, InetAddress address) {
    // RFC 6874 writes the percent sign of a zone as %25 inside a URI; users rarely do.
    String zone = written.matches("25[A-Za-z].*") ? written.substring(2) : written;
    if (!ZONE.matcher(zone).matches()) {
      throw new IllegalArgumentException(
          GivenText.show(given)
              + " does not name an interface behind the % (such as fe80::1%eth0)");
    }
    if (!address.isLinkLocalAddress()) {
      throw new IllegalArgumentException(
          GivenText.show(given) + " is not link-local: leave out the interface behind the %");
    }
    return zone;
  }

  private static String ipv4(String given) {
    String[] octets = given.split("\\.", -1);
    boolean valid = octets.length == 4;
    for (String octet : octets) {
      valid = valid && OCTET.matcher(octet).matches() && Integer.parseInt(octet) <= 255;
    }
    if (!valid) {
      throw new IllegalArgumentException(
          GivenText.show(given)
              + " is not an IPv4 address (four numbers from 0 to 255, such as 192.0.2.1)");
    }
    return refuseUnpingable(Endpoint.of(InetAddress.ofLiteral(given), 0)).host();
  }

  private static Endpoint refuseUnpingable(Endpoint address) {
    unpingable(address)
        .ifPresent(sentence -> {
          throw new IllegalArgumentException(sentence);
        });
    return address;
  }

  /// Converts to lower case, and each non-ASCII label to its `xn--` form. A label that IDNA would
  /// map to plain ASCII is rejected: full-width digits or a Chinese full stop would turn into
  /// another host than the displayed one.
  static String asciiLabels(String given) {
    String[] labels = lower(given).split("\\.", -1);
    for (int i = 0; i < labels.length; i++) {
      if (labels[i].chars().anyMatch(c -> c > 127)) {
        labels[i] = punycode(given, labels[i]);
      }
    }
    return String.join(".", labels);
  }

  private static String punycode(String given, String label) {
    String ascii;
    try {
      // The strict rules reject underscores. LABEL rejects everything else that they reject.
      ascii = IDN.toASCII(label, label.indexOf('_') < 0 ? IDN.USE_STD3_ASCII_RULES : 0);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      ascii = ""; // the JDK's IDN throws on some labels that consist of format characters
    }
    if (!ascii.startsWith("xn--") || ascii.indexOf('.') >= 0) {
      throw new IllegalArgumentException(
          GivenText.show(given) + " is not a host name that is safe to convert: write it in ASCII");
    }
    return ascii;
  }

  /// ASCII only; IDNA folds other letters.
  private static String lower(String text) {
    StringBuilder lower = new StringBuilder(text);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(i, (char) (c + 32));
      }
    }
    return lower.toString();
  }

  private static IllegalArgumentException notIpv6(String given) {
    return new IllegalArgumentException(
        GivenText.show(given) + " is not an IPv6 address (such as 2001:db8::1)");
  }

  /// Why this address can never be pinged because it is not a single host's, as a sentence; empty
  /// if it is.
  public static Optional<String> unpingable(Endpoint address) {
    if (address.isMulticast()) {
      return Optional.of(address.host() + " is a multicast address: ping one host");
    }
    if (address.isBroadcast()) {
      return Optional.of(address.host() + " is a broadcast address: ping one host");
    }
    return address.isUnspecified()
        ? Optional.of(address.host() + " is not the address of a host")
        : Optional.empty();
  }
}
