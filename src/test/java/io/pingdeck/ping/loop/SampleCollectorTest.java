package io.pingdeck.ping.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.LoopStatus;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.engine.ProbeEngine;
import io.pingdeck.ping.engine.ProbeTokens;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.SampleColumns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleCollectorTest {
  private static final long INTERVAL = Duration.ofHours(1).toNanos();

  private final List<SampleColumns> handedOver = new ArrayList<>();
  private final SampleCollector collector =
      new SampleCollector(
          new LoopListener() {
            @Override
            public void samples(SampleColumns buffer, List<End> ends) {
              handedOver.add(buffer);
            }

            @Override
            public void status(LoopStatus status) {
              throw new AssertionError("not asked for");
            }

            @Override
            public void died(Throwable cause) {
              throw new AssertionError(cause);
            }
          },
          INTERVAL);
  private final ProbeEngine engine = new ProbeEngine(ProbeTokens.random(new Random(1)), collector);

  @Test
  void ofManyPingsNothingWaitsForTheInterval() {
    assertThat(collector.flushIfDue(0, engine)).isEqualTo(Long.MAX_VALUE);
    start(1, SampleCollector.MOST_PINGS - 1);
    assertThat(collector.flushIfDue(0, engine)).isEqualTo(INTERVAL);
    assertThat(handedOver).isEmpty();

    start(SampleCollector.MOST_PINGS, SampleCollector.MOST_PINGS);

    assertThat(collector.flushIfDue(0, engine)).isEqualTo(Long.MAX_VALUE);
    assertThat(handedOver).hasSize(1);
    assertThat(handedOver.getFirst().toBatch(0, 1).counterPings())
        .hasSize(SampleCollector.MOST_PINGS);
  }

  @Test
  void ofFewPingsItIsHandedOverAfterTheInterval() {
    start(1, 1);

    assertThat(collector.flushIfDue(0, engine)).isEqualTo(INTERVAL);
    assertThat(collector.flushIfDue(INTERVAL - 1, engine)).isEqualTo(1);
    assertThat(handedOver).isEmpty();
    assertThat(collector.flushIfDue(INTERVAL, engine)).isEqualTo(Long.MAX_VALUE);
    assertThat(handedOver).hasSize(1);
  }

  @Test
  void manySamplesDoNotWaitForTheInterval() {
    gather(SampleCollector.MOST_SAMPLES - 1);
    assertThat(collector.flushIfDue(0, engine)).isEqualTo(INTERVAL);
    assertThat(handedOver).isEmpty();

    gather(1);

    assertThat(collector.flushIfDue(0, engine)).isEqualTo(Long.MAX_VALUE);
    assertThat(handedOver).hasSize(1);
    assertThat(handedOver.getFirst().size).isEqualTo(SampleCollector.MOST_SAMPLES);
  }

  @Test
  void listenerThatFallsBehindIsWaitedFor() {
    start(1, SampleCollector.MOST_PINGS);
    collector.flushIfDue(0, engine);
    start(SampleCollector.MOST_PINGS + 1, 2 * SampleCollector.MOST_PINGS);

    assertThat(collector.flushIfDue(0, engine)).isEqualTo(INTERVAL);
    assertThat(handedOver).hasSize(1);

    assertThat(collector.giveBack(handedOver.getFirst())).as("the loop is to be woken").isTrue();
    assertThat(collector.flushIfDue(0, engine)).isEqualTo(Long.MAX_VALUE);
    assertThat(handedOver).hasSize(2);
  }

  private void gather(int samples) {
    for (int i = 0; i < samples; i++) {
      collector.columns().add(1, 1 + i, 0, 0, Outcome.REPLY).rtt(1, RttSource.PROCESS).hopLimit(64);
      collector.sampled();
    }
  }

  private void start(int first, int last) {
    for (int id = first; id <= last; id++) {
      Duration second = Duration.ofSeconds(1);
      PingSpec spec = LoopRecorder.spec(id, "icmp://127.0.0.1", second, second, 1, 56);
      engine.start(new ResolvedPing(spec, Endpoint.ipv4(0x7f000001, 0)), 0, 0);
    }
  }
}
