package io.pingdeck.ping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.probe.AddressFamily;
import io.pingdeck.probe.Outcome;
import io.pingdeck.probe.PingCounters;
import io.pingdeck.probe.PingId;
import io.pingdeck.probe.PingSpec;
import io.pingdeck.probe.PingState;
import io.pingdeck.probe.Protocol;
import io.pingdeck.probe.Sample;
import io.pingdeck.probe.SampleBatch;
import io.pingdeck.probe.SampleBuffer;
import io.pingdeck.probe.Target;
import io.pingdeck.testing.PlainEcho;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The loop on real sockets of this host.
@Timeout(30)
class ProbeLoopTest {
  private static final String LOOPBACK = "127.0.0.1";

  @Test
  void everyProbeOfEveryPingIsAnsweredAndThePingsFinish() throws Exception {
    try (PlainEcho echo = new PlainEcho(bytes -> bytes);
        Recorder recorder = new Recorder()) {
      for (int ping = 1; ping <= 20; ping++) {
        recorder.start(spec(ping, echo.port(), Duration.ofMillis(10), 25, 64));
      }

      recorder.awaitEnds(20);

      assertThat(recorder.ends.values()).containsOnly(PingState.FINISHED);
      assertThat(recorder.samples).hasSize(500);
      assertThat(recorder.samples)
          .allSatisfy(sample -> assertThat(sample.outcome()).isEqualTo(Outcome.REPLY))
          .allSatisfy(sample -> assertThat(sample.rttNanos().orElseThrow()).isPositive());
      assertThat(recorder.counters.values())
          .allSatisfy(counters -> assertThat(counters.replied()).isEqualTo(25))
          .allSatisfy(counters -> assertThat(counters.inFlight()).isZero());
    }
  }

  @Test
  void aServerThatAnswersInUpperCaseIsMatched() throws Exception {
    try (PlainEcho echo = new PlainEcho(ProbeLoopTest::upperCase);
        Recorder recorder = new Recorder()) {
      recorder.start(spec(1, echo.port(), Duration.ofMillis(10), 5, 64));

      recorder.awaitEnds(1);

      assertThat(recorder.samples).extracting(Sample::outcome).containsOnly(Outcome.REPLY);
      assertThat(recorder.samples).extracting(Sample::untagged).containsOnly(false);
    }
  }

  @Test
  void silenceIsLossWithoutAnRtt() throws Exception {
    try (PlainEcho echo = new PlainEcho(bytes -> null);
        Recorder recorder = new Recorder()) {
      recorder.start(spec(1, echo.port(), Duration.ofMillis(10), 3, 64));

      recorder.awaitEnds(1);

      assertThat(recorder.samples).hasSize(3);
      assertThat(recorder.samples)
          .allSatisfy(sample -> assertThat(sample.outcome()).isEqualTo(Outcome.LOST))
          .allSatisfy(sample -> assertThat(sample.rttNanos()).isEmpty());
      assertThat(recorder.counters.get(1L).lost()).isEqualTo(3);
    }
  }

  @Test
  void theLargestDatagramGoesThereAndBack() throws Exception {
    try (PlainEcho echo = new PlainEcho(bytes -> bytes);
        Recorder recorder = new Recorder()) {
      recorder.start(spec(1, echo.port(), Duration.ofMillis(10), 10, 65_507));

      recorder.awaitEnds(1);

      assertThat(recorder.samples).hasSize(10);
      assertThat(recorder.samples).extracting(Sample::outcome).containsOnly(Outcome.REPLY);
    }
  }

  @Test
  void aStoppedPingEndsWhenItsProbesInFlightHaveTheirOutcome() throws Exception {
    try (PlainEcho echo = new PlainEcho(bytes -> bytes);
        Recorder recorder = new Recorder()) {
      PingSpec endless =
          new PingSpec(
              new PingId(7),
              "endless",
              new Target(Protocol.UDP, LOOPBACK, echo.port()),
              AddressFamily.ANY,
              Duration.ofMillis(5),
              Duration.ofMillis(500),
              OptionalLong.empty(),
              64,
              OptionalInt.empty(),
              0);
      recorder.start(endless);
      recorder.awaitSamples(5);

      recorder.loop.stop(endless.id()).toCompletableFuture().get();
      recorder.awaitEnds(1);

      assertThat(recorder.ends).containsEntry(7L, PingState.STOPPED);
      PingCounters counters = recorder.counters.get(7L);
      assertThat(counters.inFlight()).isZero();
      assertThat(counters.sent()).isEqualTo(recorder.samples.size());
    }
  }

  @Test
  void aProtocolThatIsNotThereIsRefusedAndNothingRuns() throws Exception {
    try (Recorder recorder = new Recorder()) {
      PingSpec icmp =
          new PingSpec(
              new PingId(1),
              "icmp",
              new Target(Protocol.ICMP, LOOPBACK, 0),
              AddressFamily.ANY,
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              OptionalLong.of(1),
              64,
              OptionalInt.empty(),
              0);

      assertThatThrownBy(() -> recorder.start(icmp))
          .hasRootCauseMessage("icmp pings are not available here");
    }
  }

  private static PingSpec spec(int id, int port, Duration interval, long count, int bytes) {
    return new PingSpec(
        new PingId(id),
        "ping " + id,
        new Target(Protocol.UDP, LOOPBACK, port),
        AddressFamily.ANY,
        interval,
        Duration.ofMillis(500),
        OptionalLong.of(count),
        bytes,
        OptionalInt.empty(),
        0);
  }

  private static byte[] upperCase(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII)
        .toUpperCase(Locale.ROOT)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// Keeps what a loop says, in the order it says it.
  private static final class Recorder implements LoopListener, AutoCloseable {
    final List<Sample> samples = new ArrayList<>();
    final Map<Long, PingCounters> counters = new HashMap<>();
    final Map<Long, PingState> ends = new HashMap<>();
    private final BlockingQueue<Runnable> heard = new LinkedBlockingQueue<>();
    final ProbeLoop loop =
        new ProbeLoop("test-pinger", Sockets.portable(), Duration.ofMillis(5), this);

    Recorder() throws java.io.IOException {}

    void start(PingSpec spec) throws Exception {
      Endpoint address =
          Endpoint.of(InetAddress.getByName(spec.target().host()), spec.target().port());
      loop.start(spec, address).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    void awaitEnds(int count) throws InterruptedException {
      while (ends.size() < count) {
        heard.take().run();
      }
    }

    void awaitSamples(int count) throws InterruptedException {
      while (samples.size() < count) {
        heard.take().run();
      }
    }

    @Override
    public void samples(SampleBuffer buffer, List<End> newEnds) {
      SampleBatch batch = buffer.toBatch(0, 1);
      loop.giveBack(buffer);
      heard.add(() -> {
        for (int i = 0; i < batch.size(); i++) {
          samples.add(batch.sample(i));
        }
        for (int row = 0; row < batch.counterPings().length; row++) {
          counters.put(batch.counterPings()[row], batch.counters(row));
        }
        newEnds.forEach(end -> ends.put(end.ping().value(), end.state()));
      });
    }

    @Override
    public void died(Throwable cause) {
      heard.add(() -> {
        throw new AssertionError("the loop died", cause);
      });
    }

    @Override
    public void close() {
      loop.close();
    }
  }
}
