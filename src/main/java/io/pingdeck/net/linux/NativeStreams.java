package io.pingdeck.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.pingdeck.base.Errno;
import io.pingdeck.net.Departure;
import io.pingdeck.net.ErrorSink;
import io.pingdeck.net.StreamPort;
import io.pingdeck.net.Streams;
import io.pingdeck.net.kernel.Layouts;
import io.pingdeck.net.kernel.Libc;
import io.pingdeck.net.kernel.Linux;
import io.pingdeck.net.kernel.MessageVector;
import io.pingdeck.net.kernel.ReceivedControl;
import io.pingdeck.packet.Endpoint;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// TCP connections on Linux system calls, watched edge-triggered. A connection costs one entry in
/// the epoll set and is processed only when the kernel reports an event.
final class NativeStreams implements Streams {
  /// Marks an epoll entry as a connection; the low bits are its descriptor.
  static final long STREAM = 1L << 32;

  /// The most bytes per receive when timestamps are enabled.
  static final int STAMPED_BYTES = 1 << 14;

  private static final StructLayout EVENT = Layouts.epollEvent(System.getProperty("os.arch"));
  private static final long DATA = Layouts.offset(EVENT, "data");
  private static final long RTT = Layouts.offset(Layouts.TCP_INFO, "tcpi_rtt");
  // enum in <netinet/tcp.h>
  private static final byte TCP_SYN_SENT = 2;
  private static final byte TCP_SYN_RECV = 3;
  private static final byte TCP_CLOSE = 7;

  private static final long TOTAL_RETRANS = Layouts.offset(Layouts.TCP_INFO, "tcpi_total_retrans");
  private static final int IPV4_MULTICAST = 0xe0000001;
  private static final long IPV6_MULTICAST = 0xff02L << 48;
  private static final int NEWS = Linux.EPOLLIN | Linux.EPOLLOUT | Linux.EPOLLRDHUP;

  // Shared by all connections, because one thread uses them all.
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment event = arena.allocate(EVENT);
  private final MemorySegment option = arena.allocate(JAVA_INT);
  private final MemorySegment info = arena.allocate(Layouts.TCP_INFO);
  private final MessageVector name = new MessageVector(1, 1, arena.allocate(1));
  private final ByteBuffer stampedBytes = ByteBuffer.allocateDirect(STAMPED_BYTES);
  private final MessageVector stamped =
      new MessageVector(1, STAMPED_BYTES, MemorySegment.ofBuffer(stampedBytes));
  private final ReceivedControl control = new ReceivedControl();
  private final StreamErrors errors = new StreamErrors();
  private final int epoll;
  private final Departure departure;
  private NativeStreamPort[] byFd = new NativeStreamPort[64];
  private NativeStreamPort[] news = new NativeStreamPort[64];
  private int newsCount;
  private int delivered;

  NativeStreams(int epoll, Departure departure) {
    this.epoll = epoll;
    this.departure = departure;
  }

  @Override
  public StreamPort connect(Endpoint to, int hopLimit, int trafficClass, Runnable onNews) {
    boolean ipv6 = !to.isIpv4();
    int flags = Linux.SOCK_STREAM | Linux.SOCK_NONBLOCK | Linux.SOCK_CLOEXEC;
    int fd = Libc.socket(ipv6 ? Linux.AF_INET6 : Linux.AF_INET, flags, Linux.IPPROTO_TCP);
    if (fd < 0) {
      return new NativeStreamPort(this, fd, to, fd, System.nanoTime(), onNews);
    }
    try {
      int result = configure(fd, ipv6, hopLimit, trafficClass);
      warm(fd, ipv6);
      writeName(to);
      long begunNanos = System.nanoTime();
      if (result >= 0) {
        result = connect(fd);
      }
      NativeStreamPort port = new NativeStreamPort(this, fd, to, result, begunNanos, onNews);
      if (result == 0 || result == -Errno.EINPROGRESS) {
        watch(port);
      }
      return port;
    } catch (RuntimeException | Error e) {
      close(fd);
      throw e;
    }
  }

