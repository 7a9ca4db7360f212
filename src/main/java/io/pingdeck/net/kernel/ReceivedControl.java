package io.pingdeck.net.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.pingdeck.packet.Endpoint;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/// Decodes the control messages of one received datagram or one error queue entry. An instance is
/// reused for every read.
public final class ReceivedControl {
  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long DATA = Layouts.CMSGHDR.byteSize();
  private static final long LEVEL = Layouts.offset(Layouts.CMSGHDR, "cmsg_level");
  private static final long TYPE = Layouts.offset(Layouts.CMSGHDR, "cmsg_type");
  private static final long IPI_ADDR = Layouts.offset(Layouts.IN_PKTINFO, "ipi_addr");
  private static final long EE_ORIGIN = Layouts.offset(Layouts.SOCK_EXTENDED_ERR, "ee_origin");
  private static final long EE_TYPE = Layouts.offset(Layouts.SOCK_EXTENDED_ERR, "ee_type");
  private static final long EE_CODE = Layouts.offset(Layouts.SOCK_EXTENDED_ERR, "ee_code");
  private static final long EE_INFO = Layouts.offset(Layouts.SOCK_EXTENDED_ERR, "ee_info");
  private static final long EE_DATA = Layouts.offset(Layouts.SOCK_EXTENDED_ERR, "ee_data");
  private static final long OFFENDER = Layouts.SOCK_EXTENDED_ERR.byteSize();
  private static final long SIN_ADDR = Layouts.offset(Layouts.SOCKADDR_IN, "sin_addr");
  private static final long SIN6_ADDR = Layouts.offset(Layouts.SOCKADDR_IN6, "sin6_addr");

  public long stampEpochNanos;
  public int hopLimit;
  public int trafficClass;
  public long localHigh;
  public long localLow;

  /// Origin of the error queue entry (`SO_EE_ORIGIN_...`); 0 if there is none.
  public int origin;

  public int type;
  public int code;
  public long info;
  public int key;
  public long offenderHigh;
  public long offenderLow;

  public void read(MemorySegment memory, long start, long bytes) {
    stampEpochNanos = 0;
    hopLimit = 0;
    trafficClass = 0;
    localHigh = 0;
    localLow = 0;
    origin = 0;
    long end = start + bytes;
    long at = start;
    while (at + DATA <= end) {
      long length = memory.get(JAVA_LONG, at);
      if (length < DATA || length > end - at) {
        return;
      }
      message(memory, memory.get(JAVA_INT, at + LEVEL), memory.get(JAVA_INT, at + TYPE), at + DATA);
      at += length + 7 & -8; // CMSG_ALIGN
    }
  }

  private void message(MemorySegment memory, int level, int type, long data) {
    switch (level) {
      case Linux.SOL_SOCKET -> {
        if (type == Linux.SO_TIMESTAMPING) {
          // struct scm_timestamping { struct timespec ts[3]; }: the first is the software timestamp
          stampEpochNanos =
              memory.get(JAVA_LONG, data) * NANOS_PER_SECOND + memory.get(JAVA_LONG, data + 8);
        }
      }
      case Linux.SOL_IP -> ipv4(memory, type, data);
      case Linux.SOL_IPV6 -> ipv6(memory, type, data);
      default -> {} // not requested by this program
    }
  }

  private void ipv4(MemorySegment memory, int type, long data) {
    switch (type) {
      case Linux.IP_TTL -> hopLimit = memory.get(JAVA_INT, data);
      case Linux.IP_TOS -> trafficClass = Byte.toUnsignedInt(memory.get(JAVA_BYTE, data));
      case Linux.IP_PKTINFO ->
          localLow = Endpoint.mapped(memory.get(Layouts.NETWORK_INT, data + IPI_ADDR));
      case Linux.IP_RECVERR -> {
        extendedError(memory, data);
        offenderHigh = 0;
        offenderLow = Endpoint.mapped(memory.get(Layouts.NETWORK_INT, data + OFFENDER + SIN_ADDR));
      }
      default -> {} // not requested by this program
    }
  }

  private void ipv6(MemorySegment memory, int type, long data) {
    switch (type) {
      case Linux.IPV6_HOPLIMIT -> hopLimit = memory.get(JAVA_INT, data);
      case Linux.IPV6_TCLASS -> trafficClass = memory.get(JAVA_INT, data);
      case Linux.IPV6_PKTINFO -> {
        localHigh = memory.get(Layouts.NETWORK_LONG, data);
        localLow = memory.get(Layouts.NETWORK_LONG, data + Long.BYTES);
      }
      case Linux.IPV6_RECVERR -> {
        extendedError(memory, data);
        offenderHigh = memory.get(Layouts.NETWORK_LONG, data + OFFENDER + SIN6_ADDR);
        offenderLow = memory.get(Layouts.NETWORK_LONG, data + OFFENDER + SIN6_ADDR + Long.BYTES);
      }
      default -> {} // not requested by this program
    }
  }

  private void extendedError(MemorySegment memory, long data) {
    origin = memory.get(JAVA_BYTE, data + EE_ORIGIN);
    type = Byte.toUnsignedInt(memory.get(JAVA_BYTE, data + EE_TYPE));
    code = Byte.toUnsignedInt(memory.get(JAVA_BYTE, data + EE_CODE));
    info = Integer.toUnsignedLong(memory.get(JAVA_INT, data + EE_INFO));
    key = memory.get(JAVA_INT, data + EE_DATA);
  }
}
