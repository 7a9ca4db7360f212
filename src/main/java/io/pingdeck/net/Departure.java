package io.pingdeck.net;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Errno;
import io.pingdeck.net.kernel.Linux;
import io.pingdeck.net.kernel.SocketFd;
import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Optional;

/// How outgoing probes leave this machine, where the system's default is overridden.
///
/// @param source the source address, with port 0
/// @param device name of the interface to send and receive through (SO_BINDTODEVICE)
/// @param pathMtu how to handle datagrams longer than the path MTU
public record Departure(
    Optional<Endpoint> source, Optional<String> device, Optional<PathMtu> pathMtu) {
  /// The system's defaults.
  public static final Departure USUAL =
      new Departure(Optional.empty(), Optional.empty(), Optional.empty());

  /// Path MTU discovery (RFC 1191, RFC 8201), with the names that `ping -M` uses.
  public enum PathMtu {
    /// Never fragment. Routers report a packet that is too big, and a send longer than the known
    /// path MTU fails.
    DO(Linux.IP_PMTUDISC_DO),
    /// This machine fragments datagrams longer than the path MTU; routers must not.
    WANT(Linux.IP_PMTUDISC_WANT),
    /// Routers may fragment too (IPv4).
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

  /// The address to bind a socket to that would otherwise bind to any address.
  ///
  /// @throws IOException if the source belongs to the other address family
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

  public void configure(SocketFd socket) throws SocketFd.Refused {
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

  /// Applies these options to a TCP socket before it connects.
  ///
  /// @return 0, or `-errno`
  public int configureStream(int fd, boolean ipv6) {
    SocketFd socket = SocketFd.borrowed(fd, ipv6);
    try {
      configure(socket);
      if (source.isPresent()) {
        // connect(2) then chooses the port, so that one local port can serve many peers.
        socket.set("IP_BIND_ADDRESS_NO_PORT", Linux.SOL_IP, Linux.IP_BIND_ADDRESS_NO_PORT, 1);
        socket.bind(from(ipv6 ? new Endpoint(0, 0, 0, 0) : Endpoint.ipv4(0, 0)));
      }
      return 0;
    } catch (SocketFd.Refused e) {
      return -e.errno();
    } catch (IOException otherFamily) {
      return -Errno.EAFNOSUPPORT;
    }
  }
}
