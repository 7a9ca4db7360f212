package io.pingdeck.cli;

import io.pingdeck.echo.server.EchoLog;
import io.pingdeck.packet.Endpoint;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Prints one line per message, at most [#A_SECOND] per second, and the number of omitted ones. A
/// separate thread prints, so that a blocked terminal does not delay a reply.
final class MessageLog implements EchoLog, AutoCloseable {
  static final int A_SECOND = 200;

  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
  private static final long LONGEST_END_MILLIS = 1_000;
  private static final String END = "";

  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(2 * A_SECOND);
  private final AtomicLong leftOut = new AtomicLong();
  private final Consumer<String> print;
  private final LongSupplier clock;
  private final Thread printer;
  // Confined to the server's thread.
  private long second;
  private int taken;

  /// @param clock monotonic nanoseconds
  MessageLog(Consumer<String> print, LongSupplier clock) {
    this.print = print;
    this.clock = clock;
    second = clock.getAsLong();
    printer = Thread.ofPlatform().daemon().name("messages").start(this::printAll);
  }

  @Override
  public boolean takes() {
    long now = clock.getAsLong();
    if (now - second >= SECOND_NANOS) {
      second = now;
      taken = 0;
    }
    boolean takes = taken < A_SECOND;
    if (takes) {
      taken++;
    } else {
      leftOut.incrementAndGet();
    }
    return takes;
  }

  @Override
  public void message(Endpoint from, String text, String became) {
    String line = CLOCK.format(LocalTime.now()) + " " + from + " \"" + text + "\" " + became;
    if (!lines.offer(line)) {
      leftOut.incrementAndGet();
    }
  }

  private void printAll() {
    try {
      for (String line = lines.take(); !line.equals(END); line = lines.take()) {
        tellLeftOut();
        print.accept(line);
      }
      tellLeftOut();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellLeftOut() {
    long more = leftOut.getAndSet(0);
    if (more > 0) {
      print.accept(more + " more messages, not shown: " + A_SECOND + " a second are the most");
    }
  }

  /// Flushes pending lines.
  @Override
  public void close() {
    try {
      if (lines.offer(END, LONGEST_END_MILLIS, TimeUnit.MILLISECONDS)) {
        printer.join(LONGEST_END_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
