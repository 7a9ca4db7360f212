package io.pingdeck.base;

/// A monotonic clock in nanoseconds with an arbitrary origin: only differences mean anything, and
/// readings may be negative.
@FunctionalInterface
public interface NanoClock {
  long nanoTime();

  /// The JVM's monotonic clock.
  NanoClock SYSTEM = System::nanoTime;
}
