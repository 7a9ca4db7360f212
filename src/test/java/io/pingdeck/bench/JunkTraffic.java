package io.pingdeck.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// Datagrams that are nearly, or not at all, what a port expects, at a constant rate from many
/// sources.
final class JunkTraffic implements AutoCloseable {
  private static final long SECOND = 1_000_000_000;
  private static final long STEP = 1_000_000;
  private static final int KINDS = 4096;
  private static final int SOURCES = 64;
  private static final int LONGEST = 1400;

  private final int perSecond;
  private final List<DatagramChannel> sources = new ArrayList<>();
  private final List<ByteBuffer> junk = new ArrayList<>();
  private final Thread thread;
  private volatile boolean closing;
  private volatile long sent;

  JunkTraffic(int port, int perSecond) throws IOException {
    this.perSecond = perSecond;
    InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    for (int i = 0; i < SOURCES; i++) {
      DatagramChannel source = DatagramChannel.open();
      source.connect(target);
      source.configureBlocking(false);
      sources.add(source);
    }
    Random random = new Random(7);
    for (int i = 0; i < KINDS; i++) {
      junk.add(ByteBuffer.allocateDirect(LONGEST).put(bytes(i, random)).flip());
    }
    thread = Thread.ofPlatform().daemon().name("junk").start(this::run);
  }

  private static byte[] bytes(int kind, Random random) {
    byte[] bytes = new byte[random.nextInt(LONGEST)];
    random.nextBytes(bytes);
    return switch (kind % 4) {
      case 0 -> bytes;
      case 1 -> ("heartbeat " + kind + " 1.000000000 junk-" + kind + " run").getBytes(US_ASCII);
      case 2 -> ("Ping " + kind + " " + Integer.toHexString(kind)).getBytes(US_ASCII);
      default -> ("heartbeat " + "9".repeat(1 + kind % 100) + "\0").getBytes(US_ASCII);
    };
  }

  private void run() {
    long start = System.nanoTime();
    long slot = 0;
    while (!closing) {
      long due = (System.nanoTime() - start) * perSecond / SECOND;
      for (; slot < due && !closing; slot++) {
        send((int) (slot % SOURCES), (int) (slot % KINDS));
      }
      LockSupport.parkNanos(STEP);
    }
  }

  private void send(int source, int kind) {
    try {
      sources.get(source).write(junk.get(kind).rewind());
      sent++; // by this thread only
    } catch (IOException e) {
      // an ICMP error that an earlier one got
    }
  }

  long sent() {
    return sent;
  }

  @Override
  public void close() throws IOException {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (DatagramChannel source : sources) {
      source.close();
    }
  }
}
