package io.pingdeck.net.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;

/// Raises the priority of measuring threads over the other threads of this process. Each thread
/// calls it for itself.
///
/// A thread that wakes up may wait for two reasons. It may have used up its share of the processor:
/// a nice value below 0 enlarges the share. Or another thread's time slice may not have ended:
/// since Linux 6.12 a thread that requests a shorter slice than the running thread's preempts it
/// (sched-eevdf.rst in the kernel's documentation). A shorter slice needs no permission.
public final class ThreadPriority {
  /// The share is ninety times that of a thread at nice 0, nearly a whole core.
  private static final int FIRST_NICE = -20;

  /// With no core left for the other threads, a flood still leaves a tenth to each of them.
  private static final int FIRST_NICE_ON_LAST_CORE = -10;

  /// The shortest slice that the kernel accepts.
  private static final long SLICE_NANOS = 100_000;

  /// The C library has no function for these calls. Their numbers on x86_64 differ from the others.
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
    // On Linux each thread has its own nice value; 0 means the calling thread.
    return Libc.setpriority(Linux.PRIO_PROCESS, 0, nice) == 0;
  }

  /// Shortens the time slice of the calling thread. A no-op if the kernel lacks this call or the
  /// slice in it.
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
