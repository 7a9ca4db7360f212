package io.pingdeck.base;

/// Waits for threads that have been told to end.
public final class EndedThread {
  private EndedThread() {}

  /// Returns when the thread has ended, also if the caller is interrupted meanwhile; the caller's
  /// interrupt status is kept.
  public static void await(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
