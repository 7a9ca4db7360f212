package io.pingdeck.ping.datagram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.net.Sockets;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.loop.LoopRecorder;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Tool;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The loop on this host's kernel: its echo replies, ICMP errors and timestamps.
@Timeout(60)
class IcmpLoopTest {
  private static final Sockets SOCKETS = PlatformSockets.best();

  @BeforeEach
  void needsIcmp() {
    if (!SOCKETS.capabilities().icmp()) {
      throw Tool.notAllowed("ICMP sockets", SOCKETS.capabilities().missing().toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "icmp://127.0.0.1, 64",
    "icmp://127.0.0.1, 8",
    "icmp://127.0.0.1, 65507",
    "icmp://[::1], 64",
    "icmp://[::1], 1400"
  })
  void everyEchoRequestIsAnsweredAndTimedByTheKernel(String target, int bytes) throws Exception {
    try (LoopRecorder recorder = new LoopRecorder(SOCKETS)) {
      recorder.start(spec(1, target, 10, bytes));

      recorder.awaitEnds(1);

      assertThat(recorder.samples)
          .hasSize(10)
          .allMatch(sample -> sample.outcome() == Outcome.REPLY && !sample.untagged())
          .allMatch(sample -> sample.rttSource().orElseThrow() == RttSource.KERNEL)
          .allMatch(sample -> sample.hopLimit() == 64);
      assertThat(recorder.counters.get(1L).duplicates()).isZero();
      assertThat(recorder.counters.get(1L).corrupt()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"icmp://127.0.0.1", "icmp://[::1]"})
  void aProbeTooSmallForATokenIsMatchedBySequence(String target) throws Exception {
    try (LoopRecorder recorder = new LoopRecorder(SOCKETS)) {
      recorder.start(spec(1, target, 5, 0));

      recorder.awaitEnds(1);

      assertThat(recorder.samples)
          .hasSize(5)
          .allMatch(sample -> sample.outcome() == Outcome.REPLY && sample.untagged());
    }
  }

  @Test
  @Proves("I15")
  void manyPingsShareASocketAndNoReplyIsCreditedToAnother() throws Exception {
    try (LoopRecorder recorder = new LoopRecorder(SOCKETS);
        LoopRecorder other = new LoopRecorder(SOCKETS)) {
      List<PingSpec> pings = new ArrayList<>();
      for (int ping = 0; ping < 500; ping++) {
        pings.add(spec(ping, "icmp://127.0." + ping / 200 + "." + (1 + ping % 200), 3, 16));
      }

      recorder.startAll(pings);
      other.startAll(pings);
      recorder.awaitEnds(500);
      other.awaitEnds(500);

      for (LoopRecorder each : List.of(recorder, other)) {
        assertThat(each.counters.values())
            .allMatch(counters -> counters.count(Outcome.REPLY) == 3)
            .allMatch(counters -> counters.wrongSource() + counters.corrupt() == 0)
            .allMatch(counters -> counters.duplicates() + counters.conflicts() == 0);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 3, 3", "::1, 1, 4"})
  void aClosedPortNamesItselfForEveryProbe(String host, int type, int code) throws Exception {
    InetAddress address = InetAddress.ofLiteral(host);
    String target = "udp://" + (host.equals("::1") ? "[::1]" : host) + ":" + closedPort(address);
    try (LoopRecorder recorder = new LoopRecorder(SOCKETS)) {
      recorder.start(spec(1, target, 20, 64));

      recorder.awaitEnds(1);

      assertThat(recorder.samples)
          .extracting(Sample::sequence)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
      for (Sample sample : recorder.samples) {
        IcmpError error = sample.icmpError().orElseThrow();
        assertThat(error.type()).isEqualTo(type);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.name()).isEqualTo("port unreachable");
        assertThat(error.from().host()).isEqualTo(host);
        assertThat(Duration.ofNanos(error.afterNanos().orElseThrow()))
            .isBetween(Duration.ofNanos(1), Duration.ofMillis(500));
      }
    }
  }

  @Test
  void aFloodDoesWithoutTransmitStampsAndSaysSo() throws Exception {
    try (LoopRecorder recorder = new LoopRecorder(SOCKETS)) {
      PingSpec flood =
          LoopRecorder.spec(
              1, "icmp://127.0.0.1", Duration.ZERO, Duration.ofSeconds(1), 1L << 40, 16);
      recorder.start(flood);
      recorder.await(() ->
          recorder.statuses.stream()
              .anyMatch(status -> status.clocks() == RttSource.KERNEL_RECEIVE));
      assertThat(recorder.statuses.getLast().probesPerSecond())
          .isGreaterThan(ProbeSocket.MOST_STAMPED_PER_SECOND);
      assertThat(recorder.statuses.getLast().lateness()).isEmpty(); // a flood has no planned times
      recorder.loop.abort(flood.id());
      recorder.await(() -> recorder.statuses.getLast().clocks() == RttSource.KERNEL);
      recorder.samples.clear();

      recorder.start(spec(2, "icmp://127.0.0.1", 10, 16));
      recorder.await(() -> recorder.ends.containsKey(2L));

      assertThat(recorder.samples)
          .filteredOn(sample -> sample.ping().value() == 2)
          .hasSize(10)
          .allMatch(sample -> sample.rttSource().orElseThrow() == RttSource.KERNEL);
    }
  }

  private static int closedPort(InetAddress address) throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, address)) {
      return socket.getLocalPort();
    }
  }

  private static PingSpec spec(int id, String target, long count, int bytes) {
    return LoopRecorder.spec(
        id, target, Duration.ofMillis(10), Duration.ofSeconds(2), count, bytes);
  }
}
