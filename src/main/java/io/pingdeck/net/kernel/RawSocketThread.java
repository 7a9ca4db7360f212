package io.pingdeck.net.kernel;

import io.pingdeck.net.kernel.PrivilegeCalls.Capabilities;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The only thread of the process that may open raw sockets. It has CAP_NET_RAW and no other
/// capability, and does nothing else. All other threads lose CAP_NET_RAW for good, so a fault in
/// what parses input from the network cannot be used to forge packets.
///
/// Capabilities belong to a thread, and only the thread itself can give them up. The threads of the
/// JVM, and the one that created it, run no code of ours. A signal interrupts each of them with a
/// handler of a few instructions that only makes system calls, as libpsx does it for C programs.
public final class RawSocketThread {
  private static final int CAP_NET_RAW = 13;

  /// A real-time signal that neither the JVM nor the C library uses (SIGRTMAX - 1).
  private static final int SIGNAL = 63;

  private static final int PAGE = 4096;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long PAUSE_NANOS = 200_000;
  private static final File THREADS = new File("/proc/self/task");
  private static final String PERMITTED = "\nCapPrm:\t";
  private static final int SET_DIGITS = 16;

  /// Parts of the name of a thread's folder: `PID/task/TID`.
  private static final int PROCESS = 0;

  private static final int THREAD = 2;

  /// Returns from a signal handler: the kernel's `rt_sigreturn`.
  private static final String RESTORE =
      "b80f000000" // mov eax, 15
          + "0f05"; // syscall

  /// For each bit of the bounding set `prctl(PR_CAPBSET_DROP, bit)`. Then, with the addresses that
  /// follow the next two parts, `capset(header, data)`. Keeps the registers that a function must.
  private static final String DROP_BOUNDING =
      "f30f1efa" // endbr64
          + "53" // push rbx
          + "31db" // xor ebx, ebx
          + "b89d000000" // next: mov eax, 157 (prctl)
          + "bf18000000" // mov edi, 24 (PR_CAPBSET_DROP)
          + "89de" // mov esi, ebx
          + "31d2" // xor edx, edx
          + "4531d2" // xor r10d, r10d
          + "4531c0" // xor r8d, r8d
          + "0f05" // syscall
          + "ffc3" // inc ebx
          + "83fb40" // cmp ebx, 64
          + "72e3" // jb next
          + "5b" // pop rbx
          + "b87e000000"; // mov eax, 126 (capset)

  private static final String LOAD_HEADER = "48bf"; // mov rdi, the eight bytes that follow
  private static final String LOAD_DATA = "48be"; // mov rsi, the same
  private static final String CALL_AND_RETURN = "0f05c3"; // syscall; ret

  private static volatile RawSocketThread only;

  private final BlockingQueue<Runnable> asked = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> folder = new CompletableFuture<>();

  private RawSocketThread() {}

  /// Starts the thread if this process may open raw sockets, and takes the permission from all
  /// others. Call it before anything from the network is read. A no-op on other processors than
  /// x86_64.
  ///
  /// @return why other threads still have the permission, as a sentence; empty if none has
  public static synchronized Optional<String> confine() {
    boolean isPossible = Layouts.isX86(System.getProperty("os.arch"));
    if (only != null || !isPossible || !Capabilities.ofCaller().isPermitted(CAP_NET_RAW)) {
      return Optional.empty();
    }
    RawSocketThread thread = new RawSocketThread();
    Thread.ofPlatform().name("raw-sockets").daemon(true).start(thread::run);
    String[] keeper = thread.folder.join().split("/");
    only = thread;
    return takeFromOthers(keeper)
        ? Optional.empty()
        : Optional.of("some threads keep CAP_NET_RAW: the system does not let them be interrupted");
  }

  /// Opens a raw socket, or any other, on the thread that may.
  ///
  /// @return the descriptor, or `-errno`
  static int socket(int domain, int type, int protocol) {
    RawSocketThread thread = only;
    if (thread == null) {
      return Libc.socket(domain, type, protocol);
    }
    CompletableFuture<Integer> opened = new CompletableFuture<>();
    thread.asked.add(() -> opened.complete(Libc.socket(domain, type, protocol)));
    return opened.join();
  }

  private void run() {
    PrivilegeCalls.keepNothingForPrograms();
    Capabilities.empty().with(CAP_NET_RAW).apply();
    try {
      folder.complete(Files.readSymbolicLink(Path.of("/proc/thread-self")).toString());
      while (true) {
        asked.take().run();
      }
    } catch (IOException e) {
      folder.completeExceptionally(e);
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    }
  }

  private static boolean takeFromOthers(String[] keeper) {
    if (!handleSignal()) {
      return false;
    }
    long start = System.nanoTime();
    try {
      while (interrupt(keeper)) {
        if (System.nanoTime() - start > PATIENCE_NANOS) {
          return false;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// Interrupts each thread that still has the capability. Threads start meanwhile, so it is called
  /// until there is none: a new thread has what the one that started it has.
  ///
  /// @return whether there was one
  private static boolean interrupt(String[] keeper) throws IOException {
    String[] threads = THREADS.list();
    if (threads == null) {
      throw new IOException("cannot read " + THREADS);
    }
    boolean found = false;
    for (String thread : threads) {
      if (!thread.equals(keeper[THREAD]) && isPermitted(thread)) {
        found = true;
        PrivilegeCalls.send(Long.parseLong(keeper[PROCESS]), Long.parseLong(thread), SIGNAL);
      }
    }
    return found;
  }

  private static boolean isPermitted(String thread) {
    try (FileInputStream in = new FileInputStream(THREADS + "/" + thread + "/status")) {
      String status = new String(in.readNBytes(PAGE), StandardCharsets.ISO_8859_1);
      int start = status.indexOf(PERMITTED) + PERMITTED.length();
      return (Long.parseUnsignedLong(status, start, start + SET_DIGITS, 16) >>> CAP_NET_RAW & 1)
          == 1;
    } catch (IOException e) {
      return false; // it has ended
    }
  }

  private static boolean handleSignal() {
    Capabilities left = Capabilities.ofCaller().without(CAP_NET_RAW);
    MemorySegment page = Arena.global().allocate(PAGE, PAGE);
    ByteBuffer code = page.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    HexFormat hex = HexFormat.of();
    code.put(hex.parseHex(RESTORE));
    long handler = page.address() + code.position();
    code.put(hex.parseHex(DROP_BOUNDING));
    code.put(hex.parseHex(LOAD_HEADER)).putLong(left.header().address());
    code.put(hex.parseHex(LOAD_DATA)).putLong(left.data().address());
    code.put(hex.parseHex(CALL_AND_RETURN));
    return PrivilegeCalls.makeCode(page) && PrivilegeCalls.handle(SIGNAL, handler, page.address());
  }
}
