package io.pingdeck.echo.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for the effects of another thread.
public final class Await {
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(20);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private Await() {}

  /// Leaves the processor to others before something is asked again.
  public static void pause() {
    LockSupport.parkNanos(PAUSE_NANOS);
  }

  public static void until(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > LONGEST) {
        throw new AssertionError("did not come true: " + what);
      }
      LockSupport.parkNanos(100_000);
    }
  }
}
