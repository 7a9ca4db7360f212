package io.pingdeck.app;

import io.pingdeck.net.Sockets;
import io.pingdeck.net.kernel.RawSocketThread;
import io.pingdeck.net.linux.LinuxSockets;
import io.pingdeck.net.nio.NioSockets;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Selects an implementation of [Sockets].
public final class PlatformSockets {
  private static final Logger LOG = LoggerFactory.getLogger(PlatformSockets.class);
  private static volatile boolean confines;

  private PlatformSockets() {}

  /// Makes [#best()] leave CAP_NET_RAW to one thread. For a process of our own only: it concerns
  /// every thread, and the programs that they would start.
  public static void confineRawSockets() {
    confines = true;
  }

  /// The best implementation available to this process: the native one if permitted, otherwise the
  /// portable one. [Sockets#capabilities()] of the portable one state the reason.
  public static Sockets best() {
    try {
      LinuxSockets.requirePlatform();
      if (confines) {
        RawSocketThread.confine().ifPresent(LOG::warn);
      }
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
