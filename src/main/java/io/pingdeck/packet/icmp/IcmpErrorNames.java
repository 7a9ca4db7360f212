package io.pingdeck.packet.icmp;

/// Names of ICMP errors: RFC 792, 1122 and 1812 for ICMP, RFC 4443 for ICMPv6.
public final class IcmpErrorNames {
  private IcmpErrorNames() {}

  /// The meaning of type and code, such as `port unreachable`; numbers if these RFCs do not name
  /// it.
  public static String name(boolean ipv6, int type, int code) {
    return ipv6 ? ipv6(type, code) : ipv4(type, code);
  }

  private static String ipv4(int type, int code) {
    return switch (type) {
      case 3 -> destinationUnreachable(code);
      case 4 -> "source quench";
      case 5 ->
          switch (code) {
            case 0 -> "redirect for the network";
            case 1 -> "redirect for the host";
            case 2 -> "redirect for the type of service and network";
            case 3 -> "redirect for the type of service and host";
            default -> "redirect, code " + code;
          };
      case 11 ->
          switch (code) {
            case 0 -> "time to live exceeded in transit";
            case 1 -> "fragment reassembly time exceeded";
            default -> "time exceeded, code " + code;
          };
      case 12 ->
          switch (code) {
            case 0 -> "parameter problem";
            case 1 -> "required option missing";
            case 2 -> "bad length";
            default -> "parameter problem, code " + code;
          };
      default -> "ICMP type " + type + " code " + code;
    };
  }

  private static String destinationUnreachable(int code) {
    return switch (code) {
      case 0 -> "net unreachable";
      case 1 -> "host unreachable";
      case 2 -> "protocol unreachable";
      case 3 -> "port unreachable";
      case 4 -> "fragmentation needed";
      case 5 -> "source route failed";
      case 6 -> "destination network unknown";
      case 7 -> "destination host unknown";
      case 8 -> "source host isolated";
      case 9 -> "communication with destination network administratively prohibited";
      case 10 -> "communication with destination host administratively prohibited";
      case 11 -> "network unreachable for type of service";
      case 12 -> "host unreachable for type of service";
      case 13 -> "communication administratively prohibited";
      case 14 -> "host precedence violation";
      case 15 -> "precedence cutoff in effect";
      default -> "destination unreachable, code " + code;
    };
  }

  private static String ipv6(int type, int code) {
    return switch (type) {
      case 1 ->
          switch (code) {
            case 0 -> "no route to destination";
            case 1 -> "communication administratively prohibited";
            case 2 -> "beyond scope of source address";
            case 3 -> "address unreachable";
            case 4 -> "port unreachable";
            case 5 -> "source address failed ingress/egress policy";
            case 6 -> "reject route to destination";
            default -> "destination unreachable, code " + code;
          };
      case 2 -> "packet too big";
      case 3 ->
          switch (code) {
            case 0 -> "hop limit exceeded in transit";
            case 1 -> "fragment reassembly time exceeded";
            default -> "time exceeded, code " + code;
          };
      case 4 ->
          switch (code) {
            case 0 -> "erroneous header field";
            case 1 -> "unrecognized next header type";
            case 2 -> "unrecognized IPv6 option";
            default -> "parameter problem, code " + code;
          };
      default -> "ICMPv6 type " + type + " code " + code;
    };
  }
}
