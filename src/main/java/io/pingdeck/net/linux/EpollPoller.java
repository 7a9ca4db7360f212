package io.pingdeck.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.pingdeck.base.Errno;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.Departure;
import io.pingdeck.net.Poller;
import io.pingdeck.net.Streams;
import io.pingdeck.net.kernel.Layouts;
import io.pingdeck.net.kernel.Libc;
import io.pingdeck.net.kernel.Linux;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.concurrent.TimeUnit;

/// Waits with `poll` on the datagram sockets and on an epoll instance. The epoll instance watches
/// the TCP connections, an eventfd for wake-ups and a timerfd for the timeout.
///
/// The kernel notifies epoll of every packet on a watched socket, even if no thread waits:
/// measured, that is 5 % of the cost of a probe in a flood. The datagram sockets are few and busy,
/// and `poll` checks them only when the thread has nothing else to do.
///
/// The timer is a watched file because the timeout of `epoll_pwait2` has a slack of 0.1 % (half a
/// millisecond in half a second), while a timerfd is as exact as the kernel's timers. % (half a
/// millisecond in half a second), while a timerfd is as exact as the kernel's timers.
final class EpollPoller implements Poller {
  private static final StructLayout EVENT = Layouts.epollEvent(System.getProperty("os.arch"));
  private static final long DATA = Layouts.offset(EVENT, "data");
  private static final int EVENTS = 64;
  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long VALUE_SECONDS = 16; // itimerspec.it_value
  private static final long VALUE_NANOS = 24;

  private final Arena arena = Arena.ofAuto();
  private final MemorySegment events = arena.allocate(EVENT, EVENTS);
  private final MemorySegment limit = arena.allocate(Layouts.ITIMERSPEC);
  private final MemorySegment wakeups = arena.allocate(JAVA_LONG);
  private final int epoll;
  private final int wake;
  private final int timer;
  private final PolledFiles polled;
  private final NativeStreams streams;
  private long heardNanos = System.nanoTime();
  private boolean timerRuns;
  private boolean closed;

  EpollPoller(Departure departure) throws IOException {
    epoll = open("epoll", Libc.epollCreate1(Linux.EPOLL_CLOEXEC));
    int wakeFd = -1;
    int timerFd = -1;
    try {
      wakeFd = open("eventfd", Libc.eventfd(0, Linux.EFD_NONBLOCK | Linux.EFD_CLOEXEC));
      timerFd =
          open(
              "timerfd",
              Libc.timerfdCreate(Linux.CLOCK_MONOTONIC, Linux.TFD_NONBLOCK | Linux.TFD_CLOEXEC));
      watch(wakeFd);
      watch(timerFd);
    } catch (IOException e) {
      closeAll(epoll, wakeFd, timerFd);
      throw e;
    }
    polled = new PolledFiles(epoll);
    wake = wakeFd;
    streams = new NativeStreams(epoll, departure);
    timer = timerFd;
  }

  private static int open(String what, int fd) throws IOException {
    if (fd < 0) {
      throw new IOException("cannot open " + what + ": " + Errno.name(-fd));
    }
    return fd;
  }

  private void watch(int fd) throws IOException {
    events.set(JAVA_INT, 0, Linux.EPOLLIN); // EPOLLERR is always reported
    events.set(JAVA_LONG_UNALIGNED, DATA, fd);
    int result = Libc.epollCtl(epoll, Linux.EPOLL_CTL_ADD, fd, events);
    if (result < 0) {
      throw new IOException("cannot watch a socket: " + Errno.name(-result));
    }
  }

  @Override
  public void register(DatagramPort port) {
    polled.add(nativePort(port));
  }

  @Override
  public void deregister(DatagramPort port) {
    polled.remove(nativePort(port));
  }

  private static NativeDatagramPort nativePort(DatagramPort port) {
    if (port instanceof NativeDatagramPort nativePort) {
      return nativePort;
    }
    throw new IllegalArgumentException("not a native socket: " + port);
  }

  @Override
  public void await(long nanos) {
    boolean wait = nanos > 0;
    boolean limited = wait && nanos != Long.MAX_VALUE;
    if (limited || timerRuns) {
      setTimer(limited ? nanos : 0);
    }
    heardNanos = System.nanoTime();
    if (polled.first(wait) != 0) {
      heardNanos = System.nanoTime();
      // One call returns at most EVENTS events, and callers rely on having all of them.
      while (takeEvents() == EVENTS) {}
    }
  }

  /// @return the number of events
  private int takeEvents() {
    int count = Libc.tryEpollWait(epoll, events, EVENTS, 0);
    if (count < 0) {
      count = Libc.epollWait(epoll, events, EVENTS, 0);
    }
    if (count < 0) {
      throw new IllegalStateException("cannot ask what has happened: " + Errno.name(-count));
    }
    for (int i = 0; i < count; i++) {
      long data = events.get(JAVA_LONG_UNALIGNED, i * EVENT.byteSize() + DATA);
      if (data == wake) {
        Libc.eventfdRead(wake, wakeups);
      } else if (data >= NativeStreams.STREAM) {
        streams.hasNews((int) data);
      }
    }
    return count;
  }

  @Override
  public long heardNanos() {
    return heardNanos;
  }

  @Override
  public Streams streams() {
    return streams;
  }

  /// Restarts the timer, which also clears its expiry; 0 stops it.
  private void setTimer(long nanos) {
    limit.set(JAVA_LONG, VALUE_SECONDS, nanos / NANOS_PER_SECOND);
    limit.set(JAVA_LONG, VALUE_NANOS, nanos % NANOS_PER_SECOND);
    int result = Libc.tryTimerfdSettime(timer, 0, limit, MemorySegment.NULL);
    if (result < 0) {
      result = Libc.timerfdSettime(timer, 0, limit, MemorySegment.NULL);
    }
    if (result < 0) {
      throw new IllegalStateException("cannot set a timer: " + Errno.name(-result));
    }
    timerRuns = nanos != 0;
  }

  /// Synchronized with [#close()], because the number of a closed descriptor may already belong to
  /// another file.
  @Override
  public synchronized void wakeup() {
    if (!closed) {
      Libc.eventfdWrite(wake, 1);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      closeAll(epoll, wake, timer);
    }
  }

  private static void closeAll(int... fds) {
    for (int fd : fds) {
      if (fd >= 0) {
        Libc.close(fd);
      }
    }
  }
}
