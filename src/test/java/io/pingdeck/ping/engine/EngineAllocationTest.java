package io.pingdeck.ping.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.text.LabText;
import io.pingdeck.packet.text.LabTextParser;
import io.pingdeck.packet.text.LabTextWriter;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.sample.SampleColumns;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// A probe allocates nothing between its due time and its reply.
class EngineAllocationTest {
  private static final int PROBES = 100_000;

  /// The JVM itself may allocate a little on this thread, for example to recompile a method. A
  /// single object per probe would be 1,600,000 bytes.
  private static final long TOLERATED_BYTES = 16_000;

  /// After this, the rings have their maximum size.
  private static final long WARM_UP_NANOS = 15_000_000_000L;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final Endpoint ADDRESS = Endpoint.ipv4(0x7f000001, 12000);

  private final SampleColumns samples = new SampleColumns();
  private final ProbeEngine engine = new ProbeEngine(new ProbeTokens(1, 2), new Samples());
  private final ByteBuffer slot = ByteBuffer.allocateDirect(64);
  private final LabTextWriter writer = new LabTextWriter();
  private final LabTextParser parser = new LabTextParser();
  private final ProbeSender sender = this::send;
  private final Arrival arrival = new Arrival();
  private long now;
  private long probes;

  @Test
  void steadyStateAllocatesNothing() {
    for (int i = 0; i < 100; i++) {
      String interval = i == 0 ? "0s" : "10ms";
      PingSpec spec = TestEngine.spec(i, interval, "20ms");
      engine.start(new ResolvedPing(spec, ADDRESS.withPort(12000 + i / 2)), 0, i);
    }
    while (now < WARM_UP_NANOS) {
      step();
    }
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (long end = probes + PROBES; probes < end; ) {
      step();
    }
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(TOLERATED_BYTES);
  }

  private void step() {
    now += Math.max(1_000_000, engine.nanosUntilNext(now));
    engine.advance(now, now, sender);
    if (samples.size > 900) {
      engine.writeCounters(samples);
      samples.clear();
    }
  }

  /// Sends and immediately answers a probe; each kind of outcome has its share.
  private void send(long token, long sequence, PingSpec spec, Endpoint address) {
    probes++;
    writer.write(slot, 64, sequence, now, token);
    switch ((int) (probes % 16)) {
      case 0 -> engine.sendFailed(token, 105);
      case 1 -> engine.sent(token, now, now);
      default -> {
        engine.sent(token, now, now);
        engine.transmitted(token, now);
        LabText.Kind kind = parser.parse(slot, 64);
        if (kind == LabText.Kind.TAGGED && probes % 16 > 2) {
          reply(address, parser.token(), parser.sequence());
        } else {
          engine.untaggedReply(parser.sequence(), arrival(address), _ -> null);
        }
      }
    }
  }

  private Arrival arrival(Endpoint from) {
    return arrival.peer(from.high(), from.low(), from.port()).at(now, now).hopLimit(64);
  }

  private void reply(Endpoint from, long token, long sequence) {
    engine.reply(token, sequence, arrival(from), _ -> null);
  }

  private final class Samples implements EngineListener {
    @Override
    public SampleColumns columns() {
      return samples;
    }

    @Override
    public void sampled() {}

    @Override
    public void ended(long ping, PingState state, long lastSequence) {
      throw new AssertionError("these pings do not end");
    }
  }
}
