package io.pingdeck.ping.http;

import io.pingdeck.base.NanoClock;
import io.pingdeck.net.Poller;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/// A thread that sends the requests of HTTP probes on non-blocking connections. It is separate from
/// the pinger's thread, so that TLS computations do not delay other probes.
final class HttpLoop implements AutoCloseable {
  private static final long SWEEP_NANOS = 100_000_000;

  /// A probe to start, or to abandon if the loop has ended.
  interface Start {
    /// @return the started exchange
    Exchange start(Exchange.Surroundings loop);

    void abandon();
  }

  private final NanoClock clock = NanoClock.SYSTEM;
  private final Poller poller;
  private final Exchange.Surroundings surroundings;
  private final Thread thread;
  private final List<Exchange> open = new ArrayList<>();
  private final Queue<Start> starts = new ArrayDeque<>(); // guarded by itself
  private boolean ended; // guarded by `starts`
  private long sweptNanos = clock.nanoTime();
  private volatile long heardNanos = clock.nanoTime();

  /// @param onThread runs first on the new thread
  HttpLoop(String name, Poller poller, Runnable onThread) {
    this.poller = poller;
    surroundings = new Exchange.Surroundings(poller);
    thread =
        Thread.ofPlatform()
            .name(name)
            .daemon(true)
            .unstarted(() -> {
              onThread.run();
              run();
            });
    thread.start();
  }

  /// Hands a probe over. Thread-safe.
  ///
  /// @return false if the loop has ended
  boolean start(Start probe) {
    synchronized (starts) {
      if (ended) {
        return false;
      }
      starts.add(probe);
    }
    poller.wakeup();
    return true;
  }

  private void run() {
    try {
      while (turn()) {
        // until closed
      }
    } catch (RuntimeException | Error e) {
      surroundings.broke(e);
    } finally {
      end();
      open.forEach(Exchange::abandon);
      poller.close();
    }
  }

  /// @return whether to continue
  private boolean turn() {
    for (Start next = next(); next != null; next = next()) {
      begin(next);
    }
    surroundings.turns.goOn();
    poller.streams().deliver();
    if (!surroundings.turns.isPending()) {
      heardNanos = poller.heardNanos();
    }
    long now = clock.nanoTime();
    if (now - sweptNanos >= SWEEP_NANOS) {
      sweptNanos = now;
      open.forEach(exchange -> exchange.giveUpIfSilent(now));
      open.removeIf(Exchange::isOver);
    }
    poller.await(open.isEmpty() ? Long.MAX_VALUE : SWEEP_NANOS);
    return !isEnded();
  }

  /// A time of [System#nanoTime()]. Everything that arrived before it was read and reported, and
  /// probes handed over before it were started.
  ///
  /// @return now if the thread has died
  long heardNanos() {
    return thread.isAlive() ? heardNanos : clock.nanoTime();
  }

  /// Wakes the thread to read what has arrived. Thread-safe.
  void look() {
    poller.wakeup();
  }

  private void begin(Start next) {
    Exchange exchange;
    try {
      exchange = next.start(surroundings);
    } catch (RuntimeException | Error e) {
      surroundings.broke(e);
      next.abandon();
      return;
    }
    if (!exchange.isOver()) {
      open.add(exchange);
    }
  }

  private Start next() {
    synchronized (starts) {
      return starts.poll();
    }
  }

  boolean isEnded() {
    synchronized (starts) {
      return ended;
    }
  }

  private void end() {
    List<Start> left;
    synchronized (starts) {
      ended = true;
      left = List.copyOf(starts);
      starts.clear();
    }
    left.forEach(Start::abandon);
  }

  /// Ends the thread; its remaining probes fail.
  @Override
  public void close() {
    end();
    poller.wakeup();
  }
}
