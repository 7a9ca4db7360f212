package io.pingdeck.packet;

/// What the types and codes of ICMP errors are called (RFC 792, 1122, 1812; RFC 4443 for IPv6).
public final class IcmpNames {
  private IcmpNames() {}

  /// The error in a few lower-case words: `port unreachable`.
  public static String name(boolean ipv6, int type, int code) {
    return ipv6 ? v6(type, code) : v4(type, code);
  }

  private static String v4(int type, int code) {
    return switch (type) {
      case 3 -> v4Unreachable(code);
      case 4 -> "source quench";
      case 5 -> "redirect";
      case 11 -> code == 0 ? "time to live exceeded" : "reassembly time exceeded";
      case 12 -> "parameter problem";
      default -> unknown(type, code);
    };
  }

  private static String v4Unreachable(int code) {
    return switch (code) {
      case 0 -> "network unreachable";
      case 1 -> "host unreachable";
      case 2 -> "protocol unreachable";
      case 3 -> "port unreachable";
      case 4 -> "packet too big";
      case 5 -> "source route failed";
      case 6 -> "network unknown";
      case 7 -> "host unknown";
      case 8 -> "source host isolated";
      case 9 -> "network prohibited";
      case 10 -> "host prohibited";
      case 11 -> "network unreachable for this type of service";
      case 12 -> "host unreachable for this type of service";
      case 13 -> "communication prohibited";
      case 14 -> "precedence violation";
      case 15 -> "precedence cutoff";
      default -> unknown(3, code);
    };
  }

  private static String v6(int type, int code) {
    return switch (type) {
      case 1 -> v6Unreachable(code);
      case 2 -> "packet too big";
      case 3 -> code == 0 ? "hop limit exceeded" : "reassembly time exceeded";
      case 4 -> "parameter problem";
      default -> unknown(type, code);
    };
  }

  private static String v6Unreachable(int code) {
    return switch (code) {
      case 0 -> "no route";
      case 1 -> "communication prohibited";
      case 2 -> "beyond scope of source address";
      case 3 -> "address unreachable";
      case 4 -> "port unreachable";
      case 5 -> "source address failed policy";
      case 6 -> "route rejected";
      default -> unknown(1, code);
    };
  }

  private static String unknown(int type, int code) {
    return "ICMP type " + type + ", code " + code;
  }
}
