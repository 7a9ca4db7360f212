package io.pingdeck.echo.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.NanoClock;
import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Slow;
import java.io.File;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// T1, T2 and T5 at full size: what clients can cost in memory, descriptors and CPU time.
@Slow
@Timeout(120)
class TcpEchoBoundsTest {
  private static final long GIBIBYTE = 1L << 30;
  private static final int MEBIBYTE = 1 << 20;
  private static final EchoSpec SPEC =
      new EchoSpec(Protocol.TCP, "127.0.0.1", 0, EchoMode.LAB, Impairment.NONE);

  /// T1: fifty clients that would send one GiB each and never read.
  @Test
  @Proves("T1")
  void clientsThatNeverReadTakeLessThanTwoMebibytesEach() throws Exception {
    int clients = 50;
    try (TcpEchoLoop loop = open(NanoClock.SYSTEM)) {
      long before = memory();
      List<SocketChannel> stuck = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        SocketChannel client = SocketChannel.open();
        client.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 16);
        client.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 16);
        client.connect(address(loop));
        client.configureBlocking(false);
        stuck.add(client);
      }
      for (SocketChannel client : stuck) {
        assertThat(sendUntilStuck(client)).isLessThan(GIBIBYTE / 16);
      }

      assertThat((memory() - before) / clients).isLessThan(2 * MEBIBYTE);
      assertThat(loop.connections().orElseThrow().open()).isEqualTo(clients);
      for (SocketChannel client : stuck) {
        client.close();
      }
    }
  }

  private static long sendUntilStuck(SocketChannel client) throws IOException {
    ByteBuffer block = ByteBuffer.allocateDirect(MEBIBYTE);
    long sent = 0;
    for (int inVain = 0; inVain < 200 && sent < GIBIBYTE; inVain++) {
      int count = client.write(block.clear());
      sent += count;
      inVain = count == 0 ? inVain : 0;
      LockSupport.parkNanos(100_000);
    }
    return sent;
  }

  /// Heap and buffers after a collection.
  private static long memory() {
    System.gc();
    long buffers =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + buffers;
  }

  /// T2, with a manual clock: one byte every ten seconds, or none, for the default minute.
  @Test
  @Proves("T2")
  void whoSendsAByteEachTenSecondsOrNothingIsClosedAfterAMinute() throws Exception {
    AtomicLong clock = new AtomicLong();
    try (TcpEchoLoop loop = open(clock::get);
        Socket silent = connect(loop);
        Socket dripping = connect(loop);
        Socket busy = connect(loop)) {
      for (int seconds = 10; seconds <= 50; seconds += 10) {
        clock.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(ask(busy, "0123456789")).isEqualTo("0123456789");
        assertThat(ask(dripping, "x")).isEqualTo("X");
      }
      assertThat(loop.connections().orElseThrow().open()).isEqualTo(3);

      clock.addAndGet(Duration.ofSeconds(25).toNanos()); // it checks four times per idle time
      assertThat(ask(busy, "0123456789")).isEqualTo("0123456789");

      assertThat(silent.getInputStream().read()).isEqualTo(-1);
      assertThat(dripping.getInputStream().read()).isEqualTo(-1);
      Await.until("two were idle", () -> loop.connections().orElseThrow().idle() == 2);
      assertThat(ask(busy, "and on it goes")).isEqualTo("AND ON IT GOES");
    }
  }

  @Test
  @Proves("T3")
  void serversShareTheirRoomForConnections() throws Exception {
    ConnectionRoom room = new ConnectionRoom(2);
    try (TcpEchoLoop one =
            TcpEchoLoop.open(
                SPEC, EchoLimits.DEFAULT, room, PlatformSockets.best(), NanoClock.SYSTEM);
        TcpEchoLoop other =
            TcpEchoLoop.open(
                SPEC, EchoLimits.DEFAULT, room, PlatformSockets.best(), NanoClock.SYSTEM);
        Socket first = connect(one);
        Socket second = connect(other)) {
      assertThat(ask(first, "a")).isEqualTo("A");
      assertThat(ask(second, "b")).isEqualTo("B");

      try (Socket third = connect(one)) {
        assertThat(third.getInputStream().read()).isEqualTo(-1);
      }
      first.shutdownOutput();
      Await.until("it has left", () -> one.connections().orElseThrow().open() == 0);

      try (Socket third = connect(other)) {
        assertThat(ask(third, "c")).isEqualTo("C");
      }
    }
  }

  /// T5: ten thousand resets, each at a random byte.
  @Test
  @EnabledOnOs(OS.LINUX)
  @Proves("T5")
  void tenThousandResetsLeaveNoDescriptorNoBufferAndAnIdleThread() throws Exception {
    Random random = new Random(5);
    try (TcpEchoLoop loop = open(NanoClock.SYSTEM)) {
      reset(loop, random, 500);
      int descriptors = descriptors();
      long before = memory();

      reset(loop, random, 10_000);

      assertThat(loop.connections().orElseThrow().refused()).isZero();
      Await.until("all descriptors are closed", () -> descriptors() <= descriptors);
      assertThat(memory() - before).isLessThan(2 * MEBIBYTE);
      long busy = processorNanos(loop);
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
      assertThat(processorNanos(loop) - busy).isLessThan(Duration.ofMillis(25).toNanos());
      try (Socket client = connect(loop)) {
        assertThat(ask(client, "ok")).isEqualTo("OK");
      }
    }
  }

  private static void reset(TcpEchoLoop loop, Random random, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      try (Socket client = connect(loop)) {
        client.setSoLinger(true, 0); // close then sends a reset
        client.getOutputStream().write(new byte[random.nextInt(4096)]);
      }
    }
    Await.until("all have left", () -> loop.connections().orElseThrow().open() == 0);
  }

  private static int descriptors() {
    return new File("/proc/self/fd").list().length;
  }

  private static long processorNanos(TcpEchoLoop loop) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    String name = "echo tcp " + loop.listening();
    for (long id : threads.getAllThreadIds()) {
      if (threads.getThreadInfo(id).getThreadName().equals(name)) {
        return threads.getThreadCpuTime(id);
      }
    }
    throw new AssertionError("no thread " + name);
  }

  private static TcpEchoLoop open(NanoClock clock) throws IOException {
    return TcpEchoLoop.open(SPEC, EchoLimits.DEFAULT, PlatformSockets.best(), clock);
  }

  private static InetSocketAddress address(TcpEchoLoop loop) {
    return new InetSocketAddress("127.0.0.1", loop.listening().port());
  }

  private static Socket connect(TcpEchoLoop loop) throws IOException {
    Socket socket = new Socket();
    socket.connect(address(loop));
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static String ask(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(US_ASCII));
    return new String(client.getInputStream().readNBytes(text.length()), US_ASCII);
  }
}
