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

/// Applications that each send one beat per second, all from one thread, spread evenly over the
/// second. A slot that passed while this thread was delayed is sent late, never skipped.
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

  /// Number of beats sent so far.
  long sent() {
    return sent;
  }

  /// Stops the beats of this application.
  void silence(int application) {
    fallenSilent.set(application, 1);
  }

  /// Stops all applications, and waits until the last beat is sent.
  void end() throws InterruptedException {
    closing = true;
    thread.join();
  }

  /// The time of an application's last beat; valid only after [#end()].
  Instant lastSent(int application) {
    return lastSent[application];
  }

  @Override
  public void close() throws IOException {
    closing = true;
    channel.close();
  }
}
