package io.pingdeck.net.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.pingdeck.packet.Endpoint;
import java.lang.foreign.MemorySegment;

/// Encodes the control messages of one datagram to send: the options that differ from the socket's
/// defaults. Every method returns the offset of the next message.
public final class SentControl {
  private static final long DATA = Layouts.CMSGHDR.byteSize();
  private static final long LEVEL = Layouts.offset(Layouts.CMSGHDR, "cmsg_level");
  private static final long TYPE = Layouts.offset(Layouts.CMSGHDR, "cmsg_type");
  private static final long IPI_SPEC_DST = Layouts.offset(Layouts.IN_PKTINFO, "ipi_spec_dst");
  private static final long IPI6_IFINDEX = Layouts.offset(Layouts.IN6_PKTINFO, "ipi6_ifindex");

  private SentControl() {}

  public static long integer(MemorySegment memory, long at, int level, int type, int value) {
    long next = header(memory, at, level, type, Integer.BYTES);
    memory.set(JAVA_INT, at + DATA, value);
    return next;
  }

  /// Sets the source address of the datagram.
  public static long source(MemorySegment memory, long at, long high, long low, int scope) {
    if (Endpoint.isIpv4(high, low)) {
      long next = header(memory, at, Linux.SOL_IP, Linux.IP_PKTINFO, Layouts.IN_PKTINFO.byteSize());
      memory.asSlice(at + DATA, Layouts.IN_PKTINFO.byteSize()).fill((byte) 0);
      memory.set(Layouts.NETWORK_INT, at + DATA + IPI_SPEC_DST, (int) low);
      return next;
    }
    long next =
        header(memory, at, Linux.SOL_IPV6, Linux.IPV6_PKTINFO, Layouts.IN6_PKTINFO.byteSize());
    memory.set(Layouts.NETWORK_LONG, at + DATA, high);
    memory.set(Layouts.NETWORK_LONG, at + DATA + Long.BYTES, low);
    memory.set(JAVA_INT, at + DATA + IPI6_IFINDEX, scope);
    return next;
  }

  private static long header(MemorySegment memory, long at, int level, int type, long dataBytes) {
    memory.set(JAVA_LONG, at, DATA + dataBytes);
    memory.set(JAVA_INT, at + LEVEL, level);
    memory.set(JAVA_INT, at + TYPE, type);
    return at + DATA + (dataBytes + 7 & -8); // CMSG_SPACE
  }
}
