package io.pingdeck.app;

import io.pingdeck.net.Sockets;
import io.pingdeck.net.linux.LinuxSockets;
import io.pingdeck.net.nio.NioSockets;
import java.io.IOException;

/// Chooses among the implementations of [Sockets].
public final class PlatformSockets {
  private PlatformSockets() {}

  /// The best implementation that works in this process: the native one if it may be used,
  /// otherwise the portable one, whose [Sockets#capabilities()] then say why.
  public static Sockets best() {
    try {
      return LinuxSockets.open();
    } catch (IOException e) {
      return new NioSockets(e.getMessage());
    }
  }

  /// The JDK's own channels: every platform, no ICMP errors, no kernel stamps.
  public static Sockets portable() {
    return new NioSockets("native sockets were not asked for");
  }
}
