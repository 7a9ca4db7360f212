package io.pingdeck.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.pingdeck.base.Errno;
import io.pingdeck.net.DatagramBatch;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.ErrorSink;
import io.pingdeck.net.kernel.Fragmentation;
import io.pingdeck.net.kernel.Libc;
import io.pingdeck.net.kernel.Linux;
import io.pingdeck.net.kernel.MessageVector;
import io.pingdeck.net.kernel.ReceivedControl;
import io.pingdeck.net.kernel.SentControl;
import io.pingdeck.net.kernel.SocketFd;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.icmp.IcmpMessage;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/// A Linux socket: many datagrams per system call, ICMP errors and kernel timestamps.
final class NativeDatagramPort implements DatagramPort {
  /// The protocol of the socket, and how much of it the kernel handles.
  enum Kind {
    UDP,
    /// `SOCK_DGRAM` and ICMP: the kernel writes identifier and checksum, and demultiplexes the
    /// replies.
    PING,
    /// `SOCK_RAW` and ICMP: this class does all of that; IPv4 packets include the IP header.
    RAW,
    /// `SOCK_RAW` and TCP, receive-only: copies of the packets that the kernel receives, with the
    /// IP header for IPv4.
    TCP_COPIES
  }

  // A pending ICMP error makes one call fail and is then cleared. More errors may arrive during the
  // retries, but not this many within microseconds.
  private static final int ATTEMPTS = 8;

  // A datagram may arrive just after a failed call, so try again before asking for the errno.
  private static final int TRIES_WITHOUT_ERRNO = 3;

  private final SocketFd socket;
  private final Kind kind;
  private final Endpoint local;
  private final int icmpId;
  private final boolean withIpHeader;
  private final boolean queuesErrors;
  private final TransmitStamps stamps;
  private final Fragmentation fragmentation;
  private final ErrorQueue errors;
  private final PolledFiles self;
  private final ReceivedControl control = new ReceivedControl();

  /// @param icmpId the identifier of this socket's echo requests; unused for UDP
  NativeDatagramPort(
      SocketFd socket,
      Kind kind,
      Endpoint local,
      int icmpId,
      boolean queuesErrors,
      TransmitStamps stamps) {
    this.socket = socket;
    this.kind = kind;
    this.local = local;
    this.icmpId = icmpId;
    this.queuesErrors = queuesErrors;
    this.stamps = stamps;
    fragmentation = new Fragmentation(socket);
    withIpHeader = (kind == Kind.RAW || kind == Kind.TCP_COPIES) && !socket.isIpv6();
    self = new PolledFiles(socket.fd());
    errors = new ErrorQueue(socket, kind == Kind.RAW ? icmpId : -1, stamps);
  }

  int fd() {
    return socket.fd();
  }

  @Override
  public void send(DatagramBatch batch, int from, int to) {
    MessageVector messages = batch.messages();
    fragmentation.nextBatch();
    errors.somePending();
    int first = from;
    for (int i = from; i < to; i++) {
      int refused = write(batch, messages, i);
      if (refused != 0) {
        flush(batch, messages, first, i);
        batch.errno(i, refused);
        first = i + 1;
      }
    }
    flush(batch, messages, first, to);
    Reference.reachabilityFence(batch); // the kernel reads the payloads by address
  }

  /// Writes slot `i` in the kernel's layout.
  ///
  /// @return 0, or the errno if this socket cannot send it
  private int write(DatagramBatch batch, MessageVector messages, int i) {
    int length = batch.length(i);
    if (length > batch.slotBytes()) {
      return Errno.EMSGSIZE;
    }
    if (length > Fragmentation.LONGEST) {
      fragmentation.longDatagram();
    }
    boolean ipv4 = Endpoint.isIpv4(batch.addressHigh(i), batch.addressLow(i));
    if (ipv4 == socket.isIpv6()) {
      return Errno.EAFNOSUPPORT;
    }
    int port = kind == Kind.UDP ? batch.port(i) : 0;
    if (ipv4) {
      messages.setIpv4(i, (int) batch.addressLow(i), port);
    } else {
      messages.setIpv6(i, batch.addressHigh(i), batch.addressLow(i), port, batch.scope(i));
    }
    if (withIpHeader && length >= IcmpMessage.HEADER_BYTES) {
      IcmpMessage.writeChecksum(batch.payload(i), length); // the kernel computes ICMPv6's
    }
    messages.prepareSend(i, length, writeControl(batch, messages, i, ipv4));
    return 0;
  }

