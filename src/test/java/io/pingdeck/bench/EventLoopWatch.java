package io.pingdeck.bench;

import java.util.ArrayList;
import java.util.List;

/// Asks the program again and again whether it is ready, which the event loops of the web and of
/// the statistics answer, and notes how long they took: they can be held up no longer than that.
///
/// In between it sleeps and notes how much too long: so long is whoever waits held up by this
/// machine and this process alone.
final class EventLoopWatch implements AutoCloseable {
  private static final long PAUSE_MILLIS = 10;

  private final Served pingdeck;
  private final List<Double> millis = new ArrayList<>(); // guarded by itself, likewise the next
  private final List<Double> overslept = new ArrayList<>();
  private final Thread thread;
  private volatile boolean closing;

  private EventLoopWatch(Served pingdeck) {
    this.pingdeck = pingdeck;
    thread = Thread.ofPlatform().name("watch").daemon(true).unstarted(this::run);
  }

  static EventLoopWatch start(Served pingdeck) {
    EventLoopWatch watch = new EventLoopWatch(pingdeck);
    watch.thread.start();
    return watch;
  }

  private void run() {
    try {
      while (!closing) {
        long asked = System.nanoTime();
        pingdeck.get("/health/ready");
        long answered = System.nanoTime();
        Thread.sleep(PAUSE_MILLIS);
        long awake = System.nanoTime();
        synchronized (millis) {
          millis.add((answered - asked) / 1e6);
          overslept.add((awake - answered) / 1e6 - PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Every answer's time so far, in ascending order.
  double[] millis() {
    synchronized (millis) {
      return Spread.sorted(millis);
    }
  }

  /// By how much each sleep was too long, likewise.
  double[] oversleptMillis() {
    synchronized (millis) {
      return Spread.sorted(overslept);
    }
  }

  @Override
  public void close() {
    closing = true;
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
