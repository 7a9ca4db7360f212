package io.pingdeck.packet.dns;

import java.util.List;
import java.util.OptionalInt;

/// The names of DNS response codes (RFC 1035 section 4.1.1, RFC 2136 section 2.2).
public final class DnsRcode {
  public static final int NOERROR = 0;
  public static final int NXDOMAIN = 3;

  private static final List<String> NAMES =
      List.of(
          "NOERROR",
          "FORMERR",
          "SERVFAIL",
          "NXDOMAIN",
          "NOTIMP",
          "REFUSED",
          "YXDOMAIN",
          "YXRRSET",
          "NXRRSET",
          "NOTAUTH",
          "NOTZONE");

  private DnsRcode() {}

  /// The name of a code, or `RCODE12` if the code has none.
  public static String name(int rcode) {
    return rcode < NAMES.size() ? NAMES.get(rcode) : "RCODE" + rcode;
  }

  /// The code with this name, in capitals as in [#names()]; empty if there is none.
  public static OptionalInt of(String name) {
    int rcode = NAMES.indexOf(name);
    return rcode < 0 ? OptionalInt.empty() : OptionalInt.of(rcode);
  }

  /// All names, in the order of their codes.
  public static List<String> names() {
    return NAMES;
  }
}
