package io.pingdeck.echo.api;

/// The ICMP error that an echo server sends instead of a reply: one of RFC 792 and RFC 1812, or its
/// equivalent in RFC 4443.
public enum IcmpErrorAs implements ImpairmentKey.Choice {
  HOST_UNREACHABLE("hostUnreachable", 3, 1, 1, 3),
  PORT_UNREACHABLE("portUnreachable", 3, 3, 1, 4),
  NET_UNREACHABLE("netUnreachable", 3, 0, 1, 0),
  PROHIBITED("prohibited", 3, 13, 1, 1),
  TIME_EXCEEDED("timeExceeded", 11, 0, 3, 0);

  private final String json;
  private final int type;
  private final int code;
  private final int v6Type;
  private final int v6Code;

  IcmpErrorAs(String json, int type, int code, int v6Type, int v6Code) {
    this.json = json;
    this.type = type;
    this.code = code;
    this.v6Type = v6Type;
    this.v6Code = v6Code;
  }

  @Override
  public String json() {
    return json;
  }

  public int type(boolean ipv6) {
    return ipv6 ? v6Type : type;
  }

  public int code(boolean ipv6) {
    return ipv6 ? v6Code : code;
  }

  /// The reason under which datagrams answered with this error are counted.
  public DropReason reason() {
    return switch (this) {
      case HOST_UNREACHABLE -> DropReason.HOST_UNREACHABLE;
      case PORT_UNREACHABLE -> DropReason.PORT_UNREACHABLE;
      case NET_UNREACHABLE -> DropReason.NET_UNREACHABLE;
      case PROHIBITED -> DropReason.PROHIBITED;
      case TIME_EXCEEDED -> DropReason.TIME_EXCEEDED;
    };
  }
}
