package io.pingdeck.probe;

/// What ICMP errors are called: RFC 792, 1122 section 3.2.2.1, 1812 section 5.2.7, 4443 and the
/// IANA registries of ICMP parameters.
final class IcmpNames {
  private IcmpNames() {}

  static String of(IcmpError error) {
    return error.from().isIpv4()
        ? ipv4(error.type(), error.code())
        : ipv6(error.type(), error.code());
  }

  private static String ipv4(int type, int code) {
    return switch (type) {
      case 3 -> ipv4Unreachable(code);
      case 4 -> "source quench";
      case 5 -> "redirect";
      case 11 -> timeExceeded(code);
      case 12 -> "parameter problem";
      default -> unnamed(type, code);
    };
  }

  private static String ipv4Unreachable(int code) {
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
      case 11 -> "network unreachable for this service";
      case 12 -> "host unreachable for this service";
      case 13 -> "prohibited by a filter";
      case 14 -> "host precedence violation";
      case 15 -> "precedence cutoff";
      default -> unnamed(3, code);
    };
  }

  private static String ipv6(int type, int code) {
    return switch (type) {
      case 1 -> ipv6Unreachable(code);
      case 2 -> "packet too big";
      case 3 -> timeExceeded(code);
      case 4 -> "parameter problem";
      default -> unnamed(type, code);
    };
  }

  private static String ipv6Unreachable(int code) {
    return switch (code) {
      case 0 -> "no route";
      case 1 -> "prohibited by a filter";
      case 2 -> "beyond the scope of the source address";
      case 3 -> "address unreachable";
      case 4 -> "port unreachable";
      case 5 -> "source address failed the policy";
      case 6 -> "route rejected";
      default -> unnamed(1, code);
    };
  }

  private static String timeExceeded(int code) {
    return code == 0 ? "hop limit exceeded" : "fragment reassembly time exceeded";
  }

  private static String unnamed(int type, int code) {
    return "type " + type + " code " + code;
  }
}
