package io.pingdeck.net.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import io.pingdeck.app.PlatformSockets;
import io.pingdeck.net.Capabilities;
import io.pingdeck.net.DatagramBatch;
import io.pingdeck.net.DatagramOptions;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.ErrorLog;
import io.pingdeck.net.ErrorSink;
import io.pingdeck.net.Poller;
import io.pingdeck.net.QueuedError;
import io.pingdeck.net.Sockets;
import io.pingdeck.net.SocketsContract;
import io.pingdeck.net.kernel.Fragmentation;
import io.pingdeck.net.kernel.Linux;
import io.pingdeck.net.kernel.SocketFd;
import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(value = OS.LINUX, disabledReason = "native sockets exist for Linux only")
class LinuxSocketsTest extends SocketsContract {
  private static final long CAP_SYS_NICE = 1L << 23;
  private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final DatagramOptions SMALL_BUFFER =
      new DatagramOptions(1, 1 << 20, false, false, false, false, false);

  @Override
  public Sockets sockets() {
    return PlatformSockets.best();
  }

  @Test
  void nativeSocketsAreChosenAndDoWhatProbesNeed() {
    Capabilities capabilities = sockets.capabilities();

    assertThat(capabilities.implementation()).isEqualTo("native");
    assertThat(capabilities.icmpErrors()).isTrue();
    assertThat(capabilities.kernelStamps()).isTrue();
  }

  @Test
  void measuringThreadGoesBeforeOthersWhereThatIsPermitted() throws IOException {
    assertThat(nice()).isZero();
    List<Integer> niceOfEach = new ArrayList<>();
    CountDownLatch allAsked = new CountDownLatch(1);
    int cores = Runtime.getRuntime().availableProcessors();
    for (int measuring = 1; measuring <= cores; measuring++) {
      CompletableFuture<Integer> nice = new CompletableFuture<>();
      Thread.ofPlatform().start(() -> putFirst(nice, allAsked));
      niceOfEach.add(nice.orTimeout(10, TimeUnit.SECONDS).join());
    }
    allAsked.countDown();

    List<Integer> permitted = new ArrayList<>(Collections.nCopies(cores - 1, permitted(-20)));
    permitted.add(permitted(-10)); // no core is left for the others
    assertThat(niceOfEach).isEqualTo(permitted);
    assertThat(nice()).as("the others").isZero();
  }

  private void putFirst(CompletableFuture<Integer> nice, CountDownLatch allAsked) {
    try {
      sockets.putCallerFirst();
      nice.complete(nice());
      allAsked.await();
    } catch (IOException | InterruptedException e) {
      nice.completeExceptionally(e);
    }
  }

  @Test
  void measuringThreadDoesNotWaitForTheEndOfAnothersSlice() throws IOException {
    assertSliceIsShortAfter(sockets::putCallerFirst);
  }

  @Test
  void answeringThreadDoesNotWaitForTheEndOfAnothersSlice() throws IOException {
    assertSliceIsShortAfter(sockets::wakeCallerAtOnce);
  }

  private static void assertSliceIsShortAfter(Runnable request) throws IOException {
    assumeThat(slice()).as("the kernel tells slices (Linux 6.12 and newer)").isPresent();
    long before = slice().getAsLong();

    CompletableFuture<OptionalLong> after = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(() -> {
          request.run();
          try {
            after.complete(slice());
          } catch (IOException e) {
            after.completeExceptionally(e);
          }
        });

    assertThat(after.orTimeout(10, TimeUnit.SECONDS).join()).hasValue(100_000);
    assertThat(slice()).as("the others'").hasValue(before);
    assertThat(before).isGreaterThan(100_000);
  }

