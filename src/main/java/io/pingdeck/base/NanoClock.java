package io.pingdeck.base;

/// A monotonic clock in nanoseconds with an arbitrary origin. Only differences are meaningful, and
/// readings may be negative.
@FunctionalInterface
public interface NanoClock {
  long nanoTime();

  /// The JVM's monotonic clock.
  NanoClock SYSTEM = System::nanoTime;
}
