package io.pingdeck.net.kernel;

/// Keeps kernel receive timestamps enabled for the lifetime of the process.
///
/// The kernel timestamps packets only while some socket requests it, and starts with a delay.
/// Without this socket, the first replies of the first ping would have no timestamp.
public final class TimestampingHold {
  private static SocketFd held;

  private TimestampingHold() {}

  public static synchronized void hold() throws SocketFd.Refused {
    if (held != null) {
      return;
    }
    SocketFd socket = SocketFd.open(false, Linux.SOCK_DGRAM, Linux.IPPROTO_UDP);
    try {
      socket.set(
          "SO_TIMESTAMPING",
          Linux.SOL_SOCKET,
          Linux.SO_TIMESTAMPING,
          Linux.SOF_TIMESTAMPING_RX_SOFTWARE | Linux.SOF_TIMESTAMPING_SOFTWARE);
    } catch (SocketFd.Refused e) {
      socket.close();
      throw e;
    }
    held = socket;
  }

  public static synchronized void release() {
    if (held != null) {
      held.close();
      held = null;
    }
  }
}
