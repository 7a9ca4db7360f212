package io.pingdeck.net;

import static java.util.Objects.requireNonNull;

import io.pingdeck.net.kernel.SocketFile;
import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A share of the SYNs to one of this process's TCP listeners, taken away before the kernel answers
/// them: each arrives here instead, as a slot with the TCP header (and options) as its payload and
/// the sender's address. Closing it gives all SYNs back to the listener.
public final class SynTrap implements AutoCloseable {
  private final List<DatagramPort> ports;
  private final SocketFile listener;

  public SynTrap(List<DatagramPort> ports, SocketFile listener) {
    this.ports = List.copyOf(ports);
    this.listener = requireNonNull(listener, "listener");
  }

  /// One for each address family that the listener answers.
  public List<DatagramPort> ports() {
    return ports;
  }

  @Override
  public void close() {
    listener.detachFilter();
    ports.forEach(DatagramPort::close);
  }

  /// The descriptor of this process that listens at an address. The JDK keeps the descriptors of
  /// its channels to itself; the kernel knows which of them listens there.
  ///
  /// @throws IOException if there is none
  public static SocketFile listenerAt(Endpoint address) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path file : files) {
        SocketFile candidate =
            SocketFile.borrowed(Integer.parseInt(file.getFileName().toString()), false);
        if (candidate.listens() && candidate.isBoundTo(address)) {
          return candidate;
        }
      }
    }
    throw new IOException("no socket of this process listens at " + address);
  }

  /// The families that the JDK's listener at this address hears: it listens at `::` for both where
  /// it is asked for all addresses.
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
