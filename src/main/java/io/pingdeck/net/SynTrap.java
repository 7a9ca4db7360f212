package io.pingdeck.net;

import static java.util.Objects.requireNonNull;

import io.pingdeck.net.kernel.SocketFd;
import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Diverts a share of the SYNs to one of this process's TCP listeners before the kernel replies to
/// them. Each arrives here instead, as a slot with the TCP header (and options) as its payload and
/// the sender's address. Closing the trap gives all SYNs back to the listener.
public final class SynTrap implements AutoCloseable {
  private final List<DatagramPort> ports;
  private final SocketFd listener;

  public SynTrap(List<DatagramPort> ports, SocketFd listener) {
    this.ports = List.copyOf(ports);
    this.listener = requireNonNull(listener, "listener");
  }

  /// One port for each address family that the listener accepts.
  public List<DatagramPort> ports() {
    return ports;
  }

  @Override
  public void close() {
    listener.detachFilter();
    ports.forEach(DatagramPort::close);
  }

  /// The descriptor of this process that listens at an address. The JDK hides the descriptors of
  /// its channels, so this asks the kernel about each descriptor.
  ///
  /// @throws IOException if no descriptor listens there
  public static SocketFd listenerAt(Endpoint address) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path file : files) {
        SocketFd candidate =
            SocketFd.borrowed(Integer.parseInt(file.getFileName().toString()), false);
        if (candidate.listens() && candidate.isBoundTo(address)) {
          return candidate;
        }
      }
    }
    throw new IOException("no socket of this process listens at " + address);
  }

  /// The address families that the JDK's listener at this address accepts. A listener on all
  /// addresses is bound to `::` and accepts both.
  public static List<Boolean> families(Endpoint address) {
    List<Boolean> families = new ArrayList<>();
    if (address.isIpv4() || address.isUnspecified()) {
      families.add(false);
    }
    if (!address.isIpv4() || address.isUnspecified()) {
      families.add(true);
    }
    return families;
  }
}