  private int configure(int fd, boolean ipv6, int hopLimit, int trafficClass) {
    int level = ipv6 ? Linux.SOL_IPV6 : Linux.SOL_IP;
    int result = set(fd, level, ipv6 ? Linux.IPV6_RECVERR : Linux.IP_RECVERR, 1);
    result = Math.min(result, set(fd, Linux.IPPROTO_TCP, Linux.TCP_NODELAY, 1));
    if (hopLimit != 0) {
      int type = ipv6 ? Linux.IPV6_UNICAST_HOPS : Linux.IP_TTL;
      result = Math.min(result, set(fd, level, type, hopLimit));
    }
    if (trafficClass != 0) {
      int type = ipv6 ? Linux.IPV6_TCLASS : Linux.IP_TOS;
      result = Math.min(result, set(fd, level, type, trafficClass));
    }
    return departure.isUsual() ? result : Math.min(result, departure.configureStream(fd, ipv6));
  }

  private int set(int fd, int level, int type, int value) {
    option.set(JAVA_INT, 0, value);
    return Libc.setsockopt(fd, level, type, option, Integer.BYTES);
  }

  /// Connects to a multicast address, which the kernel refuses before it sends anything. This loads
  /// the code up to the SYN into the processor's caches, so that cache misses after a pause of some
  /// milliseconds do not count as RTT.
  private void warm(int fd, boolean ipv6) {
    if (ipv6) {
      name.setIpv6(0, IPV6_MULTICAST, 1, 9, 0);
    } else {
      name.setIpv4(0, IPV4_MULTICAST, 9);
    }
    connect(fd);
  }

  private void writeName(Endpoint to) {
    if (to.isIpv4()) {
      name.setIpv4(0, (int) to.low(), to.port());
    } else {
      name.setIpv6(0, to.high(), to.low(), to.port(), to.scope());
    }
  }

  /// Starts a handshake with the address in [#name], or polls its state.
  private int connect(int fd) {
    int result;
    do {
      result = Libc.connect(fd, name.name(0), name.nameBytes(0));
    } while (result == -Errno.EINTR);
    return result;
  }

  /// State of a handshake in progress: 0, -EINPROGRESS, or the error that ended it.
  ///
  /// A second connect(2) would report it too, but discards what a peer sent before its reset.
  /// SO_ERROR alone is 0 during the handshake.
  int handshake(int fd, Endpoint to) {
    if (!readInfo(fd)) {
      writeName(to);
      int result = connect(fd);
      return switch (result) {
        case -Errno.EALREADY, -Errno.EINPROGRESS -> -Errno.EINPROGRESS;
        case -Errno.EISCONN -> 0;
        default -> result;
      };
    }
    return switch (info.get(JAVA_BYTE, 0)) {
      case TCP_SYN_SENT, TCP_SYN_RECV -> -Errno.EINPROGRESS;
      case TCP_CLOSE -> -pendingError(fd);
      default -> 0;
    };
  }

  private int pendingError(int fd) {
    option.set(JAVA_INT, 0, Integer.BYTES);
    int result = Libc.getsockopt(fd, Linux.SOL_SOCKET, Linux.SO_ERROR, info, option);
    int errno = result < 0 ? -result : info.get(JAVA_INT, 0);
    return errno == 0 ? Errno.EIO : errno; // closed, for an unknown reason
  }

  private boolean readInfo(int fd) {
    option.set(JAVA_INT, 0, (int) info.byteSize());
    int result = Libc.getsockopt(fd, Linux.IPPROTO_TCP, Linux.TCP_INFO, info, option);
    return result == 0 && option.get(JAVA_INT, 0) == (int) info.byteSize();
  }

  /// The kernel's first RTT sample is from SYN to SYN-ACK, unless the SYN was retransmitted.
  long handshakeNanos(int fd) {
    return readInfo(fd) && info.get(JAVA_INT, TOTAL_RETRANS) == 0
        ? TimeUnit.MICROSECONDS.toNanos(Integer.toUnsignedLong(info.get(JAVA_INT, RTT)))
        : 0;
  }

