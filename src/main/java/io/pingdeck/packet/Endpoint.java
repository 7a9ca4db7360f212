package io.pingdeck.packet;

import static java.util.Objects.requireNonNull;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/// An IP address and a port as numbers, so that the packet path can compare and copy them without
/// allocating.
///
/// The address is the 16 bytes of an IPv6 address in two longs, network order. An IPv4 address is
/// stored IPv4-mapped (`::ffff:a.b.c.d`, RFC 4291 section 2.5.5.2).
///
/// @param high the first eight bytes of the address
/// @param low the last eight bytes of the address
/// @param port 0-65535; 0 where the protocol has no ports (ICMP)
/// @param scope the interface index of a link-local IPv6 address (RFC 4007), otherwise 0
public record Endpoint(long high, long low, int port, int scope) {
  private static final long MAPPED = 0xffffL << 32;

  public Endpoint {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port out of range (0-65535): " + port);
    }
  }

  public static Endpoint of(InetAddress address, int port) {
    requireNonNull(address, "address");
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    if (address instanceof Inet6Address v6) {
      return new Endpoint(bytes.getLong(), bytes.getLong(), port, v6.getScopeId());
    }
    return ipv4(bytes.getInt(), port);
  }

  /// An IPv4 endpoint, from the 32 bits of the address.
  public static Endpoint ipv4(int address, int port) {
    return new Endpoint(0, mapped(address), port, 0);
  }

  /// The low half of an IPv4-mapped address.
  public static long mapped(int ipv4) {
    return MAPPED | Integer.toUnsignedLong(ipv4);
  }

  /// Whether the 16 bytes are an IPv4-mapped address.
  public static boolean isIpv4(long high, long low) {
    return high == 0 && (low & 0xffff_ffff_0000_0000L) == MAPPED;
  }

  public boolean isIpv4() {
    return isIpv4(high, low);
  }

  public boolean sameAddress(long otherHigh, long otherLow) {
    return high == otherHigh && low == otherLow;
  }

  public Endpoint withPort(int newPort) {
    return new Endpoint(high, low, newPort, scope);
  }

  public boolean isLoopback() {
    return isLoopback(high, low);
  }

  /// Whether the 16 bytes are a loopback address. No packet from outside may have one.
  public static boolean isLoopback(long high, long low) {
    return isIpv4(high, low) ? (low >>> 24 & 0xff) == 127 : high == 0 && low == 1;
  }

  public boolean isMulticast() {
    return isIpv4() ? (low >>> 28 & 0xf) == 0xe : high >>> 56 == 0xff;
  }

  /// Whether this is the limited broadcast address of IPv4. A subnet's broadcast address cannot be
  /// recognised from the address alone: the kernel refuses to send there (EACCES).
  public boolean isBroadcast() {
    return isIpv4() && (int) low == -1;
  }

  public boolean isUnspecified() {
    return isIpv4() ? (low >>> 24 & 0xff) == 0 : high == 0 && low == 0;
  }

  public InetAddress address() {
    try {
      if (isIpv4()) {
        return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt((int) low).array());
      }
      byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
      return scope == 0
          ? InetAddress.getByAddress(bytes)
          : Inet6Address.getByAddress(null, bytes, scope);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 bytes are always an address", e);
    }
  }

  public InetSocketAddress socketAddress() {
    return new InetSocketAddress(address(), port);
  }

  /// The address as text, without the port: `127.0.0.1`, `::1`, `fe80::1%eth0`.
  public String host() {
    InetAddress address = address();
    return address instanceof Inet4Address
        ? address.getHostAddress()
        : Ipv6Text.format(high, low, scope);
  }

  /// Address and port in URI form: `127.0.0.1:12000`, `[::1]:12000`. The address alone if the port
  /// is 0.
  @Override
  public String toString() {
    if (port == 0) {
      return host();
    }
    return isIpv4() ? host() + ":" + port : "[" + host() + "]:" + port;
  }
}
