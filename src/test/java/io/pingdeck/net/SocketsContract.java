package io.pingdeck.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.base.Errno;
import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract of every implementation of [Sockets], on real loopback sockets.
@Timeout(30)
@SuppressWarnings("this-escape") // sockets() needs nothing of its object
public abstract class SocketsContract {
  public static final long LONG_WAIT = Duration.ofSeconds(10).toNanos();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LARGEST_UDP4_PAYLOAD = 65_507;
  public final Sockets sockets = sockets();
  public Poller poller;

  public abstract Sockets sockets();

  @BeforeEach
  public void openPoller() throws IOException {
    poller = sockets.poller();
  }

  @AfterEach
  public void closePoller() {
    poller.close();
  }

  public static Endpoint loopback(String address) throws IOException {
    return Endpoint.of(InetAddress.getByName(address), 0);
  }

  /// An address on this host without a listener.
  public static Endpoint closedPort(Sockets sockets, String host) throws IOException {
    try (DatagramPort port = sockets.udp(loopback(host), DatagramOptions.ECHO)) {
      return port.local();
    }
  }

  public static void put(DatagramBatch batch, int slot, String text, Endpoint to) {
    byte[] bytes = text.getBytes(US_ASCII);
    batch.payload(slot).put(0, bytes);
    batch.length(slot, bytes.length);
    batch.address(slot, to.high(), to.low(), to.port(), to.scope());
  }

  public static String text(DatagramBatch batch, int slot) {
    byte[] bytes = new byte[batch.length(slot)];
    batch.payload(slot).get(0, bytes);
    return new String(bytes, US_ASCII);
  }

