package io.pingdeck.bench;

import java.util.ArrayList;
import java.util.List;

/// Requests the program's readiness repeatedly and records the response times. The event loops of
/// the web and the statistics answer these requests, so no block of them is longer.
///
/// Between requests it sleeps and records by how much it overslept. This is the delay that this
/// machine and this process cause by themselves.
final class EventLoopWatch implements AutoCloseable {
  private static final long PAUSE_MILLIS = 10;

  private final Served pingdeck;
  private final List<Double> millis = new ArrayList<>(); // guarded by itself, as is the next
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

  /// The response times so far, in ascending order.
  double[] millis() {
    synchronized (millis) {
      return Spread.sorted(millis);
    }
  }

  /// By how much each sleep was too long, in ascending order.
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
