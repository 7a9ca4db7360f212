package io.pingdeck.net.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The `mmsghdr` array that `sendmmsg` and `recvmmsg` take, with all that it points to, for payload
/// slots that live elsewhere. It is allocated once; its addresses never change.
///
/// A raw IPv4 socket receives the IP header into the bytes before the payload. A message always has
/// a single iovec: with two, the kernel would copy the iovec array, which costs a raw socket 2 % of
/// its speed.
public final class MessageVector {
  public static final int IP_HEADER = 20;
  private static final int CONTROL = 256;
  private static final int NAME = 32; // sockaddr_in6, rounded up
  private static final long HEADER = Layouts.MMSGHDR.byteSize();
  private static final long PART = Layouts.IOVEC.byteSize();
  private static final long MSG_NAME = Layouts.offset(Layouts.MMSGHDR, "msg_name");
  private static final long MSG_NAMELEN = Layouts.offset(Layouts.MMSGHDR, "msg_namelen");
  private static final long MSG_IOV = Layouts.offset(Layouts.MMSGHDR, "msg_iov");
  private static final long MSG_IOVLEN = Layouts.offset(Layouts.MMSGHDR, "msg_iovlen");
  private static final long MSG_CONTROL = Layouts.offset(Layouts.MMSGHDR, "msg_control");
  private static final long MSG_CONTROLLEN = Layouts.offset(Layouts.MMSGHDR, "msg_controllen");
  private static final long MSG_FLAGS = Layouts.offset(Layouts.MMSGHDR, "msg_flags");
  private static final long MSG_LEN = Layouts.offset(Layouts.MMSGHDR, "msg_len");
  private static final long IOV_BASE = Layouts.offset(Layouts.IOVEC, "iov_base");
  private static final long IOV_LEN = Layouts.offset(Layouts.IOVEC, "iov_len");
  private static final long SIN_PORT = Layouts.offset(Layouts.SOCKADDR_IN, "sin_port");
  private static final long SIN_ADDR = Layouts.offset(Layouts.SOCKADDR_IN, "sin_addr");
  private static final long SIN6_FLOWINFO = Layouts.offset(Layouts.SOCKADDR_IN6, "sin6_flowinfo");
  private static final long SIN6_ADDR = Layouts.offset(Layouts.SOCKADDR_IN6, "sin6_addr");
  private static final long SIN6_SCOPE = Layouts.offset(Layouts.SOCKADDR_IN6, "sin6_scope_id");

  private final int capacity;
  private final int headroom;
  private final int slotBytes;
  private final MemorySegment payloads;
  private final MemorySegment memory;
  private final MemorySegment[] from;
  private final long parts;
  private final long names;
  private final long controls;
  private int stale;
  private int staleParts;
  private boolean preparedWithIpHeader;

  /// A vector for non-raw sockets.
  ///
  /// @param payloads native memory of `capacity * slotBytes` bytes
  public MessageVector(int capacity, int slotBytes, MemorySegment payloads) {
    this(capacity, 0, slotBytes, payloads);
  }

  /// @param headroom bytes before each payload: at least IP_HEADER for raw sockets
  /// @param payloads native memory of `capacity * (headroom + slotBytes)` bytes
  public MessageVector(int capacity, int headroom, int slotBytes, MemorySegment payloads) {
    this.capacity = capacity;
    this.headroom = headroom;
    this.slotBytes = slotBytes;
    this.payloads = payloads; // also keeps that memory from being freed
    parts = capacity * HEADER;
    names = parts + capacity * PART;
    controls = names + (long) capacity * NAME;
    memory = Arena.ofAuto().allocate(controls + (long) capacity * CONTROL, Long.BYTES);
    from = new MemorySegment[capacity];
    stale = capacity;
    for (int i = 0; i < capacity; i++) {
      from[i] = memory.asSlice(i * HEADER, (capacity - i) * HEADER);
      memory.set(ADDRESS, i * HEADER + MSG_NAME, memory.asSlice(nameAt(i)));
      memory.set(ADDRESS, i * HEADER + MSG_CONTROL, memory.asSlice(control(i)));
      memory.set(ADDRESS, i * HEADER + MSG_IOV, memory.asSlice(part(i)));
      memory.set(JAVA_LONG, i * HEADER + MSG_IOVLEN, 1);
      setPart(i, 0, slotBytes);
    }
  }

  int capacity() {
    return capacity;
  }

  /// The headers from slot `i` on, as the system call takes them.
  public MemorySegment from(int i) {
    return from[i];
  }

  /// The memory that [#control(int)] gives offsets into.
  public MemorySegment memory() {
    return memory;
  }

  public MemorySegment payloads() {
    return payloads;
  }

  private long nameAt(int i) {
    return names + (long) i * NAME;
  }

