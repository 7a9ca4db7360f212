package io.pingdeck.net;

import io.pingdeck.net.kernel.MessageVector;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// A batch of datagrams for one system call. Its memory is allocated once and reused.
///
/// Addresses have the form of [io.pingdeck.packet.Endpoint]. Not thread-safe: one thread uses a
/// batch.
public final class DatagramBatch {
  /// Bytes reserved before every payload. A raw IPv4 socket receives the IP header (20 bytes) with
  /// each packet; the header goes here, so that the payload has the same offset for every socket.
  private static final int HEADROOM = 24;

  private final int slotBytes;
  private final ByteBuffer[] payloads;
  private final int[] lengths;
  private final long[] high;
  private final long[] low;
  private final int[] ports;
  private final int[] scopes;
  private final long[] localHigh;
  private final long[] localLow;
  private final long[] stamps;
  private final int[] hopLimits;
  private final int[] trafficClasses;
  private final int[] errnos;
  private final long[] tags;
  private final ByteBuffer memory;
  private MessageVector messages;
  private int size;

  /// @param capacity number of datagrams
  /// @param slotBytes payload bytes per slot; a longer datagram is truncated, but its true length
  ///   is reported
  public DatagramBatch(int capacity, int slotBytes) {
    this.slotBytes = slotBytes;
    payloads = new ByteBuffer[capacity];
    int stride = HEADROOM + slotBytes;
    memory = ByteBuffer.allocateDirect(Math.multiplyExact(capacity, stride));
    for (int i = 0; i < capacity; i++) {
      payloads[i] = memory.slice(i * stride + HEADROOM, slotBytes);
    }
    lengths = new int[capacity];
    high = new long[capacity];
    low = new long[capacity];
    ports = new int[capacity];
    scopes = new int[capacity];
    localHigh = new long[capacity];
    localLow = new long[capacity];
    stamps = new long[capacity];
    hopLimits = new int[capacity];
    trafficClasses = new int[capacity];
    errnos = new int[capacity];
    tags = new long[capacity];
  }

  public int capacity() {
    return payloads.length;
  }

  public int slotBytes() {
    return slotBytes;
  }

  public int size() {
    return size;
  }

  public boolean isFull() {
    return size == payloads.length;
  }

  public void clear() {
    size = 0;
  }

  /// Sets the number of slots in use.
  public void size(int newSize) {
    size = newSize;
  }

  /// Memory of slot `i`. Use absolute gets and puts, or reset position and limit first:
  /// [#length(int)] alone says how many bytes are valid.
  public ByteBuffer payload(int i) {
    return payloads[i];
  }

  /// Length of the datagram in bytes; more than [#slotBytes()] if it was truncated on receipt.
  public int length(int i) {
    return lengths[i];
  }

  public boolean isCut(int i) {
    return lengths[i] > slotBytes;
  }

  public void length(int i, int bytes) {
    lengths[i] = bytes;
  }

  /// The peer's address: the source of a received datagram, the destination of one to send.
  public void address(int i, long addressHigh, long addressLow, int port, int scope) {
    high[i] = addressHigh;
    low[i] = addressLow;
    ports[i] = port;
    scopes[i] = scope;
  }

  public long addressHigh(int i) {
    return high[i];
  }

  public long addressLow(int i) {
    return low[i];
  }

  public int port(int i) {
    return ports[i];
  }

  public int scope(int i) {
    return scopes[i];
  }

  /// The local address: the destination of a received datagram, or the source of one to send. If
  /// both halves are 0, the address is unknown, or the kernel chooses it.
  public void local(int i, long addressHigh, long addressLow) {
    localHigh[i] = addressHigh;
    localLow[i] = addressLow;
  }

  public long localHigh(int i) {
    return localHigh[i];
  }

  public long localLow(int i) {
    return localLow[i];
  }

  /// Kernel receive timestamp in nanoseconds since 1970 UTC; 0 if there is none.
  public long stampEpochNanos(int i) {
    return stamps[i];
  }

  public void stampEpochNanos(int i, long nanos) {
    stamps[i] = nanos;
  }

  /// TTL or hop limit, received or to send with. 0 means unknown, or the socket's default.
  public int hopLimit(int i) {
    return hopLimits[i];
  }

  public void hopLimit(int i, int value) {
    hopLimits[i] = value;
  }

  /// TOS or traffic class to send with; 0 means the socket's default.
  public int trafficClass(int i) {
    return trafficClasses[i];
  }

  public void trafficClass(int i, int value) {
    trafficClasses[i] = value;
  }

  /// Result of the last send: 0, or the errno with which the kernel refused this slot.
  public int errno(int i) {
    return errnos[i];
  }

  public void errno(int i, int value) {
    errnos[i] = value;
  }

  /// A caller-defined number that stays with the slot, such as the number of the probe.
  public long tag(int i) {
    return tags[i];
  }

  public void tag(int i, long value) {
    tags[i] = value;
  }

  /// The same slots in the layout of the system calls. Created lazily, when a native socket first
  /// uses the batch.
  public MessageVector messages() {
    if (messages == null) {
      messages = new MessageVector(capacity(), HEADROOM, slotBytes, MemorySegment.ofBuffer(memory));
    }
    return messages;
  }
}
