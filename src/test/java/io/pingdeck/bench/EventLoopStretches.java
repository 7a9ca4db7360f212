package io.pingdeck.bench;

import io.pingdeck.app.PlatformSockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Checks every few milliseconds whether the event loops of a program wait for their next task. A
/// loop that does not is blocked: by its own work, a lock, the disk, or the garbage collector. A
/// stretch extends from the last check that saw it wait to the next one, so it is up to two check
/// intervals longer than the actual block. Time in which the loop was ready but had no core is
/// excluded.
final class EventLoopStretches implements AutoCloseable {
  private static final long PAUSE_NANOS = 3_000_000;

  private final List<Loop> loops;
  private final List<Double> millis = new ArrayList<>(); // guarded by itself, as is the next
  private final List<Double> gaps = new ArrayList<>();
  private final Thread thread;
  private volatile boolean closing;
  private volatile IOException failure;

  private EventLoopStretches(Program program) {
    loops = program.threads("vert.x-eventloo").stream().map(Loop::new).toList();
    thread = Thread.ofPlatform().name("stretches").daemon(true).unstarted(this::run);
  }

  static EventLoopStretches start(Program program) {
    EventLoopStretches watch = new EventLoopStretches(program);
    watch.thread.start();
    return watch;
  }

  /// One event loop; its files are in the task's folder in /proc.
  private final class Loop {
    private final Path task;
    private boolean waits;
    private long sawItWait;
    private long withoutCore;
    private volatile double away; // milliseconds, while it does not wait

    Loop(Path task) {
      this.task = task;
    }

    void look() throws IOException {
      // The name of the kernel function in which it sleeps has changed over the years.
      String sleepsIn = Files.readString(task.resolve("wchan"));
      long now = System.nanoTime();
      if (!sleepsIn.contains("epoll_wait") && !sleepsIn.contains("ep_poll")) {
        waits = false;
        away = sawItWait == 0 ? 0 : (now - sawItWait) / 1e6;
        return;
      }
      // Nanoseconds with a core, nanoseconds ready without one, number of time slices.
      long without = Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[1]);
      if (!waits && sawItWait != 0) {
        synchronized (millis) {
          millis.add((now - sawItWait - (without - withoutCore)) / 1e6);
        }
      }
      waits = true;
      away = 0;
      sawItWait = now;
      withoutCore = without;
    }
  }

  private void run() {
    PlatformSockets.best().putCallerFirst(); // a late check would count as a block
    try {
      long last = System.nanoTime();
      while (!closing) {
        for (Loop loop : loops) {
          loop.look();
        }
        LockSupport.parkNanos(this, PAUSE_NANOS);
        long now = System.nanoTime();
        synchronized (millis) {
          gaps.add((now - last) / 1e6);
        }
        last = now;
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  /// Every stretch so far, including unfinished ones, in ascending order.
  ///
  /// @throws UncheckedIOException if the checks stopped early, because the list is then incomplete
  double[] millis() {
    if (failure != null) {
      throw new UncheckedIOException(failure);
    }
    synchronized (millis) {
      List<Double> all = new ArrayList<>(millis);
      loops.stream().map(loop -> loop.away).filter(away -> away > 0).forEach(all::add);
      return Spread.sorted(all);
    }
  }

  /// The intervals between checks so far, in ascending order.
  double[] gapMillis() {
    synchronized (millis) {
      return Spread.sorted(gaps);
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