  private long writeControl(DatagramBatch batch, MessageVector messages, int i, boolean ipv4) {
    MemorySegment memory = messages.memory();
    long start = messages.control(i);
    long at = stamps.key(memory, start, batch.tag(i));
    int level = ipv4 ? Linux.SOL_IP : Linux.SOL_IPV6;
    if (batch.hopLimit(i) != 0) {
      int type = ipv4 ? Linux.IP_TTL : Linux.IPV6_HOPLIMIT;
      at = SentControl.integer(memory, at, level, type, batch.hopLimit(i));
    }
    if (batch.trafficClass(i) != 0) {
      int type = ipv4 ? Linux.IP_TOS : Linux.IPV6_TCLASS;
      at = SentControl.integer(memory, at, level, type, batch.trafficClass(i));
    }
    long high = batch.localHigh(i);
    long low = batch.localLow(i);
    if ((high | low) != 0 && !local.sameAddress(high, low)) {
      at = SentControl.source(memory, at, high, low, batch.scope(i));
    }
    return at - start;
  }

  private void flush(DatagramBatch batch, MessageVector messages, int from, int to) {
    int next = from;
    int attempts = 0;
    while (next < to) {
      int sent = sendmmsg(messages.from(next), to - next);
      if (sent > 0) {
        accept(batch, next, next + sent);
        next += sent;
        attempts = 0;
      } else if (sent == -Errno.EAGAIN) {
        for (; next < to; next++) {
          batch.errno(next, Errno.EAGAIN);
        }
      } else if (sent == -Errno.EMSGSIZE && fragmentation.allowAfterRefusal()) {
        attempts = 0;
      } else if (sent != -Errno.EINTR && !(mayBePending(-sent) && ++attempts < ATTEMPTS)) {
        batch.errno(next++, -sent);
        attempts = 0;
      }
      if (next < to || sent < 0) {
        stamps.refused();
        errors.suspect();
      }
    }
  }

  private int sendmmsg(MemorySegment messages, int count) {
    int sent = Libc.trySendmmsg(socket.fd(), messages, count, Linux.MSG_DONTWAIT);
    if (sent < 0) {
      stamps.refused();
      errors.suspect();
      sent = Libc.sendmmsg(socket.fd(), messages, count, Linux.MSG_DONTWAIT);
    }
    return sent;
  }

  private void accept(DatagramBatch batch, int from, int to) {
    for (int i = from; i < to; i++) {
      batch.errno(i, 0);
      stamps.accepted(batch.tag(i));
    }
  }

  /// Whether the errno may belong to an earlier datagram instead of this call: the values that the
  /// kernel derives from ICMP errors (`icmp_err_convert`, `icmpv6_err_convert`).
  private boolean mayBePending(int errno) {
    return queuesErrors
        && switch (errno) {
          case Errno.EACCES,
              Errno.EPROTO,
              Errno.EMSGSIZE,
              Errno.ENOPROTOOPT,
              Errno.EOPNOTSUPP,
              Errno.ENETUNREACH,
              Errno.ECONNREFUSED,
              Errno.EHOSTDOWN,
              Errno.ENONET,
              Errno.EHOSTUNREACH ->
              true;
          default -> false;
        };
  }

  @Override
  public int receive(DatagramBatch batch) {
    batch.clear();
    MessageVector messages = batch.messages();
    messages.prepareReceive(withIpHeader);
    int flags = Linux.MSG_DONTWAIT | Linux.MSG_TRUNC; // TRUNC: report the full length
    int count = recvmmsg(messages.from(0), batch.capacity(), flags);
    messages.filled(count);
    for (int i = 0; i < count; i++) {
      read(batch, messages, i);
    }
    batch.size(Math.max(count, 0));
    return batch.size();
  }

