package io.pingdeck.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.pingdeck.base.Errno;
import io.pingdeck.net.kernel.Layouts;
import io.pingdeck.net.kernel.Libc;
import io.pingdeck.net.kernel.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// The array of descriptors that `poll` waits for: one permanent descriptor and any number of
/// datagram sockets.
final class PolledFiles {
  private static final int FIRST_CAPACITY = 8;
  private static final long FILE = Layouts.POLLFD.byteSize();
  private static final long FD = Layouts.offset(Layouts.POLLFD, "fd");
  private static final long EVENTS = Layouts.offset(Layouts.POLLFD, "events");
  private static final long REVENTS = Layouts.offset(Layouts.POLLFD, "revents");

  private final List<NativeDatagramPort> ports = new ArrayList<>(); // entry i is file i + 1
  private MemorySegment files = Arena.ofAuto().allocate(Layouts.POLLFD, FIRST_CAPACITY);
  private int size;

  PolledFiles(int first) {
    append(first);
  }

  void add(NativeDatagramPort port) {
    ports.add(port);
    append(port.fd());
  }

  private void append(int fd) {
    if (size * FILE == files.byteSize()) {
      MemorySegment larger = Arena.ofAuto().allocate(Layouts.POLLFD, 2L * size);
      MemorySegment.copy(files, 0, larger, 0, files.byteSize());
      files = larger;
    }
    files.set(JAVA_INT, size * FILE + FD, fd);
    files.set(JAVA_SHORT, size * FILE + EVENTS, Linux.POLLIN); // POLLERR is always reported
    size++;
  }

  void remove(NativeDatagramPort port) {
    int index = ports.indexOf(port);
    if (index >= 0) {
      ports.set(index, ports.getLast());
      ports.removeLast();
      size--;
      MemorySegment.copy(files, size * FILE, files, (index + 1) * FILE, FILE);
    }
  }

  /// @param wait whether to block until one of them is ready
  /// @return the ready events of the first descriptor (`POLLIN`, `POLLERR`, ...), or 0
  int first(boolean wait) {
    int timeoutMillis = wait ? -1 : 0;
    int count = Libc.tryPoll(files, size, timeoutMillis);
    if (count < 0) {
      do {
        count = Libc.poll(files, size, timeoutMillis);
      } while (count == -Errno.EINTR);
    }
    if (count < 0) {
      throw new IllegalStateException("cannot wait for datagrams: " + Errno.name(-count));
    }
    return files.get(JAVA_SHORT, REVENTS);
  }
}
