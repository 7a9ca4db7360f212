package io.pingdeck.app;

import io.pingdeck.net.Sockets;
import io.pingdeck.net.linux.LinuxSockets;
import io.pingdeck.net.nio.NioSockets;
import java.io.IOException;

/// Selects an implementation of [Sockets].
public final class PlatformSockets {
  private PlatformSockets() {}

  /// The best implementation available to this process: the native one if permitted, otherwise the
  /// portable one. [Sockets#capabilities()] of the portable one state the reason.
  public static Sockets best() {
    try {
      return LinuxSockets.open();
    } catch (IOException e) {
      return new NioSockets(e.getMessage());
    }
  }

  /// The implementation on JDK channels: works on every platform, without ICMP errors and kernel
  /// timestamps.
  public static Sockets portable() {
    return new NioSockets("native sockets were not asked for");
  }
}
