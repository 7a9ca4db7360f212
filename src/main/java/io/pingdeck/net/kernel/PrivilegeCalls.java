package io.pingdeck.net.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// System calls of Linux on x86_64 that change the privileges of threads. All go through one
/// function of the C library, because to link one for each would delay the start.
final class PrivilegeCalls {
  private static final long MPROTECT = 10;
  private static final long RT_SIGACTION = 13;
  private static final long CAPGET = 125;
  private static final long CAPSET = 126;
  private static final long PRCTL = 157;
  private static final long TGKILL = 234;

  private static final int PR_CAPBSET_DROP = 24;
  private static final int PR_CAP_AMBIENT = 47;
  private static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;
  private static final int MOST_CAPABILITIES = 64;

  /// `_LINUX_CAPABILITY_VERSION_3`: sets of 64 bits.
  private static final int VERSION = 0x20080522;

  private static final int PROT_READ_EXEC = 1 | 4;
  private static final long SA_RESTART_RESTORER_ONSTACK =
      0x1000_0000L | 0x0400_0000L | 0x0800_0000L;
  private static final int SIGNAL_SET_BYTES = 8;

  private static final MethodHandle SYSCALL = Libc.handle("syscall", "llllll", Libc.NOTHING_CAUGHT);

  private PrivilegeCalls() {}

  /// @return whether it succeeded
  private static boolean call(long number, long first, long second, long third, long fourth) {
    try {
      return (int) SYSCALL.invokeExact(number, first, second, third, fourth, 0L) == 0;
    } catch (Throwable e) {
      throw Libc.impossible(e);
    }
  }

  /// The sets of capabilities of a thread, as the kernel takes them:
  ///
  /// ```c
  /// struct __user_cap_header_struct { __u32 version; int pid; };
  /// struct __user_cap_data_struct { __u32 effective, permitted, inheritable; } data[2];
  /// ```
  ///
  /// @param header with pid 0, the calling thread
  /// @param data low 32 bits of the three sets, then the high ones
  record Capabilities(MemorySegment header, MemorySegment data) {
    private static final int WORDS = 6;
    private static final int SETS = 3;

    /// In memory that is never released.
    static Capabilities empty() {
      MemorySegment header = Arena.global().allocate(JAVA_LONG);
      header.set(JAVA_INT, 0, VERSION);
      return new Capabilities(header, Arena.global().allocate(JAVA_INT, WORDS));
    }

    /// Those of the calling thread.
    static Capabilities ofCaller() {
      Capabilities own = empty();
      return call(CAPGET, own.header.address(), own.data.address(), 0, 0) ? own : empty();
    }

    boolean isPermitted(int capability) {
      return (data.getAtIndex(JAVA_INT, 1 + SETS * (capability / 32)) >>> capability % 32 & 1) == 1;
    }

    /// Removes a capability from all three sets.
    Capabilities without(int capability) {
      for (int set = 0; set < SETS; set++) {
        int word = set + SETS * (capability / 32);
        data.setAtIndex(JAVA_INT, word, data.getAtIndex(JAVA_INT, word) & ~(1 << capability % 32));
      }
      return this;
    }

    /// Adds a capability to the effective and the permitted set.
    Capabilities with(int capability) {
      for (int set = 0; set < SETS - 1; set++) {
        int word = set + SETS * (capability / 32);
        data.setAtIndex(JAVA_INT, word, data.getAtIndex(JAVA_INT, word) | 1 << capability % 32);
      }
      return this;
    }

    /// Makes them those of the calling thread, which has them permitted.
    void apply() {
      call(CAPSET, header.address(), data.address(), 0, 0);
    }
  }

  /// Empties the ambient and, if permitted, the bounding set of the calling thread.
  static void keepNothingForPrograms() {
    call(PRCTL, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0);
    for (int capability = 0; capability < MOST_CAPABILITIES; capability++) {
      call(PRCTL, PR_CAPBSET_DROP, capability, 0, 0);
    }
  }

  /// Makes code handle a signal.
  ///
  /// ```c
  /// struct kernel_sigaction { void *handler; long flags; void *restorer; sigset_t mask; };
  /// ```
  ///
  /// @param restorer address of the code to which the handler returns
  static boolean handle(int signal, long handler, long restorer) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment action =
          arena.allocateFrom(JAVA_LONG, handler, SA_RESTART_RESTORER_ONSTACK, restorer, 0);
      return call(RT_SIGACTION, signal, action.address(), 0, SIGNAL_SET_BYTES);
    }
  }

  static void send(long process, long thread, int signal) {
    call(TGKILL, process, thread, signal, 0);
  }

  /// Makes pages of memory code that can no longer be written.
  static boolean makeCode(MemorySegment pages) {
    return call(MPROTECT, pages.address(), pages.byteSize(), PROT_READ_EXEC, 0);
  }
}
