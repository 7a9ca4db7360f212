package io.pingdeck.net.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// The state of the kernel's clock, adjtimex(2). Only reads it.
///
/// @param maxErrorMicros `maxerror`
public record KernelClock(boolean synchronised, long maxErrorMicros) {
  /// `struct timex` of 64-bit Linux: `int modes; long offset, freq, maxerror, esterror; int status`
  /// and more.
  private static final long SIZE = 208;

  private static final long MAX_ERROR = 24;
  private static final long STATUS = 40;
  private static final int STA_UNSYNC = 0x40;

  /// @return empty if this process may not ask
  public static Optional<KernelClock> read() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment timex = arena.allocate(SIZE, 8); // modes 0: changes nothing
      if (Libc.adjtimex(timex) < 0) {
        return Optional.empty();
      }
      boolean unsynchronised = (timex.get(JAVA_INT, STATUS) & STA_UNSYNC) != 0;
      return Optional.of(new KernelClock(!unsynchronised, timex.get(JAVA_LONG, MAX_ERROR)));
    }
  }
}