  /// The time slice of the calling thread, in nanoseconds.
  private static OptionalLong slice() throws IOException {
    Path scheduling = Path.of("/proc/thread-self/sched");
    List<String> lines = Files.exists(scheduling) ? Files.readAllLines(scheduling) : List.of();
    return lines.stream()
        .filter(line -> line.startsWith("se.slice"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
        .findFirst();
  }

  /// The nice value of the calling thread: the 17th number after its name in parentheses.
  private static int nice() throws IOException {
    String stat = Files.readString(Path.of("/proc/thread-self/stat"));
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
  }

  /// The nice value that a thread gets when it requests this one.
  private static int permitted(int nice) throws IOException {
    long capabilities = Long.parseUnsignedLong(lineOf("status", "CapEff:"), 16);
    String limit = lineOf("limits", "Max nice priority").split(" +")[0];
    int lowest =
        (capabilities & CAP_SYS_NICE) != 0 || limit.equals("unlimited")
            ? -20
            : 20 - Integer.parseInt(limit);
    return nice >= lowest ? nice : -10 >= lowest ? -10 : 0;
  }

  /// The value after a name in a file about this process.
  private static String lineOf(String file, String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/self", file)).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip())
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "6.12.0, false",
    "6.13, true",
    "6.18.44-fc, true",
    "7.0.1, true",
    "5.15.0-91-generic, false",
    "4.4.0, false",
    "unknown, false",
    "6, false",
    "'', false"
  })
  void theKernelsReleaseSaysWhetherItTakesKeys(String release, boolean takes) {
    assertThat(LinuxSockets.takesStampKeys(release)).isEqualTo(takes);
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, true", "127.0.0.1, false", "::1, true", "::1, false"})
  void everyProbeIsStampedBothWays(String host, boolean ownKeys) throws IOException {
    if (ownKeys && !LinuxSockets.takesStampKeys(System.getProperty("os.version"))) {
      System.out.println("own stamp keys not tried: they need Linux 6.13");
      return;
    }
    Sockets counted = new LinuxSockets(ownKeys);
    try (DatagramPort port = counted.udp(loopback(host), DatagramOptions.PROBES)) {
      DatagramBatch out = new DatagramBatch(64, 64);
      DatagramBatch in = new DatagramBatch(64, 64);
      ErrorLog log = new ErrorLog();
      int received = 0;
      for (int burst = 0; burst < 10; burst++) {
        long before = epochNanos();
        for (int i = 0; i < 64; i++) {
          put(out, i, "probe", port.local());
          out.tag(i, burst * 1000L + i);
        }
        port.send(out, 0, 64);
        for (int got = 0; got < 64; received += in.size()) {
          got += await(port, in);
          for (int i = 0; i < in.size(); i++) {
            assertThat(in.stampEpochNanos(i)).isBetween(before, epochNanos() + NANOS_PER_MILLI);
            assertThat(in.hopLimit(i)).isEqualTo(64);
          }
        }
        port.receiveErrors(log);
      }

      assertThat(received).isEqualTo(640);
      assertThat(log.stampOfTag).hasSize(640).containsKeys(0L, 9063L);
      assertThat(log.errors).isEmpty();
    }
  }

  private static long epochNanos() {
    return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 3, 3", "::1, 1, 4"})
  void aClosedPortIsReportedWithTheProbeIntact(String host, int type, int code) throws IOException {
    Endpoint closed = closedPort(sockets, host);
    try (DatagramPort port = sockets.udp(loopback(host), DatagramOptions.PROBES)) {
      DatagramBatch out = new DatagramBatch(100, 64);
      for (int i = 0; i < 100; i++) {
        put(out, i, "ping " + i, closed);
        out.tag(i, i);
      }
      ErrorLog log = new ErrorLog();

      port.send(out, 0, 100);
      poller.register(port);
      while (log.errors.size() < 100) {
        poller.await(LONG_WAIT);
        port.receiveErrors(log);
      }

      for (int i = 0; i < 100; i++) {
        assertThat(out.errno(i)).as("errno of slot %d", i).isZero();
        ErrorLog.Entry error = log.errors.get(i);
        assertThat(error.quoted()).isEqualTo("ping " + i);
        assertThat(error.type()).isEqualTo(type);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.info()).isZero();
        assertThat(error.from()).isEqualTo(closed.withPort(0));
        assertThat(error.to()).isEqualTo(closed);
        assertThat(error.stampEpochNanos()).isPositive();
      }
      assertThat(log.stampOfTag).hasSize(100);
    }
  }

  @Test
  void aPendingErrorIsNotTheNextDatagramsFailure() throws IOException {
    Endpoint closed = closedPort(sockets, "127.0.0.1");
    try (DatagramPort port = sockets.udp(loopback("127.0.0.1"), DatagramOptions.PROBES)) {
      DatagramBatch batch = new DatagramBatch(1, 16);
      put(batch, 0, "lost", closed);
      port.send(batch, 0, 1); // its error arrives before the next send
      put(batch, 0, "found", port.local());

      port.send(batch, 0, 1);
      assertThat(batch.errno(0)).isZero();
      await(port, batch);
      assertThat(text(batch, 0)).isEqualTo("found");
    }
  }

  @Test
  void withoutKeysOfOurOwnStampsAreLeftOutAfterARefusalAndNeverSwapped() throws IOException {
    Endpoint closed = closedPort(sockets, "127.0.0.1");
    try (DatagramPort port =
        new LinuxSockets(false).udp(loopback("127.0.0.1"), DatagramOptions.PROBES)) {
      DatagramBatch out = new DatagramBatch(4, 64);
      ErrorLog log = new ErrorLog();
      for (int i = 0; i < 4; i++) {
        put(out, i, "x", i == 1 ? closed : port.local()); // its error makes the next send fail once
        out.tag(i, i);
      }
      port.send(out, 0, 4);
      port.receiveErrors(log);
      for (int i = 0; i < 4; i++) {
        put(out, i, "y", port.local());
        out.tag(i, 10 + i);
      }
      port.send(out, 0, 4);
      port.receiveErrors(log);

      assertThat(log.stampOfTag).containsOnlyKeys(0L, 1L, 10L, 11L, 12L, 13L);
      assertThat(log.stampOfTag.get(0L)).isLessThan(log.stampOfTag.get(10L));
    }
  }

  @Test
  void unreadErrorsDoNotStopRepliesOrSends() throws IOException {
    Endpoint closed = closedPort(sockets, "127.0.0.1");
    DatagramOptions options = new DatagramOptions(1, 1, false, false, true, true, true);
    try (DatagramPort port = sockets.udp(loopback("127.0.0.1"), options)) {
      DatagramBatch out = new DatagramBatch(2, 16);
      put(out, 0, "lost", closed);
      put(out, 1, "found", port.local());
      DatagramBatch in = new DatagramBatch(8, 16);
      for (int i = 0; i < 500; i++) {
        port.send(out, 0, 2);
        assertThat(out.errno(0) + out.errno(1)).isZero();
        if (i == 499) { // by now the error queue is full many times over
          continue;
        }
        port.receive(in);
      }

      ErrorLog log = new ErrorLog();
      while (port.receiveErrors(log) > 0) {
        assertThat(log.errors).hasSizeLessThan(500);
      }
      put(out, 0, "again", port.local());
      port.send(out, 0, 1);
      await(port, in);
      assertThat(text(in, 0)).isIn("found", "again");
    }
  }

  @Test
  void whatAFullBufferDropsIsCounted() throws IOException {
    try (DatagramPort a = sockets.udp(loopback("127.0.0.1"), DatagramOptions.PROBES);
        DatagramPort b = sockets.udp(loopback("127.0.0.1"), SMALL_BUFFER)) {
      DatagramBatch out = new DatagramBatch(100, 16);
      for (int i = 0; i < 100; i++) {
        put(out, i, "x", b.local());
      }
      DatagramBatch in = new DatagramBatch(100, 16);

      a.send(out, 0, 100);
      int received = await(b, in);

      assertThat(received).isLessThan(100);
      assertThat(b.kernelDrops()).isEqualTo(100 - received);
      assertThat(a.kernelDrops()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0, 127.0.0.7", "::, ::1"})
  void aReplyLeavesFromTheAddressThatWasAsked(String any, String asked) throws IOException {
    try (DatagramPort client =
            sockets.udp(loopback(any.equals("::") ? "::1" : "127.0.0.1"), DatagramOptions.PROBES);
        DatagramPort server = sockets.udp(loopback(any), DatagramOptions.ECHO)) {
      Endpoint address = loopback(asked).withPort(server.local().port());
      DatagramBatch batch = new DatagramBatch(1, 16);
      put(batch, 0, "who", address);

      client.send(batch, 0, 1);
      await(server, batch);
      assertThat(batch.localLow(0)).isEqualTo(address.low());
      assertThat(batch.hopLimit(0)).isZero();
      server.send(batch, 0, 1);
      await(client, batch);

      assertThat(new Endpoint(batch.addressHigh(0), batch.addressLow(0), batch.port(0), 0))
          .isEqualTo(address);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void aSlotsHopLimitIsItsOwn(String host) throws IOException {
    try (DatagramPort port = sockets.udp(loopback(host), DatagramOptions.PROBES)) {
      DatagramBatch batch = new DatagramBatch(3, 16);
      for (int i = 0; i < 3; i++) {
        put(batch, i, "x", port.local());
      }
      batch.hopLimit(1, 7);
      batch.trafficClass(1, 0xb8);
      DatagramBatch in = new DatagramBatch(3, 16);

      port.send(batch, 0, 3);
      await(port, in);

      assertThat(in.hopLimit(0)).isEqualTo(64);
      assertThat(in.hopLimit(1)).isEqualTo(7);
      assertThat(in.hopLimit(2)).isEqualTo(64);
    }
  }

  @Test
  void aSocketForIpv6LeavesThePortToIpv4() throws IOException {
    try (DatagramPort six = sockets.udp(loopback("::"), DatagramOptions.ECHO)) {
      sockets.udp(loopback("0.0.0.0").withPort(six.local().port()), DatagramOptions.ECHO).close();
    }
  }

  @Test
  void aClosedPollerIgnoresWakeUps() throws IOException {
    poller.close();

    // The next poller may reuse the descriptor numbers of the closed one.
    try (Poller next = sockets.poller()) {
      poller.wakeup();
      poller.close();

      long start = System.nanoTime();
      next.await(2_000_000);
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(2_000_000);
    }
  }

  @Test
  void onlyLongDatagramsMayBeFragmented() throws IOException {
    try (DatagramPort port = sockets.udp(loopback("127.0.0.1"), DatagramOptions.PROBES)) {
      DatagramBatch batch = new DatagramBatch(1, 2 * Fragmentation.LONGEST);
      batch.address(0, port.local().high(), port.local().low(), port.local().port(), 0);

      assertThat(mtuDiscoveryAfter(port, batch, Fragmentation.LONGEST))
          .isEqualTo(Linux.IP_PMTUDISC_DO);
      assertThat(mtuDiscoveryAfter(port, batch, Fragmentation.LONGEST + 1))
          .isEqualTo(Linux.IP_PMTUDISC_WANT);
      for (int i = 0; i < Fragmentation.BATCHES; i++) {
        assertThat(mtuDiscoveryAfter(port, batch, 1)).isEqualTo(Linux.IP_PMTUDISC_WANT);
      }
      assertThat(mtuDiscoveryAfter(port, batch, 1)).isEqualTo(Linux.IP_PMTUDISC_DO);
    }
  }

  private static int mtuDiscoveryAfter(DatagramPort port, DatagramBatch batch, int length) {
    batch.length(0, length);
    port.send(batch, 0, 1);
    assertThat(batch.errno(0)).isZero();
    SocketFd socket = SocketFd.borrowed(((NativeDatagramPort) port).fd(), false);
    return socket.get(Linux.SOL_IP, Linux.IP_MTU_DISCOVER);
  }

  @Test
  @Timeout(120)
  void aPacketCostsNoMemory() throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    ErrorSink ignore = new Ignore();
    try (DatagramPort port = sockets.udp(loopback("127.0.0.1"), DatagramOptions.PROBES)) {
      DatagramBatch out = new DatagramBatch(64, 64);
      DatagramBatch in = new DatagramBatch(64, 64);
      for (int i = 0; i < 64; i++) {
        put(out, i, "ping", port.local());
      }
      poller.register(port);
      long bytes = Long.MAX_VALUE;
      // Repeats only to get past the allocations of the first uses (the JDK specialises a method
      // handle after its 127th call), not until a compiler has eliminated any.
      for (int trial = 0; bytes > 0 && trial < 20; trial++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int round = 0; round < 20; round++) {
          port.receiveErrors(ignore);
          port.send(out, 0, 64);
          poller.await(LONG_WAIT);
          port.receive(in);
          port.receive(in); // nothing left
        }
        bytes = threads.getCurrentThreadAllocatedBytes() - before;
      }

      assertThat(bytes).isZero();
    }
  }

  private static final class Ignore implements ErrorSink {
    @Override
    public void icmpError(QueuedError queued) {
      throw new AssertionError("no error was caused");
    }

    @Override
    public void transmitted(long tag, long stampEpochNanos) {}
  }
}
