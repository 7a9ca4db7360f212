package io.pingdeck.cli;

import java.util.concurrent.CountDownLatch;

/// Actions of a command when a signal ends the process.
final class ProcessEnd {
  private static volatile boolean begun;

  private ProcessEnd() {}

  /// Registers an action to run when a signal ends the process. If a signal is already ending it,
  /// this never returns, so that the command opens nothing more.
  ///
  /// @return the hook, for removal
  static Thread before(String name, Runnable action) throws InterruptedException {
    Thread hook =
        new Thread(
            () -> {
              begun = true;
              action.run();
            },
            name);
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      await();
    }
    return hook;
  }

  /// Never returns if a signal is ending the process: failures are then a consequence of closing
  /// and are not reported.
  static void awaitIfBegun() throws InterruptedException {
    if (begun) {
      await();
    }
  }

  /// Waits for the end of the process; never returns.
  static void await() throws InterruptedException {
    new CountDownLatch(1).await();
  }
}
