package io.pingdeck.net.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Tells the kernel that nobody fragments what a socket sends, as long as that is short.
///
/// An IPv4 datagram that is never fragmented needs no identification (RFC 6864 section 4.1). Linux
/// forbids routers to fragment ours anyway, but keeps the right to do it itself, and for that
/// chooses an identification each time: 1.5 % of a flood's time in a profile.
public final class Fragmentation {
  /// With all headers far below any link's MTU, and below 552 bytes, the least MTU of a path that
  /// Linux believes in (`net.ipv4.route.min_pmtu`).
  public static final int LONGEST = 256;

  /// So many batches without a longer one, and the next will not have one either.
  public static final int BATCHES = 32;

  private final SocketFile socket;
  private final MemorySegment allowed = Arena.ofAuto().allocate(JAVA_INT);
  private final MemorySegment denied = Arena.ofAuto().allocate(JAVA_INT);
  private boolean deniable;
  private boolean isDenied;
  private int shortBatches = BATCHES;

  public Fragmentation(SocketFile socket) {
    this.socket = socket;
    allowed.set(JAVA_INT, 0, Linux.IP_PMTUDISC_WANT);
    denied.set(JAVA_INT, 0, Linux.IP_PMTUDISC_DO);
    // Where somebody has set another default (`net.ipv4.ip_no_pmtu_disc`), it is kept.
    deniable =
        !socket.isIpv6()
            && socket.get(Linux.SOL_IP, Linux.IP_MTU_DISCOVER) == Linux.IP_PMTUDISC_WANT;
  }

  /// Before a batch is sent.
  public void nextBatch() {
    if (deniable && !isDenied && ++shortBatches > BATCHES) {
      isDenied = set(denied);
    }
  }

  /// The batch has a datagram longer than [#LONGEST].
  public void longDatagram() {
    shortBatches = 0;
    if (isDenied) {
      isDenied = !set(allowed);
    }
  }

  /// The kernel found a datagram too long, or a router did: then this path is narrower than any
  /// that was thought of.
  ///
  /// @return whether it may be sent now
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
