package io.pingdeck.net.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;

/// Functions of the C library, one static method each. Each returns the C function's result, or
/// `-errno` where that is -1.
///
/// Functions that an I/O thread calls all the time have a variant `try...` that returns -1 without
/// an errno. To capture errno, the JDK allocates an object per call, which the JIT compilers
/// eliminate only in some cases. A caller that needs the errno calls the other variant next, which
/// may then succeed.
public final class Libc {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO_OFFSET = STATE.byteOffset(PathElement.groupElement("errno"));
  static final Linker.Option[] NOTHING_CAUGHT = {};
  // errno must be captured by the same downcall, because the JVM's own calls change it.
  private static final ThreadLocal<MemorySegment> ERRNO =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

  private static final MethodHandle SOCKET = handle("socket", "iii");
  private static final MethodHandle BIND = handle("bind", "ipi");
  private static final MethodHandle GETSOCKNAME = handle("getsockname", "ipp");
  private static final MethodHandle SETSOCKOPT = handle("setsockopt", "iiipi");
  private static final MethodHandle RECVMSG = handle("recvmsg", "ipi");
  private static final MethodHandle CLOSE = handle("close", "i");

  private static final MethodHandle TRY_SENDMMSG = handle("sendmmsg", "ipii", NOTHING_CAUGHT);
  private static final MethodHandle TRY_RECVMMSG = handle("recvmmsg", "ipiip", NOTHING_CAUGHT);

  // To link a function takes a millisecond or more, and every start waits for it. So what a start
  // does not need is linked at its first use.

  private static final class Clock {
    static final MethodHandle ADJTIMEX = handle("adjtimex", "p");
  }

  private static final class Streams {
    static final MethodHandle CONNECT = handle("connect", "ipi");
    static final MethodHandle SEND = handle("send", "ipli");
    static final MethodHandle RECV = handle("recv", "ipli");
    static final MethodHandle GETSOCKOPT = handle("getsockopt", "iiipp");
  }

  private static final class Polling {
    static final MethodHandle TRY_POLL = handle("poll", "pli", NOTHING_CAUGHT);
    static final MethodHandle TRY_TIMERFD_SETTIME =
        handle("timerfd_settime", "iipp", NOTHING_CAUGHT);
    static final MethodHandle TIMERFD_CREATE = handle("timerfd_create", "ii");
  }

  private static final class Epoll {
    static final MethodHandle CREATE1 = handle("epoll_create1", "i");
    static final MethodHandle CTL = handle("epoll_ctl", "iiip");
    static final MethodHandle TRY_WAIT = handle("epoll_wait", "ipii", NOTHING_CAUGHT);
  }

  private static final class Events {
    static final MethodHandle EVENTFD = handle("eventfd", "ii");
    static final MethodHandle READ = handle("eventfd_read", "ip");
    static final MethodHandle WRITE = handle("eventfd_write", "il");
  }

  private static final class Priority {
    static final MethodHandle SETPRIORITY = handle("setpriority", "iii");
    static final MethodHandle SYSCALL = handle("syscall", "lipii");
  }

  /// Only called after the variant `try...` has failed.
  private static final class Reasons {
    static final MethodHandle SENDMMSG = handle("sendmmsg", "ipii");
    static final MethodHandle RECVMMSG = handle("recvmmsg", "ipiip");
    static final MethodHandle POLL = handle("poll", "pli");
    static final MethodHandle EPOLL_WAIT = handle("epoll_wait", "ipii");
    static final MethodHandle TIMERFD_SETTIME = handle("timerfd_settime", "iipp");
  }

  private Libc() {}

  private static MethodHandle handle(String name, String parameters) {
    return handle(name, parameters, Linker.Option.captureCallState("errno"));
  }

