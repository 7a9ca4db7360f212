package io.pingdeck.bench;

import io.pingdeck.net.DatagramBatch;
import io.pingdeck.net.DatagramOptions;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.ErrorSink;
import io.pingdeck.net.Poller;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.IcmpMessage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// How many round trips a second one thread makes through these sockets. No test: run it by hand,
/// each side pinned to a core (`taskset -c 0`), and compare only figures of one session; on a busy
/// machine only the CPU times.
///
/// ```
/// SocketBench echo   native|portable 12000             a UDP echo server
/// SocketBench udp    native|portable 127.0.0.1:12000 s [none|rx|both]   probes it for s seconds
/// SocketBench icmp   native          127.0.0.1 s       [none|rx|both]   probes the kernel's echo
/// ```
public final class SocketBench implements ErrorSink {
  private static final int BATCH = 64;
  private static final int WINDOW = 256;
  private static final int PAYLOAD = 64;
  private static final int BUFFER = 4 << 20;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private long stamps;

  public static void main(String[] arguments) throws IOException {
    Sockets sockets = arguments[1].equals("native") ? Sockets.best() : Sockets.portable();
    String[] target = arguments[2].split(":");
    if (arguments[0].equals("echo")) {
      echo(sockets, Integer.parseInt(arguments[2]));
      return;
    }
    String stamps = arguments.length > 4 ? arguments[4] : "none";
    boolean icmp = arguments[0].equals("icmp");
    DatagramOptions options =
        new DatagramOptions(
            BUFFER, BUFFER, false, false, true, !stamps.equals("none"), stamps.equals("both"));
    Endpoint to =
        Endpoint.of(InetAddress.ofLiteral(target[0]), icmp ? 0 : Integer.parseInt(target[1]));
    long seconds = Long.parseLong(arguments[3]);
    new SocketBench().probe(sockets, options, to, icmp, seconds);
  }

  private static void echo(Sockets sockets, int port) throws IOException {
    Endpoint bind = Endpoint.of(InetAddress.getLoopbackAddress(), port);
    try (DatagramPort socket = sockets.udp(bind, DatagramOptions.ECHO);
        Poller poller = sockets.poller()) {
      DatagramBatch batch = new DatagramBatch(BATCH, 2048);
      poller.register(socket);
      while (true) {
        poller.await(Long.MAX_VALUE);
        while (socket.receive(batch) > 0) {
          socket.send(batch, 0, batch.size());
        }
      }
    }
  }

  private void probe(
      Sockets sockets, DatagramOptions options, Endpoint to, boolean icmp, long seconds)
      throws IOException {
    try (DatagramPort socket =
            icmp ? sockets.icmp(!to.isIpv4(), options) : sockets.udp(Endpoint.ipv4(0, 0), options);
        Poller poller = sockets.poller()) {
      poller.register(socket);
      round(socket, poller, to, icmp, 2 * SECOND); // until it is compiled
      stamps = 0;
      ThreadMXBean thread = ManagementFactory.getThreadMXBean();
      long cpuStart = thread.getCurrentThreadCpuTime();
      long start = System.nanoTime();
      long replies = round(socket, poller, to, icmp, seconds * SECOND);
      double elapsed = (System.nanoTime() - start) / (double) SECOND;
      double cpuMicros = (thread.getCurrentThreadCpuTime() - cpuStart) / 1000.0;
      System.out.printf(
          Locale.ROOT,
          "%,.0f round trips/s, %.2f us of CPU each, transmit stamps for %.1f %%%n",
          replies / elapsed,
          cpuMicros / Math.max(replies, 1),
          100.0 * stamps / Math.max(replies, 1));
    }
  }

  private long round(DatagramPort socket, Poller poller, Endpoint to, boolean icmp, long nanos) {
    DatagramBatch out = new DatagramBatch(BATCH, PAYLOAD);
    DatagramBatch in = new DatagramBatch(BATCH, PAYLOAD);
    for (int i = 0; i < BATCH; i++) {
      if (icmp) {
        IcmpMessage.writeEchoRequest(out.payload(i), !to.isIpv4(), socket.icmpId(), i);
      }
      out.length(i, PAYLOAD);
      out.address(i, to.high(), to.low(), to.port(), 0);
    }
    long end = System.nanoTime() + nanos;
    long replies = 0;
    int inFlight = 0;
    while (System.nanoTime() - end < 0) {
      int room = Math.min(BATCH, WINDOW - inFlight);
      socket.send(out, 0, room);
      inFlight += room;
      int size = socket.receive(in);
      if (size == 0 && inFlight >= WINDOW) {
        poller.await(SECOND / 100);
        size = socket.receive(in);
        inFlight = size == 0 ? 0 : inFlight; // lost: start over
      }
      socket.receiveErrors(this);
      inFlight = Math.max(inFlight - size, 0);
      replies += size;
    }
    return replies;
  }

  @Override
  public void icmpError(
      boolean ipv6,
      int type,
      int code,
      long info,
      long fromHigh,
      long fromLow,
      long toHigh,
      long toLow,
      int toPort,
      ByteBuffer quoted,
      long stampEpochNanos) {
    throw new IllegalStateException("nobody answers: ICMP " + type + "/" + code);
  }

  @Override
  public void transmitted(long tag, long stampEpochNanos) {
    stamps++;
  }
}