  private long part(int i) {
    return parts + i * PART;
  }

  public long control(int i) {
    return controls + (long) i * CONTROL;
  }

  /// Offset in [#payloads()] of slot `i`'s payload; the IP header of a raw packet ends there.
  public long payload(int i) {
    return (long) i * (headroom + slotBytes) + headroom;
  }

  /// Prepares all slots for receiving. The kernel overwrites these lengths only in the slots that
  /// it fills, so only those need to be reset.
  public void prepareReceive(boolean withIpHeader) {
    if (withIpHeader != preparedWithIpHeader) {
      preparedWithIpHeader = withIpHeader;
      staleParts = capacity;
    }
    for (int i = 0; i < staleParts; i++) {
      setPart(i, withIpHeader ? IP_HEADER : 0, slotBytes);
    }
    staleParts = 0;
    for (int i = 0; i < stale; i++) {
      memory.set(JAVA_INT, i * HEADER + MSG_NAMELEN, NAME);
      memory.set(JAVA_LONG, i * HEADER + MSG_CONTROLLEN, CONTROL);
      memory.set(JAVA_INT, i * HEADER + MSG_FLAGS, 0);
    }
  }

  /// Records that the kernel has filled `count` slots; it may have changed one more.
  public void filled(int count) {
    stale = Math.clamp(count + 1L, 1, capacity);
  }

  /// Must not be used on a vector that a raw IPv4 socket has received into.
  public void prepareSend(int i, int length, long controlBytes) {
    stale = Math.max(stale, i + 1);
    staleParts = Math.max(staleParts, i + 1);
    memory.set(JAVA_LONG, part(i) + IOV_LEN, length);
    memory.set(JAVA_LONG, i * HEADER + MSG_CONTROLLEN, controlBytes);
    memory.set(JAVA_INT, i * HEADER + MSG_FLAGS, 0);
  }

  private void setPart(int i, int before, int length) {
    memory.set(JAVA_LONG, part(i) + IOV_BASE, payloads.address() + payload(i) - before);
    memory.set(JAVA_LONG, part(i) + IOV_LEN, before + length);
  }

  /// Bytes received, or with MSG_TRUNC the full length of the datagram.
  public int received(int i) {
    return memory.get(JAVA_INT, i * HEADER + MSG_LEN);
  }

  public long controlBytes(int i) {
    return memory.get(JAVA_LONG, i * HEADER + MSG_CONTROLLEN);
  }

  public void setIpv4(int i, int address, int port) {
    long name = nameAt(i);
    memory.set(JAVA_INT, i * HEADER + MSG_NAMELEN, (int) Layouts.SOCKADDR_IN.byteSize());
    memory.set(JAVA_SHORT, name, (short) Linux.AF_INET);
    memory.set(Layouts.NETWORK_SHORT, name + SIN_PORT, (short) port);
    memory.set(Layouts.NETWORK_INT, name + SIN_ADDR, address);
  }

  public void setIpv6(int i, long high, long low, int port, int scope) {
    long name = nameAt(i);
    memory.set(JAVA_INT, i * HEADER + MSG_NAMELEN, (int) Layouts.SOCKADDR_IN6.byteSize());
    memory.set(JAVA_SHORT, name, (short) Linux.AF_INET6);
    memory.set(Layouts.NETWORK_SHORT, name + SIN_PORT, (short) port);
    memory.set(JAVA_INT, name + SIN6_FLOWINFO, 0);
    memory.set(Layouts.NETWORK_LONG, name + SIN6_ADDR, high);
    memory.set(Layouts.NETWORK_LONG, name + SIN6_ADDR + Long.BYTES, low);
    memory.set(JAVA_INT, name + SIN6_SCOPE, scope);
  }

  /// Slot `i`'s `sockaddr`, as written by [#setIpv4] or [#setIpv6].
  public MemorySegment name(int i) {
    return memory.asSlice(nameAt(i), NAME);
  }

  public int nameBytes(int i) {
    return memory.get(JAVA_INT, i * HEADER + MSG_NAMELEN);
  }

  public int port(int i) {
    return Short.toUnsignedInt(memory.get(Layouts.NETWORK_SHORT, nameAt(i) + SIN_PORT));
  }

  public int ipv4(int i) {
    return memory.get(Layouts.NETWORK_INT, nameAt(i) + SIN_ADDR);
  }

  public long ipv6High(int i) {
    return memory.get(Layouts.NETWORK_LONG, nameAt(i) + SIN6_ADDR);
  }

  public long ipv6Low(int i) {
    return memory.get(Layouts.NETWORK_LONG, nameAt(i) + SIN6_ADDR + Long.BYTES);
  }

  public int scope(int i) {
    return memory.get(JAVA_INT, nameAt(i) + SIN6_SCOPE);
  }
}