  /// A failure usually means that nothing has arrived, which can be checked without the errno. A
  /// pending error is cleared by the failure and remains in the error queue.
  private int recvmmsg(MemorySegment messages, int capacity, int flags) {
    int count;
    for (int i = 0; i < TRIES_WITHOUT_ERRNO; i++) {
      count = Libc.tryRecvmmsg(socket.fd(), messages, capacity, flags);
      if (count > 0) {
        errors.nonePending();
        return count;
      }
      errors.suspect();
      if (count == 0 || (self.first(false) & ~Linux.POLLERR) == 0) {
        return 0;
      }
    }
    do {
      count = Libc.recvmmsg(socket.fd(), messages, capacity, flags);
    } while (count == -Errno.EINTR || (count < 0 && mayBePending(-count)));
    if (count < 0 && count != -Errno.EAGAIN) {
      throw new IllegalStateException("cannot receive at " + this + ": " + Errno.name(-count));
    }
    return count;
  }

  private void read(DatagramBatch batch, MessageVector messages, int i) {
    if (socket.isIpv6()) {
      batch.address(
          i, messages.ipv6High(i), messages.ipv6Low(i), messages.port(i), messages.scope(i));
    } else {
      batch.address(i, 0, Endpoint.mapped(messages.ipv4(i)), messages.port(i), 0);
    }
    control.read(messages.memory(), messages.control(i), messages.controlBytes(i));
    boolean told = (control.localHigh | control.localLow) != 0;
    boolean bound = !local.isUnspecified();
    batch.local(
        i,
        told ? control.localHigh : bound ? local.high() : 0,
        told ? control.localLow : bound ? local.low() : 0);
    batch.stampEpochNanos(i, control.stampEpochNanos);
    batch.hopLimit(i, control.hopLimit);
    batch.trafficClass(i, control.trafficClass);
    batch.length(
        i, withIpHeader ? withoutIpHeader(messages, i, batch.slotBytes()) : messages.received(i));
  }

  /// Removes the IP header of a raw IPv4 packet. Its first 20 bytes lie before the payload. IP
  /// options, which are rare in replies, are overwritten by moving the payload.
  private static int withoutIpHeader(MessageVector messages, int i, int slotBytes) {
    MemorySegment memory = messages.payloads();
    long payload = messages.payload(i);
    int ihl = memory.get(JAVA_BYTE, payload - MessageVector.IP_HEADER) & 0xf;
    int options = Math.max(ihl * Integer.BYTES - MessageVector.IP_HEADER, 0);
    int length = messages.received(i) - MessageVector.IP_HEADER - options;
    if (options > 0) {
      int kept = Math.clamp(length, 0, slotBytes - options);
      MemorySegment.copy(memory, payload + options, memory, payload, kept);
      // Truncated, even if the length alone does not show it: the options took up space.
      return length > kept ? Math.max(length, slotBytes + 1) : length;
    }
    return Math.max(length, 0);
  }

  @Override
  public int receiveErrors(ErrorSink sink) {
    return queuesErrors || stamps.mayBeQueued() ? errors.drain(sink) : 0;
  }

  @Override
  public void transmitStamps(boolean wanted) {
    stamps.transmit(wanted);
  }

  @Override
  public void tellHeaders(boolean wanted) {
    boolean ipv6 = socket.isIpv6();
    int level = ipv6 ? Linux.SOL_IPV6 : Linux.SOL_IP;
    int value = wanted ? 1 : 0;
    try {
      socket.set("IP_RECVTTL", level, ipv6 ? Linux.IPV6_RECVHOPLIMIT : Linux.IP_RECVTTL, value);
      socket.set("IP_RECVTOS", level, ipv6 ? Linux.IPV6_RECVTCLASS : Linux.IP_RECVTOS, value);
    } catch (SocketFd.Refused e) {
      throw new IllegalStateException("cannot ask for headers at " + this, e);
    }
  }

  @Override
  public long kernelDrops() {
    return socket.drops();
  }

  @Override
  public Endpoint local() {
    return local;
  }

  @Override
  public int icmpId() {
    if (kind == Kind.UDP) {
      throw new UnsupportedOperationException(this + " is not an ICMP socket");
    }
    return icmpId;
  }

  @Override
  public void close() {
    socket.close();
  }

  @Override
  public String toString() {
    return kind + " socket " + local;
  }
}
