package io.pingdeck.net;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.net.kernel.TimestampingHold;
import io.pingdeck.packet.Endpoint;
import java.io.IOException;

/// The best sockets, without kernel timestamps and their cost for every packet of the machine. For
/// comparison with programs that use none.
public record UnstampedSockets(Sockets sockets) implements Sockets {
  /// Disables timestamps for the remaining lifetime of this process.
  public static Sockets open() {
    Sockets best = PlatformSockets.best();
    TimestampingHold.release();
    return new UnstampedSockets(best);
  }

  private static DatagramOptions without(DatagramOptions options) {
    return new DatagramOptions(
        options.receiveBufferBytes(),
        options.sendBufferBytes(),
        options.localAddresses(),
        options.hopLimits(),
        options.errors(),
        false,
        false);
  }

  @Override
  public DatagramPort udp(Endpoint bind, DatagramOptions options) throws IOException {
    return sockets.udp(bind, without(options));
  }

  @Override
  public DatagramPort icmp(boolean ipv6, DatagramOptions options) throws IOException {
    return sockets.icmp(ipv6, without(options));
  }

  @Override
  public DatagramPort icmpErrors(boolean ipv6) throws IOException {
    return sockets.icmpErrors(ipv6);
  }

  @Override
  public SynTrap trapSyns(Endpoint listener, double share, int salt) throws IOException {
    return sockets.trapSyns(listener, share, salt);
  }

  @Override
  public Poller poller() throws IOException {
    return sockets.poller();
  }

  @Override
  public void putCallerFirst() {
    sockets.putCallerFirst();
  }

  @Override
  public void wakeCallerAtOnce() {
    sockets.wakeCallerAtOnce();
  }

  @Override
  public Capabilities capabilities() {
    return sockets.capabilities();
  }
}
