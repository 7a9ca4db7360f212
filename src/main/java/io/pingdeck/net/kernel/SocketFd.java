package io.pingdeck.net.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.pingdeck.base.Errno;
import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The file descriptor of an open socket, and its options. The code that opens it must close it.
public final class SocketFd {
  private static final long SIN_PORT = Layouts.offset(Layouts.SOCKADDR_IN, "sin_port");
  private final boolean ipv6;
  private final MemorySegment drops = Arena.ofAuto().allocate(JAVA_INT, Linux.SK_MEMINFO_VARS);
  private final MemorySegment dropsLength = Arena.ofAuto().allocate(JAVA_INT);
  private int fd;

  private SocketFd(int fd, boolean ipv6) {
    this.fd = fd;
    this.ipv6 = ipv6;
  }

  /// Opens a non-blocking socket.
  ///
  /// @throws Refused with the kernel's error number
  public static SocketFd open(boolean ipv6, int type, int protocol) throws Refused {
    int flags = Linux.SOCK_NONBLOCK | Linux.SOCK_CLOEXEC;
    int domain = ipv6 ? Linux.AF_INET6 : Linux.AF_INET;
    int fd =
        type == Linux.SOCK_RAW
            ? RawSocketThread.socket(domain, type | flags, protocol)
            : Libc.socket(domain, type | flags, protocol);
    return new SocketFd(Refused.check("socket", fd), ipv6);
  }

  /// A descriptor that belongs to someone else. It must not be closed here.
  public static SocketFd borrowed(int fd, boolean ipv6) {
    return new SocketFd(fd, ipv6);
  }

  public boolean isIpv6() {
    return ipv6;
  }

  /// The descriptor; -1 after [#close()].
  public int fd() {
    return fd;
  }

  public void bind(Endpoint address) throws Refused {
    MessageVector name = new MessageVector(1, 1, Arena.ofAuto().allocate(1));
    if (ipv6) {
      name.setIpv6(0, address.high(), address.low(), address.port(), address.scope());
    } else {
      name.setIpv4(0, (int) address.low(), address.port());
    }
    Refused.check("bind", Libc.bind(fd, name.name(0), name.nameBytes(0)));
  }

  /// Whether the descriptor is a socket that listens for connections.
  public boolean listens() {
    return get(Linux.SOL_SOCKET, Linux.SO_ACCEPTCONN) == 1;
  }

  /// Whether the socket, IPv4 or IPv6, is bound to this address and port.
  public boolean isBoundTo(Endpoint address) {
    MessageVector name = new MessageVector(1, 1, Arena.ofAuto().allocate(1));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment length = arena.allocateFrom(JAVA_INT, (int) name.name(0).byteSize());
      if (Libc.getsockname(fd, name.name(0), length) != 0) {
        return false;
      }
    }
    boolean isIpv4 = name.name(0).get(JAVA_SHORT, 0) == Linux.AF_INET;
    Endpoint bound =
        isIpv4
            ? Endpoint.ipv4(name.ipv4(0), name.port(0))
            : new Endpoint(name.ipv6High(0), name.ipv6Low(0), name.port(0), 0);
    return bound.port() == address.port()
        && (bound.sameAddress(address.high(), address.low())
            || bound.isUnspecified() && address.isUnspecified());
  }

  public void detachFilter() {
    try {
      set("SO_DETACH_FILTER", Linux.SOL_SOCKET, Linux.SO_DETACH_FILTER, 0);
    } catch (Refused noFilter) {
      // The listener is closed already, and the filter with it.
    }
  }

  /// The local port; for a ping socket, the identifier of its echo requests.
  public int localPort() throws Refused {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(Layouts.SOCKADDR_IN6);
      MemorySegment length = arena.allocateFrom(JAVA_INT, (int) name.byteSize());
      Refused.check("getsockname", Libc.getsockname(fd, name, length));
      return Short.toUnsignedInt(name.get(Layouts.NETWORK_SHORT, SIN_PORT));
    }
  }

  /// An option's value, or `-errno`.
  public int get(int level, int option) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_INT);
      MemorySegment length = arena.allocateFrom(JAVA_INT, Integer.BYTES);
      int result = Libc.getsockopt(fd, level, option, value, length);
      return result == 0 ? value.get(JAVA_INT, 0) : result;
    }
  }

  public void set(String what, int level, int option, int value) throws Refused {
    try (Arena arena = Arena.ofConfined()) {
      set(what, level, option, arena.allocateFrom(JAVA_INT, value));
    }
  }

  public void set(String what, int level, int option, MemorySegment value) throws Refused {
    Refused.check(what, Libc.setsockopt(fd, level, option, value, (int) value.byteSize()));
  }

  /// Sets the buffer sizes. Exceeds the system's limits if this process has the permission;
  /// otherwise the kernel clamps the sizes to its limits.
  public void setBuffers(int receiveBytes, int sendBytes) throws Refused {
    setBuffer("SO_RCVBUF", Linux.SO_RCVBUFFORCE, Linux.SO_RCVBUF, receiveBytes);
    setBuffer("SO_SNDBUF", Linux.SO_SNDBUFFORCE, Linux.SO_SNDBUF, sendBytes);
  }

  private void setBuffer(String what, int forced, int ordinary, int bytes) throws Refused {
    try {
      set(what, Linux.SOL_SOCKET, forced, bytes);
    } catch (Refused needsCapNetAdmin) {
      set(what, Linux.SOL_SOCKET, ordinary, bytes);
    }
  }

  /// Datagrams dropped so far because the receive buffer was full; -1 if the kernel does not report
  /// it (before Linux 4.12). SO_RXQ_OVFL would report drops only with the next received datagram.
  public long drops() {
    dropsLength.set(JAVA_INT, 0, (int) drops.byteSize());
    int result = Libc.getsockopt(fd, Linux.SOL_SOCKET, Linux.SO_MEMINFO, drops, dropsLength);
    return result < 0
        ? -1
        : Integer.toUnsignedLong(drops.getAtIndex(JAVA_INT, Linux.SK_MEMINFO_DROPS));
  }

  public void close() {
    if (fd >= 0) {
      Libc.close(fd);
      fd = -1;
    }
  }

  /// A system call that failed.
  public static final class Refused extends IOException {
    private static final long serialVersionUID = 1;
    private final int errno;

    Refused(String call, int errno) {
      super(call + ": " + Errno.describe(errno));
      this.errno = errno;
    }

    public int errno() {
      return errno;
    }

    public boolean isNotPermitted() {
      return errno == Errno.EPERM || errno == Errno.EACCES;
    }

    private static int check(String call, int result) throws Refused {
      if (result < 0) {
        throw new Refused(call, -result);
      }
      return result;
    }
  }
}
