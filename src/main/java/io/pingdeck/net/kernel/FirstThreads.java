package io.pingdeck.net.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;

/// The threads of this process that shall run before its others: each asks for itself.
///
/// Two things keep a thread that wakes up from the processor, and Linux has a remedy for each. That
/// it has had its share: with a nice value below 0 the share is larger. That another one's slice is
/// not over: since Linux 6.12 a thread that asks for a shorter slice than the running one's does
/// not wait for its end (the kernel's sched-eevdf.rst). The latter needs no permission.
public final class FirstThreads {
  /// The share is ninety times that of a thread at 0, next to all of a core.
  private static final int FIRST_NICE = -20;

  /// Where no core is left for the others, a flood leaves a tenth to each of them.
  private static final int FIRST_NICE_ON_LAST_CORE = -10;

  /// The shortest there is.
  private static final long SLICE_NANOS = 100_000;

  /// The C library has no function for these calls; x86_64 numbers them in its own way.
  private static final boolean X86 = Layouts.isX86(System.getProperty("os.arch"));

  private static final long SCHED_SETATTR = X86 ? 314 : 274;
  private static final long SCHED_GETATTR = X86 ? 315 : 275;
  private static final int ATTRIBUTES_SIZE = (int) Layouts.SCHED_ATTR.byteSize();
  private static final long RUNTIME = Layouts.offset(Layouts.SCHED_ATTR, "sched_runtime");

  private final Set<Thread> threads = new HashSet<>(); // guarded by itself

  public void putCallerFirst() {
    if (!leavesACore() || !mayBe(FIRST_NICE)) {
      mayBe(FIRST_NICE_ON_LAST_CORE);
    }
    shortenSlice();
  }

  private boolean leavesACore() {
    synchronized (threads) {
      threads.removeIf(thread -> !thread.isAlive());
      threads.add(Thread.currentThread());
      return threads.size() < Runtime.getRuntime().availableProcessors();
    }
  }

  private static boolean mayBe(int nice) {
    // Linux has a nice value for each thread, and 0 stands for the calling one.
    return Libc.setpriority(Linux.PRIO_PROCESS, 0, nice) == 0;
  }

  /// Of the calling thread. Leaves everything as it is where the kernel does not know the call, or
  /// of no slices in it.
  public static void shortenSlice() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(Layouts.SCHED_ATTR);
      if (Libc.syscall(SCHED_GETATTR, 0, attributes, ATTRIBUTES_SIZE, 0) == 0) {
        attributes.set(JAVA_LONG, RUNTIME, SLICE_NANOS);
        Libc.syscall(SCHED_SETATTR, 0, attributes, 0, 0);
      }
    }
  }
}