  boolean stampArrivals(int fd) {
    int flags = Linux.SOF_TIMESTAMPING_RX_SOFTWARE | Linux.SOF_TIMESTAMPING_SOFTWARE;
    return set(fd, Linux.SOL_SOCKET, Linux.SO_TIMESTAMPING, flags) == 0;
  }

  /// Receives at most [#STAMPED_BYTES], with the kernel's timestamp of the last of them.
  ///
  /// @return as [StreamPort#receive(ByteBuffer)]
  int receiveStamped(int fd, ByteBuffer bytes) {
    int received;
    do {
      stamped.prepareReceive(false);
      // recvmmsg would report a reset before the data that the peer sent ahead of it.
      received = Libc.recvmsg(fd, stamped.from(0), Linux.MSG_DONTWAIT);
      stamped.filled(1);
    } while (received == -Errno.EINTR);
    if (received < 1) {
      return received;
    }
    control.read(stamped.memory(), stamped.control(0), stamped.controlBytes(0));
    bytes.put(bytes.position(), stampedBytes, 0, received); // a slice would allocate
    bytes.position(bytes.position() + received);
    return received;
  }

  /// The timestamp of the last [#receiveStamped(int, ByteBuffer)]; 0 if there is none.
  long stampEpochNanos() {
    return control.stampEpochNanos;
  }

  boolean isBoundTo(int fd, Endpoint address) {
    option.set(JAVA_INT, 0, (int) Layouts.SOCKADDR_IN6.byteSize());
    return Libc.getsockname(fd, name.name(0), option) == 0
        && name.port(0) == address.port()
        && (address.isIpv4()
            ? name.ipv4(0) == (int) address.low()
            : address.sameAddress(name.ipv6High(0), name.ipv6Low(0)));
  }

  Endpoint local(int fd, boolean ipv4) {
    option.set(JAVA_INT, 0, (int) Layouts.SOCKADDR_IN6.byteSize());
    boolean told = Libc.getsockname(fd, name.name(0), option) == 0;
    if (ipv4) {
      return Endpoint.ipv4(told ? name.ipv4(0) : 0, 0);
    }
    return told ? new Endpoint(name.ipv6High(0), name.ipv6Low(0), 0, 0) : new Endpoint(0, 0, 0, 0);
  }

  int receiveErrors(int fd, boolean ipv6, ErrorSink sink) {
    return errors.drain(fd, ipv6, sink);
  }

  private void watch(NativeStreamPort port) {
    int fd = port.fd();
    event.set(JAVA_INT, 0, NEWS | Linux.EPOLLET);
    event.set(JAVA_LONG_UNALIGNED, DATA, STREAM | fd);
    int result = Libc.epollCtl(epoll, Linux.EPOLL_CTL_ADD, fd, event);
    if (result < 0) {
      port.failed(result);
      return;
    }
    if (fd >= byFd.length) {
      byFd = Arrays.copyOf(byFd, Math.max(fd + 1, 2 * byFd.length));
    }
    byFd[fd] = port;
  }

  /// Records that the kernel reported an event for this descriptor.
  void hasNews(int fd) {
    NativeStreamPort port = fd < byFd.length ? byFd[fd] : null;
    if (port == null) {
      return;
    }
    if (newsCount == news.length) {
      news = Arrays.copyOf(news, 2 * newsCount);
    }
    news[newsCount++] = port;
  }

  @Override
  public void deliver() {
    while (delivered < newsCount) { // from where one of them threw, if it did
      NativeStreamPort port = news[delivered];
      news[delivered++] = null;
      if (port.fd() >= 0) { // an earlier callback may have closed it
        port.onNews().run();
      }
    }
    newsCount = 0;
    delivered = 0;
  }

  void close(int fd) {
    if (fd < byFd.length) {
      byFd[fd] = null;
    }
    Libc.close(fd);
  }
}