  /// @param parameters one letter each: `i` int, `l` 64-bit integer, `p` pointer; the result is int
  @SuppressWarnings("restricted") // the caller has enabled native access
  static MethodHandle handle(String name, String parameters, Linker.Option... options) {
    FunctionDescriptor descriptor = FunctionDescriptor.of(JAVA_INT);
    for (char parameter : parameters.toCharArray()) {
      descriptor =
          descriptor.appendArgumentLayouts(
              switch (parameter) {
                case 'i' -> JAVA_INT;
                case 'l' -> JAVA_LONG;
                case 'p' -> ADDRESS;
                default -> throw new IllegalArgumentException(parameters);
              });
    }
    MemorySegment address =
        LINKER
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new NoSuchElementException("the C library has no " + name));
    return LINKER.downcallHandle(address, descriptor, options);
  }

  private static int result(int returned, MemorySegment state) {
    return returned == -1 ? -state.get(JAVA_INT, ERRNO_OFFSET) : returned;
  }

  static AssertionError impossible(Throwable e) {
    return new AssertionError("a downcall throws nothing", e);
  }

  public static int socket(int domain, int type, int protocol) {
    MemorySegment state = ERRNO.get();
    try {
      return result((int) SOCKET.invokeExact(state, domain, type, protocol), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int bind(int fd, MemorySegment address, int length) {
    MemorySegment state = ERRNO.get();
    try {
      return result((int) BIND.invokeExact(state, fd, address, length), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  public static int connect(int fd, MemorySegment address, int length) {
    MemorySegment state = ERRNO.get();
    try {
      return result((int) Streams.CONNECT.invokeExact(state, fd, address, length), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /// @param length must fit an int, so that the result, 64 bits in C, fits one too
  public static int send(int fd, MemorySegment bytes, long length, int flags) {
    MemorySegment state = ERRNO.get();
    try {
      return result((int) Streams.SEND.invokeExact(state, fd, bytes, length, flags), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /// @param length must fit an int, so that the result, 64 bits in C, fits one too
  public static int recv(int fd, MemorySegment bytes, long length, int flags) {
    MemorySegment state = ERRNO.get();
    try {
      return result((int) Streams.RECV.invokeExact(state, fd, bytes, length, flags), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /// @param message its capacity must fit an int, as for [#recv]
  public static int recvmsg(int fd, MemorySegment message, int flags) {
    MemorySegment state = ERRNO.get();
    try {
      return result((int) RECVMSG.invokeExact(state, fd, message, flags), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  public static int getsockname(int fd, MemorySegment address, MemorySegment length) {
    MemorySegment state = ERRNO.get();
    try {
      return result((int) GETSOCKNAME.invokeExact(state, fd, address, length), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  public static int setsockopt(int fd, int level, int option, MemorySegment value, int length) {
    MemorySegment state = ERRNO.get();
    try {
      return result((int) SETSOCKOPT.invokeExact(state, fd, level, option, value, length), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  public static int getsockopt(
      int fd, int level, int option, MemorySegment value, MemorySegment length) {
    MemorySegment state = ERRNO.get();
    try {
      return result(
          (int) Streams.GETSOCKOPT.invokeExact(state, fd, level, option, value, length), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  public static int trySendmmsg(int fd, MemorySegment messages, int count, int flags) {
    try {
      return (int) TRY_SENDMMSG.invokeExact(fd, messages, count, flags);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  public static int sendmmsg(int fd, MemorySegment messages, int count, int flags) {
    MemorySegment state = ERRNO.get();
    try {
      return result((int) Reasons.SENDMMSG.invokeExact(state, fd, messages, count, flags), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  public static int tryRecvmmsg(int fd, MemorySegment messages, int count, int flags) {
    try {
      return (int) TRY_RECVMMSG.invokeExact(fd, messages, count, flags, MemorySegment.NULL);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /// Omits the C function's last parameter, a timeout: the kernel checks it only when a datagram
  /// arrives, which makes it useless.
  public static int recvmmsg(int fd, MemorySegment messages, int count, int flags) {
    MemorySegment state = ERRNO.get();
    try {
      return result(
          (int) Reasons.RECVMMSG.invokeExact(state, fd, messages, count, flags, MemorySegment.NULL),
          state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int adjtimex(MemorySegment timex) {
    MemorySegment state = ERRNO.get();
    try {
      return result((int) Clock.ADJTIMEX.invokeExact(state, timex), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int setpriority(int which, int who, int nice) {
    MemorySegment state = ERRNO.get();
    try {
      return result((int) Priority.SETPRIORITY.invokeExact(state, which, who, nice), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /// A system call that has no C function: a thread, a structure to read or write, and two
  /// integers. A call with fewer parameters ignores the rest.
  static int syscall(long number, int thread, MemorySegment value, int size, int flags) {
    MemorySegment state = ERRNO.get();
    try {
      return result(
          (int) Priority.SYSCALL.invokeExact(state, number, thread, value, size, flags), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  public static int close(int fd) {
    MemorySegment state = ERRNO.get();
    try {
      return result((int) CLOSE.invokeExact(state, fd), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  public static int tryPoll(MemorySegment files, long count, int timeoutMillis) {
    try {
      return (int) Polling.TRY_POLL.invokeExact(files, count, timeoutMillis);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  public static int poll(MemorySegment files, long count, int timeoutMillis) {
    MemorySegment state = ERRNO.get();
    try {
      return result((int) Reasons.POLL.invokeExact(state, files, count, timeoutMillis), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  public static int epollCreate1(int flags) {
    MemorySegment state = ERRNO.get();
    try {
      return result((int) Epoll.CREATE1.invokeExact(state, flags), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  public static int epollCtl(int epoll, int operation, int fd, MemorySegment event) {
    MemorySegment state = ERRNO.get();
    try {
      return result((int) Epoll.CTL.invokeExact(state, epoll, operation, fd, event), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  public static int tryEpollWait(int epoll, MemorySegment events, int capacity, int timeoutMillis) {
    try {
      return (int) Epoll.TRY_WAIT.invokeExact(epoll, events, capacity, timeoutMillis);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  public static int epollWait(int epoll, MemorySegment events, int capacity, int timeoutMillis) {
    MemorySegment state = ERRNO.get();
    try {
      return result(
          (int) Reasons.EPOLL_WAIT.invokeExact(state, epoll, events, capacity, timeoutMillis),
          state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  public static int eventfd(int initial, int flags) {
    MemorySegment state = ERRNO.get();
    try {
      return result((int) Events.EVENTFD.invokeExact(state, initial, flags), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  public static int eventfdRead(int fd, MemorySegment value) {
    MemorySegment state = ERRNO.get();
    try {
      return result((int) Events.READ.invokeExact(state, fd, value), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  public static int eventfdWrite(int fd, long value) {
    MemorySegment state = ERRNO.get();
    try {
      return result((int) Events.WRITE.invokeExact(state, fd, value), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  public static int timerfdCreate(int clock, int flags) {
    MemorySegment state = ERRNO.get();
    try {
      return result((int) Polling.TIMERFD_CREATE.invokeExact(state, clock, flags), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  public static int tryTimerfdSettime(
      int fd, int flags, MemorySegment newValue, MemorySegment oldValue) {
    try {
      return (int) Polling.TRY_TIMERFD_SETTIME.invokeExact(fd, flags, newValue, oldValue);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  public static int timerfdSettime(
      int fd, int flags, MemorySegment newValue, MemorySegment oldValue) {
    MemorySegment state = ERRNO.get();
    try {
      return result(
          (int) Reasons.TIMERFD_SETTIME.invokeExact(state, fd, flags, newValue, oldValue), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }
}
