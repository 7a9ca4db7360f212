package io.pingdeck.net;

import io.pingdeck.net.kernel.KernelClock;
import io.pingdeck.net.kernel.Layouts;
import java.util.Optional;

/// What the kernel knows about the system clock.
///
/// @param synchronised whether an NTP client steers it
/// @param maxErrorMicros greatest possible deviation, as that client or the kernel estimates it
public record ClockSync(boolean synchronised, long maxErrorMicros) {
  /// @return empty where the kernel cannot be asked
  public static Optional<ClockSync> read() {
    boolean possible =
        System.getProperty("os.name").equals("Linux")
            && Layouts.fit(System.getProperty("os.arch"))
            && ClockSync.class.getModule().isNativeAccessEnabled();
    return possible
        ? KernelClock.read().map(now -> new ClockSync(now.synchronised(), now.maxErrorMicros()))
        : Optional.empty();
  }
}