  /// Waits until the port is ready, and receives.
  public int await(DatagramPort port, DatagramBatch batch) {
    poller.register(port);
    long start = System.nanoTime();
    int size = 0;
    while (size == 0) {
      assertThat(System.nanoTime() - start).as("time waited").isLessThan(LONG_WAIT);
      poller.await(LONG_WAIT);
      size = port.receive(batch);
    }
    poller.deregister(port);
    return size;
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  public void aBatchArrivesInOrderWithItsSource(String host) throws IOException {
    try (DatagramPort a = sockets.udp(loopback(host), DatagramOptions.PROBES);
        DatagramPort b = sockets.udp(loopback(host), DatagramOptions.ECHO)) {
      DatagramBatch out = new DatagramBatch(40, 64);
      for (int i = 0; i < 40; i++) {
        put(out, i, "ping " + i, b.local());
      }
      DatagramBatch in = new DatagramBatch(64, 64);

      a.send(out, 0, 40);
      int received = 0;
      while (received < 40) {
        int size = await(b, in);
        for (int i = 0; i < size; i++) {
          assertThat(text(in, i)).isEqualTo("ping " + (received + i));
          assertThat(new Endpoint(in.addressHigh(i), in.addressLow(i), in.port(i), in.scope(i)))
              .isEqualTo(a.local());
          assertThat(in.localHigh(i)).isEqualTo(b.local().high());
          assertThat(in.localLow(i)).isEqualTo(b.local().low());
        }
        received += size;
      }

      assertThat(received).isEqualTo(40);
      assertThat(out.errno(0)).isZero();
      assertThat(b.receive(in)).isZero();
    }
  }

  @Test
  public void aSlotThatWasSentReceivesALongerDatagram() throws IOException {
    try (DatagramPort a = sockets.udp(loopback("127.0.0.1"), DatagramOptions.ECHO)) {
      DatagramBatch batch = new DatagramBatch(1, 64);
      put(batch, 0, "x", a.local());
      a.send(batch, 0, 1);
      await(a, batch);
      DatagramBatch longer = new DatagramBatch(1, 64);
      put(longer, 0, "longer than that", a.local());

      a.send(batch, 0, 1);
      await(a, batch);
      a.send(longer, 0, 1);
      await(a, batch);

      assertThat(text(batch, 0)).isEqualTo("longer than that");
    }
  }

  @Test
  public void aSlotThatWasSentTakesALongerDatagram() throws IOException {
    try (DatagramPort a = sockets.udp(loopback("127.0.0.1"), DatagramOptions.PROBES)) {
      DatagramBatch batch = new DatagramBatch(1, 64);
      put(batch, 0, "x", a.local());

      a.send(batch, 0, 1);

      assertThat(batch.payload(0).putLong(64 - Long.BYTES, 0).limit()).isEqualTo(64);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  public void theLargestDatagramArrivesWhole(String host) throws IOException {
    try (DatagramPort a = sockets.udp(loopback(host), DatagramOptions.PROBES)) {
      DatagramBatch out = new DatagramBatch(1, LARGEST_UDP4_PAYLOAD);
      put(out, 0, "big", a.local());
      out.length(0, LARGEST_UDP4_PAYLOAD);
      out.payload(0).put(LARGEST_UDP4_PAYLOAD - 1, (byte) 42);
      DatagramBatch in = new DatagramBatch(1, 65_535);

      a.send(out, 0, 1);
      await(a, in);

      assertThat(out.errno(0)).isZero();
      assertThat(in.length(0)).isEqualTo(LARGEST_UDP4_PAYLOAD);
      assertThat(in.payload(0).get(LARGEST_UDP4_PAYLOAD - 1)).isEqualTo((byte) 42);
    }
  }

  @Test
  public void anEmptyDatagramIsADatagram() throws IOException {
    try (DatagramPort a = sockets.udp(loopback("127.0.0.1"), DatagramOptions.PROBES)) {
      DatagramBatch batch = new DatagramBatch(4, 16);
      put(batch, 0, "", a.local());

      a.send(batch, 0, 1);
      int errno = batch.errno(0);
      int received = await(a, batch);

      assertThat(errno).isZero();
      assertThat(received).isEqualTo(1);
      assertThat(batch.length(0)).isZero();
    }
  }

  @Test
  public void aCutDatagramTellsItsTrueLength() throws IOException {
    try (DatagramPort a = sockets.udp(loopback("127.0.0.1"), DatagramOptions.PROBES)) {
      DatagramBatch out = new DatagramBatch(1, 1000);
      put(out, 0, "0123456789", a.local());
      out.length(0, 1000);
      DatagramBatch in = new DatagramBatch(2, 8);

      a.send(out, 0, 1);
      await(a, in);

      assertThat(in.isCut(0)).isTrue();
      assertThat(in.length(0)).isEqualTo(1000);
      assertThat(in.payload(0).get(7)).isEqualTo((byte) '7');
    }
  }

  @Test
  public void aRefusedSlotDoesNotKeepTheOthersBack() throws IOException {
    try (DatagramPort a = sockets.udp(loopback("127.0.0.1"), DatagramOptions.PROBES)) {
      DatagramBatch out = new DatagramBatch(3, 65_535);
      put(out, 0, "one", a.local());
      put(out, 1, "two", a.local());
      out.length(1, 65_535); // more than UDP over IPv4 allows
      put(out, 2, "three", a.local());
      DatagramBatch in = new DatagramBatch(3, 64);

      a.send(out, 0, 3);
      int received = await(a, in);

      assertThat(out.errno(0)).isZero();
      assertThat(Errno.name(out.errno(1))).isEqualTo("EMSGSIZE");
      assertThat(out.errno(2)).isZero();
      assertThat(received).isEqualTo(2);
      assertThat(text(in, 1)).isEqualTo("three");
    }
  }

  @Test
  public void aSlotLongerThanItsRoomIsRefusedAndTheOthersLeave() throws IOException {
    try (DatagramPort port = sockets.udp(loopback("127.0.0.1"), DatagramOptions.PROBES)) {
      DatagramBatch batch = new DatagramBatch(3, 16);
      for (int i = 0; i < 3; i++) {
        put(batch, i, "slot " + i, port.local());
      }
      batch.length(1, 17);
      DatagramBatch in = new DatagramBatch(3, 16);

      port.send(batch, 0, 3);
      await(port, in);

      assertThat(Errno.name(batch.errno(1))).isEqualTo("EMSGSIZE");
      assertThat(in.size()).isEqualTo(2);
    }
  }

  @Test
  public void onlyTheAskedSlotsAreSent() throws IOException {
    try (DatagramPort a = sockets.udp(loopback("127.0.0.1"), DatagramOptions.PROBES)) {
      DatagramBatch batch = new DatagramBatch(4, 16);
      for (int i = 0; i < 4; i++) {
        put(batch, i, "slot " + i, a.local());
      }
      DatagramBatch in = new DatagramBatch(4, 16);

      a.send(batch, 1, 3);
      int received = await(a, in);

      assertThat(received).isEqualTo(2);
      assertThat(text(in, 0)).isEqualTo("slot 1");
      assertThat(text(in, 1)).isEqualTo("slot 2");
    }
  }

  @Test
  public void aFamilyTheSocketCannotReachIsRefused() throws IOException {
    try (DatagramPort a = sockets.udp(loopback("127.0.0.1"), DatagramOptions.PROBES)) {
      DatagramBatch batch = new DatagramBatch(1, 16);
      put(batch, 0, "six", loopback("::1").withPort(9));

      a.send(batch, 0, 1);

      assertThat(Errno.name(batch.errno(0))).isEqualTo("EAFNOSUPPORT");
    }
  }

  @Test
  public void anAddressInUseIsNamedInTheFault() throws IOException {
    try (DatagramPort a = sockets.udp(loopback("127.0.0.1"), DatagramOptions.ECHO)) {
      assertThatThrownBy(() -> sockets.udp(a.local(), DatagramOptions.ECHO))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(a.local().toString())
          .hasMessageContaining("in use");
    }
  }

  @Test
  public void aWaitNeverEndsTooEarly() {
    for (long nanos : new long[] {1, 30_000, 999_999, 1_000_001, 3_500_000}) {
      long start = System.nanoTime();
      poller.await(nanos);
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(nanos);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  public void noTimeToWaitReturnsAtOnce(long nanos) throws InterruptedException {
    assertThat(waiting(nanos).join(PATIENCE)).isTrue();
  }

  @Test
  public void aWakeUpBeforeTheWaitEndsIt() throws InterruptedException {
    poller.wakeup();

    assertThat(waiting(Long.MAX_VALUE).join(PATIENCE)).isTrue();
  }

  @Test
  public void aWakeUpFromAnotherThreadEndsAnEndlessWait() throws InterruptedException {
    Thread waiter = waiting(Long.MAX_VALUE);

    poller.wakeup();

    assertThat(waiter.join(PATIENCE)).isTrue();
  }

  /// A separate thread, because a native wait cannot be interrupted when the test times out.
  private Thread waiting(long nanos) {
    return Thread.ofPlatform().daemon().start(() -> poller.await(nanos));
  }

  @Test
  public void aWakeUpEndsOneWaitOnly() {
    poller.wakeup();
    poller.wakeup();
    poller.await(LONG_WAIT);

    long start = System.nanoTime();
    poller.await(2_000_000);

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(2_000_000);
  }

  @Test
  public void aWaitThatEndedEarlyLeavesNoTimerBehind() throws InterruptedException {
    poller.wakeup();
    poller.await(5_000_000);
    Thread waiter = Thread.ofPlatform().start(() -> poller.await(Long.MAX_VALUE));

    assertThat(waiter.join(Duration.ofMillis(25))).as("ended by the first wait's timer").isFalse();
    poller.wakeup();
    assertThat(waiter.join(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  public void aWakeUpSurvivesADeregistration() throws IOException {
    try (DatagramPort a = sockets.udp(loopback("127.0.0.1"), DatagramOptions.ECHO)) {
      poller.register(a);
      poller.wakeup();
      poller.deregister(a);
      poller.await(Long.MAX_VALUE);
    }
  }

  @Test
  public void aDeregisteredPortDoesNotEndAWait() throws IOException {
    try (DatagramPort a = sockets.udp(loopback("127.0.0.1"), DatagramOptions.ECHO)) {
      poller.register(a);
      poller.deregister(a);
      poller.await(1);
      DatagramBatch batch = new DatagramBatch(1, 16);
      put(batch, 0, "x", a.local());
      a.send(batch, 0, 1);

      long start = System.nanoTime();
      poller.await(2_000_000);

      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(2_000_000);
    }
  }

  @Test
  public void aClosedPortsAddressIsFreeAtOnce() throws IOException {
    DatagramPort a = sockets.udp(loopback("127.0.0.1"), DatagramOptions.ECHO);
    poller.register(a);
    poller.deregister(a);
    a.close();

    sockets.udp(a.local(), DatagramOptions.ECHO).close();
  }
}
