package io.pingdeck.cli;

import java.util.concurrent.CountDownLatch;

/// What a command does when a signal ends the process.
final class ProcessEnd {
  private static volatile boolean begun;

  private ProcessEnd() {}

  /// Runs the action when a signal ends the process. Does not return if one is ending it already:
  /// the command must not open anything more.
  ///
  /// @return what removes it again
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

  /// Does not return if a signal is ending the process: what fails then fails because everything
  /// closes, and is no news.
  static void awaitIfBegun() throws InterruptedException {
    if (begun) {
      await();
    }
  }

  /// Waits for the end; never returns.
  static void await() throws InterruptedException {
    new CountDownLatch(1).await();
  }
}
