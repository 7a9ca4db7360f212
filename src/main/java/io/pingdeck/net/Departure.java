package io.pingdeck.net;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Errno;
import io.pingdeck.net.kernel.Linux;
import io.pingdeck.net.kernel.SocketFile;
import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Optional;

/// How what is sent leaves this machine, where that is not left to the system.
///
/// @param source the address to send from, its port 0
/// @param device the name of the interface to send and receive through (SO_BINDTODEVICE)
/// @param pathMtu what to do with what is longer than the path's MTU
public record Departure(
    Optional<Endpoint> source, Optional<String> device, Optional<PathMtu> pathMtu) {
  /// As the system chooses.
  public static final Departure USUAL =
      new Departure(Optional.empty(), Optional.empty(), Optional.empty());

  /// Path MTU discovery (RFC 1191, RFC 8201), by the names of `ping -M`.
  public enum PathMtu {
    /// Nothing is fragmented: routers say that a packet is too big, and what is known to be is not
    /// sent.
    DO(Linux.IP_PMTUDISC_DO),
    /// This machine fragments what is too long for the path; routers may not.
    WANT(Linux.IP_PMTUDISC_WANT),
    /// Routers may fragment as well (IPv4).
    DONT(Linux.IP_PMTUDISC_DONT);

    private final int value;

    PathMtu(int value) {
      this.value = value;
    }
  }

  public Departure {
    requireNonNull(source, "source");
    requireNonNull(device, "device");
    requireNonNull(pathMtu, "pathMtu");
  }

  public boolean isUsual() {
    return equals(USUAL);
  }

  /// Where to bind what would be bound to any address.
  ///
  /// @throws IOException if the source is of the other family
  public Endpoint from(Endpoint any) throws IOException {
    if (source.isEmpty() || !any.isUnspecified()) {
      return any;
    }
    if (source.get().isIpv4() != any.isIpv4()) {
      throw new IOException(
          "cannot send from %s to an %s address"
              .formatted(source.get().host(), any.isIpv4() ? "IPv4" : "IPv6"));
    }
    return source.get().withPort(any.port());
  }

  public void configure(SocketFile socket) throws SocketFile.Refused {
    boolean ipv6 = socket.isIpv6();
    if (device.isPresent()) {
      try (Arena arena = Arena.ofConfined()) {
        socket.set(
            "SO_BINDTODEVICE",
            Linux.SOL_SOCKET,
            Linux.SO_BINDTODEVICE,
            arena.allocateFrom(device.get()));
      }
    }
    if (pathMtu.isPresent()) {
      socket.set(
          "IP_MTU_DISCOVER",
          ipv6 ? Linux.SOL_IPV6 : Linux.SOL_IP,
          ipv6 ? Linux.IPV6_MTU_DISCOVER : Linux.IP_MTU_DISCOVER,
          pathMtu.get().value);
    }
  }

  /// Makes a connection leave so.
  ///
  /// @return 0, or `-errno`
  public int configureStream(int fd, boolean ipv6) {
    SocketFile socket = SocketFile.borrowed(fd, ipv6);
    try {
      configure(socket);
      if (source.isPresent()) {
        // A port is chosen at connect(2), so that one port serves many peers.
        socket.set("IP_BIND_ADDRESS_NO_PORT", Linux.SOL_IP, Linux.IP_BIND_ADDRESS_NO_PORT, 1);
        socket.bind(from(ipv6 ? new Endpoint(0, 0, 0, 0) : Endpoint.ipv4(0, 0)));
      }
      return 0;
    } catch (SocketFile.Refused e) {
      return -e.errno();
    } catch (IOException otherFamily) {
      return -Errno.EAFNOSUPPORT;
    }
  }
}
