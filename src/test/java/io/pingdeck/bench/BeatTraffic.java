package io.pingdeck.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/// Applications that each beat once a second, all of them from one thread, evenly over the second.
/// A slot that passed while this thread was held up is sent late, never left out.
final class BeatTraffic implements AutoCloseable {
  private static final long SECOND = 1_000_000_000L;
  private static final long STEP = 1_000_000L;

  private final int applications;
  private final AtomicIntegerArray fallenSilent;
  private final Instant[] lastSent;
  private final InetSocketAddress monitor;
  private final DatagramChannel channel;
  private final Thread thread;
  private volatile long sent;
  private volatile boolean closing;

  BeatTraffic(int applications, int port) throws IOException {
    this.applications = applications;
    fallenSilent = new AtomicIntegerArray(applications);
    lastSent = new Instant[applications];
    monitor = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    channel = DatagramChannel.open();
    thread = Thread.ofPlatform().daemon().name("beats").start(this::run);
  }

  static String name(int application) {
    return "app-%05d".formatted(application);
  }

  private void run() {
    long start = System.nanoTime();
    long slot = 0;
    while (!closing) {
      long due = (System.nanoTime() - start) * applications / SECOND;
      for (; slot < due; slot++) {
        int application = (int) (slot % applications);
        if (fallenSilent.get(application) == 0) {
          beat(application, slot / applications);
        }
      }
      LockSupport.parkNanos(STEP);
    }
  }

  private void beat(int application, long sequence) {
    Instant now = Instant.now();
    String text =
        "heartbeat %d %d.%09d %s run"
            .formatted(sequence, now.getEpochSecond(), now.getNano(), name(application));
    try {
      channel.send(ByteBuffer.wrap(text.getBytes(UTF_8)), monitor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lastSent[application] = now;
    sent++; // by this thread only
  }

  /// Beats sent so far.
  long sent() {
    return sent;
  }

  /// From now on this one is dead.
  void silence(int application) {
    fallenSilent.set(application, 1);
  }

  /// Ends all of them, and waits until the last beat is out.
  void end() throws InterruptedException {
    closing = true;
    thread.join();
  }

  /// When an application's last beat was sent; after [#end()] only.
  Instant lastSent(int application) {
    return lastSent[application];
  }

  @Override
  public void close() throws IOException {
    closing = true;
    channel.close();
  }
}
