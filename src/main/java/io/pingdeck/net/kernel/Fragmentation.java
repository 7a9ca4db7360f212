package io.pingdeck.net.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Tells the kernel not to fragment a socket's datagrams while they are short.
///
/// An IPv4 datagram that is never fragmented needs no identification (RFC 6864 section 4.1). By
/// default Linux forbids routers to fragment, but may still fragment locally, and so generates an
/// identification for each datagram: 1.5 % of a flood's time in a profile.
public final class Fragmentation {
  /// Including all headers, this is far below any link's MTU and below 552 bytes, the lowest path
  /// MTU that Linux accepts (`net.ipv4.route.min_pmtu`).
  public static final int LONGEST = 256;

  /// After this many batches without a long datagram, the next batches are assumed to have none.
  public static final int BATCHES = 32;

  private final SocketFd socket;
  private final MemorySegment allowed = Arena.ofAuto().allocate(JAVA_INT);
  private final MemorySegment denied = Arena.ofAuto().allocate(JAVA_INT);
  private boolean deniable;
  private boolean isDenied;
  private int shortBatches = BATCHES;

  public Fragmentation(SocketFd socket) {
    this.socket = socket;
    allowed.set(JAVA_INT, 0, Linux.IP_PMTUDISC_WANT);
    denied.set(JAVA_INT, 0, Linux.IP_PMTUDISC_DO);
    // Keep the setting if the system's default was changed (`net.ipv4.ip_no_pmtu_disc`).
    deniable =
        !socket.isIpv6()
            && socket.get(Linux.SOL_IP, Linux.IP_MTU_DISCOVER) == Linux.IP_PMTUDISC_WANT;
  }

  /// Call before each batch is sent.
  public void nextBatch() {
    if (deniable && !isDenied && ++shortBatches > BATCHES) {
      isDenied = set(denied);
    }
  }

  /// Call if the batch contains a datagram longer than [#LONGEST].
  public void longDatagram() {
    shortBatches = 0;
    if (isDenied) {
      isDenied = !set(allowed);
    }
  }

  /// Call when the kernel or a router finds a datagram too long. The path MTU is then smaller than
  /// expected, and fragmentation stays allowed from now on.
  ///
  /// @return whether a retry can succeed now
  public boolean allowAfterRefusal() {
    deniable = false;
    boolean wasDenied = isDenied;
    longDatagram();
    return wasDenied && !isDenied;
  }

  private boolean set(MemorySegment value) {
    return Libc.setsockopt(
            socket.fd(), Linux.SOL_IP, Linux.IP_MTU_DISCOVER, value, (int) value.byteSize())
        == 0;
  }
}
