package io.pingdeck.echo.server;

import static io.pingdeck.echo.server.Wanted.impairment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.NanoClock;
import io.pingdeck.echo.api.EchoCounts;
import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.IcmpErrorAs;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.api.ImpairmentKey;
import io.pingdeck.echo.api.JitterShape;
import io.pingdeck.echo.api.LossAs;
import io.pingdeck.echo.guard.EchoPorts;
import io.pingdeck.net.Capabilities;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.LoopStatus;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.loop.LoopListener;
import io.pingdeck.ping.loop.ProbeLoop;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import io.pingdeck.ping.target.TcpMode;
import io.pingdeck.testing.Slow;
import io.pingdeck.testing.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A real ping measures the impairments that an echo server injects. Loopback itself loses nothing.
@Slow
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class InjectedAndMeasuredTest {
  private static final long MILLI = 1_000_000;

  @ParameterizedTest
  @CsvSource({"0.3, 1", "0.2, 5"})
  void everyLostDatagramIsALostProbe(double loss, double burst) throws Exception {
    Measured udp = ping(Protocol.UDP, impairment().loss(loss).burst(burst).get(), 1000);

    assertThat(udp.counters.count(Outcome.LOST)).isEqualTo(udp.counts.drops().get("emulatedLoss"));
    assertThat(udp.counters.count(Outcome.REPLY)).isEqualTo(udp.counts.replied());
    double sigma = Math.sqrt(loss * (1 - loss) * 2 * burst / 1000);
    assertThat(udp.counters.count(Outcome.LOST) / 1000.0).isCloseTo(loss, within(4 * sigma));
  }

  /// Both are losses for the ping; the server reports the direction of each.
  @Test
  void eachDirectionLosesItsOwnShare() throws Exception {
    Impairment both = impairment().loss(0.3).wayIn(0.2, 0, OptionalLong.empty()).get();

    Measured udp = ping(Protocol.UDP, both, 1000);

    long in = udp.counts.drops().get("requestLoss");
    long out = udp.counts.drops().get("emulatedLoss");
    assertThat(in).isBetween(150L, 250L);
    assertThat(out).isBetween(180L, 300L); // 0.3 of the requests that passed
    assertThat(udp.counters.count(Outcome.LOST)).isEqualTo(in + out);
  }

  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"UDP", "TCP"})
  void delaysOfBothDirectionsAddUp(Protocol protocol) throws Exception {
    Impairment both = impairment().delay(20).wayIn(0, 30, OptionalLong.empty()).get();

    Measured measured = ping(protocol, both, 50);

    assertThat(measured.rtts()).hasSize(50).allMatch(rtt -> rtt >= 50 * MILLI);
    assertThat(measured.rtts().stream().sorted().toList().get(25)).isLessThan(90 * MILLI);
  }

  @Test
  void aStallIsInTheRttOfItsLine() throws Exception {
    Measured tcp = ping(Protocol.TCP, impairment().stall(0.3, 100).get(), 100);

    long stalled = tcp.counts.injected().get("stalled");
    assertThat(stalled).isBetween(12L, 50L);
    assertThat(tcp.rtts().stream().filter(rtt -> rtt >= 100 * MILLI).count()).isEqualTo(stalled);
  }

  @ParameterizedTest
  @EnumSource(LossAs.class)
  void tcpLossShowsAsWhatItWasChosenToBe(LossAs lossAs) throws Exception {
    Measured tcp = ping(Protocol.TCP, impairment().loss(0.3).lossAs(lossAs).get(), 300);

    long lost = tcp.counts.drops().get("emulatedLoss");
    assertThat(lost).isBetween(45L, 135L);
    assertThat(tcp.counters.count(Outcome.SERVER_LOST)).isEqualTo(lossAs == LossAs.LOST ? lost : 0);
    assertThat(tcp.counters.count(Outcome.LOST)).isEqualTo(lossAs == LossAs.SILENT ? lost : 0);
    assertThat(tcp.counters.count(Outcome.RESET)).isEqualTo(lossAs == LossAs.RESET ? lost : 0);
    assertThat(tcp.counters.count(Outcome.REPLY)).isEqualTo(300 - lost);
  }

  @ParameterizedTest
  @CsvSource({
    "UDP, HOST_UNREACHABLE, 3, 1",
    "UDP, PORT_UNREACHABLE, 3, 3",
    "UDP, NET_UNREACHABLE, 3, 0",
    "UDP, PROHIBITED, 3, 13",
    "UDP, TIME_EXCEEDED, 11, 0",
    "TCP, HOST_UNREACHABLE, 3, 1",
    "TCP, PORT_UNREACHABLE, 3, 3",
    "TCP, NET_UNREACHABLE, 3, 0",
    "TCP, PROHIBITED, 3, 13",
    "TCP, TIME_EXCEEDED, 11, 0"
  })
  void everyIcmpErrorOnPurposeIsThatErrorOfAProbe(
      Protocol protocol, IcmpErrorAs as, int type, int code) throws Exception {
    Capabilities capabilities = PlatformSockets.best().capabilities();
    capabilities
        .noIcmpAnswers()
        .ifPresent(why -> {
          throw Tool.notAllowed("raw sockets", why);
        });

    Measured measured = ping(protocol, impairment().icmpError(0.3, as).get(), 200);

    // A kernel that is still within connect(2) treats the error as advisory, and retransmits its
    // SYN after a second.
    long repeated = measured.counts.received() - 200;
    assertThat(repeated).isBetween(0L, protocol == Protocol.TCP ? 20L : 0L);
    long injected = measured.counts.drops().get(as.json()) - repeated;
    assertThat(injected).isBetween(30L, 90L);
    assertThat(measured.counters.count(Outcome.ICMP_ERROR)).isEqualTo(injected);
    assertThat(measured.counters.count(Outcome.REPLY)).isEqualTo(200 - injected);
    assertThat(measured.samples)
        .filteredOn(sample -> sample.outcome() == Outcome.ICMP_ERROR)
        .hasSize((int) injected)
        .allSatisfy(sample -> {
          assertThat(sample.icmpError().orElseThrow().type()).isEqualTo(type);
          assertThat(sample.icmpError().orElseThrow().code()).isEqualTo(code);
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"UDP", "TCP"})
  void aDelayIsInEveryRtt(Protocol protocol) throws Exception {
    Measured measured = ping(protocol, impairment().delay(30).get(), 50);

    assertThat(measured.rtts()).hasSize(50).allMatch(rtt -> rtt >= 30 * MILLI);
    assertThat(measured.rtts().stream().sorted().toList().get(25)).isLessThan(60 * MILLI);
    assertThat(measured.counts.injected()).containsEntry("delayed", 50L);
    assertThat(measured.counts.waiting()).isZero();
  }

  /// Half of all draws are within a distance that the shape determines, regardless of outliers on a
  /// busy machine.
  @ParameterizedTest
  @CsvSource({"UNIFORM, 20, 20", "NORMAL, 10, 13.49"})
  void jitterSpreadsAsAskedFor(JitterShape shape, int jitter, double middleHalf) throws Exception {
    Measured udp =
        ping(Protocol.UDP, impairment().delay(50).jitter(jitter).shape(shape).get(), 400);

    List<Long> rtts = udp.rtts().stream().sorted().toList();
    assertThat((double) rtts.get(200) / MILLI).isBetween(48.0, 58.0);
    assertThat((double) (rtts.get(300) - rtts.get(100)) / MILLI)
        .isCloseTo(middleHalf, within(middleHalf / 4));
    if (shape == JitterShape.UNIFORM) {
      assertThat(rtts.getFirst()).isBetween(30 * MILLI, 34 * MILLI);
    }
  }

  @Test
  void duplicatesAreMeasuredAsDuplicates() throws Exception {
    Measured udp = ping(Protocol.UDP, impairment().duplicate(0.25).get(), 400);

    assertThat(udp.counters.duplicates()).isEqualTo(udp.counts.injected().get("duplicated"));
    assertThat(udp.counters.duplicates()).isBetween(60L, 140L);
    assertThat(udp.counters.count(Outcome.REPLY)).isEqualTo(400);
  }

  /// A held reply is overtaken by one: one reply each is below the highest sequence seen.
  @Test
  void reorderedAnswersAreMeasuredAsReordered() throws Exception {
    Measured udp = ping(Protocol.UDP, impairment().reorder(0.25).get(), 400);

    long injected = udp.counts.injected().get("reordered");
    assertThat(injected).isBetween(50L, 140L);
    assertThat(udp.counters.reordered()).isBetween(injected - 1, injected);
    assertThat(udp.counters.count(Outcome.REPLY)).isEqualTo(400);
  }

  /// Of the 64 bytes of a probe, those of word, sequence and token are checked.
  @Test
  void damageToWhatIsLookedAtIsNoReply() throws Exception {
    Measured udp = ping(Protocol.UDP, impairment().corrupt(1).get(), 300);

    assertThat(udp.counts.injected()).containsEntry("corrupted", 300L);
    assertThat(udp.counters.corrupt()).isBetween(60L, 240L);
    assertThat(udp.counters.corrupt()).isEqualTo(udp.counters.count(Outcome.LOST));
  }

  /// 64 bytes and 28 of headers at 73,600 bits per second take 10 ms each, so probes every 5 ms are
  /// queued.
  @Test
  void aNarrowLineMakesProbesQueue() throws Exception {
    Measured udp = ping(Protocol.UDP, impairment().bitsPerSecond(73_600).get(), 60);

    List<Sample> samples = udp.samples;
    assertThat(samples).extracting(Sample::outcome).containsOnly(Outcome.REPLY);
    assertThat(samples.getFirst().rttNanos().orElseThrow()).isBetween(10 * MILLI, 60 * MILLI);
    long last = samples.getLast().rttNanos().orElseThrow();
    assertThat(last).isGreaterThan(250 * MILLI);
  }

  @Test
  void theSameSeedInjectsTheSame() throws Exception {
    Impairment impairment = impairment().loss(0.2).duplicate(0.2).corrupt(0.2).get();

    EchoCounts first = ping(Protocol.UDP, impairment, 200).counts;
    EchoCounts second = ping(Protocol.UDP, impairment, 200).counts;

    assertThat(second.drops()).isEqualTo(first.drops());
    assertThat(second.injected()).isEqualTo(first.injected());
  }

  /// Uses a timeout that even a busy machine does not reach, unless replies should be missing.
  private static Measured ping(Protocol protocol, Impairment impairment, int count)
      throws Exception {
    boolean silent =
        impairment.differs(ImpairmentKey.LOSS) || impairment.differs(ImpairmentKey.CORRUPT);
    Duration timeout = Duration.ofSeconds(silent ? 3 : 15);
    EchoSpec spec = new EchoSpec(protocol, "127.0.0.1", 0, EchoMode.LAB, impairment);
    Sockets sockets = PlatformSockets.best();
    try (EchoLoop echo =
        protocol == Protocol.TCP
            ? TcpEchoLoop.open(spec, EchoLimits.DEFAULT, sockets, NanoClock.SYSTEM)
            : UdpEchoLoop.open(
                spec, EchoLimits.DEFAULT, new EchoPorts(), sockets, NanoClock.SYSTEM)) {
      Measured measured = new Measured();
      try (ProbeLoop loop = new ProbeLoop("measuring", sockets, Duration.ofMillis(5), measured)) {
        measured.loop = loop;
        loop.start(pingSpec(protocol, echo.listening(), timeout, count), echo.listening())
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
        assertThat(measured.ended.await(40, TimeUnit.SECONDS)).isTrue();
      }
      Await.until("all is counted", () -> isSettled(echo.counts(), count));
      measured.counts = echo.counts();
      return measured;
    }
  }

  private static boolean isSettled(EchoCounts counts, int probes) {
    return counts.waiting() == 0 && counts.received() >= probes;
  }

  private static PingSpec pingSpec(
      Protocol protocol, Endpoint server, Duration timeout, int count) {
    return PingSpec.of(new PingId(1), new Target(protocol, server.host(), server.port()))
        .name("measured")
        .interval(Duration.ofMillis(5))
        .timeout(timeout)
        .count(OptionalLong.of(count))
        .mode(protocol == Protocol.TCP ? Optional.of(TcpMode.ECHO) : Optional.empty())
        .build();
  }

  /// The results of a ping, and the counters of the server.
  private static final class Measured implements LoopListener {
    final List<Sample> samples = new ArrayList<>();
    final CountDownLatch ended = new CountDownLatch(1);
    PingCounters counters = PingCounters.ZERO;
    EchoCounts counts;
    ProbeLoop loop;
    private long batches;

    List<Long> rtts() {
      return samples.stream().flatMap(sample -> sample.rttNanos().stream().boxed()).toList();
    }

    @Override
    public void samples(SampleColumns buffer, List<End> ends) {
      SampleBatch batch = buffer.toBatch(0, ++batches);
      for (int i = 0; i < batch.size(); i++) {
        samples.add(batch.sample(i));
      }
      for (int row = 0; row < batch.counterPings().length; row++) {
        counters = batch.counters(row);
      }
      loop.giveBack(buffer);
      ends.forEach(end -> ended.countDown());
    }

    @Override
    public void status(LoopStatus status) {
      // Not tested here.
    }

    @Override
    public void died(Throwable cause) {
      throw new AssertionError(cause);
    }
  }
}
