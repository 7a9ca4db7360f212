package io.pingdeck.stats;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import io.pingdeck.stats.api.PingStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// Pings and samples for the tests of statistics and web.
public final class PingSamples {
  /// 2026-01-01T00:00:00Z, the wall-clock time these samples are sent at by default.
  public static final long NOW = 1_767_225_600L * 1_000_000_000;

  private static final IcmpError PORT_UNREACHABLE =
      new IcmpError(3, 3, Endpoint.ipv4(0x0a000201, 0), 0);

  private PingSamples() {}

  /// A running ping of worker 0 to the local echo server.
  public static PingInfo ping(long id) {
    return new PingInfo(
        PingSpec.of(new PingId(id), new Target(Protocol.UDP, "127.0.0.1", 12000))
            .name("udp://127.0.0.1:12000")
            .timeout(Duration.ofMillis(500))
            .build(),
        0,
        Endpoint.ipv4(0x7f000001, 12000),
        PingState.RUNNING,
        Instant.ofEpochSecond(NOW / 1_000_000_000),
        Optional.empty(),
        "");
  }

  /// Adds a sample sent at [#NOW].
  public static void add(
      SampleColumns buffer, long ping, long sequence, Outcome outcome, long rttNanos) {
    add(buffer, ping, sequence, NOW, 0, outcome, rttNanos);
  }

  public static void add(
      SampleColumns buffer,
      long ping,
      long sequence,
      long sentEpochNanos,
      long lagNanos,
      Outcome outcome,
      long rttNanos) {
    buffer
        .add(ping, sequence, sentEpochNanos, lagNanos, outcome)
        .errno(outcome == Outcome.SEND_FAILED ? 101 : 0)
        .icmpError(outcome == Outcome.ICMP_ERROR ? PORT_UNREACHABLE : null);
    if (outcome.hasRtt()) {
      buffer.rtt(rttNanos, RttSource.KERNEL).hopLimit(64);
    }
  }

  /// The statistics of a ping with three replies and a loss.
  public static PingStatistics statistics() {
    PingStats stats = new PingStats(ping(5), 10);
    for (int sequence = 1; sequence <= 4; sequence++) {
      Outcome outcome = sequence == 2 ? Outcome.LOST : Outcome.REPLY;
      stats.record(one(5, sequence, outcome, 100_000L * sequence), 0, NOW);
    }
    return stats.statistics(NOW);
  }

  /// A batch of one sample.
  public static SampleBatch one(long ping, long sequence, Outcome outcome, long rttNanos) {
    SampleColumns buffer = new SampleColumns();
    add(buffer, ping, sequence, outcome, rttNanos);
    return buffer.toBatch(0, sequence);
  }

  /// A sample without an RTT.
  public static Sample sample(Outcome outcome, int errno, Optional<Response> answer) {
    return new Sample(
        new PingId(1),
        1,
        0,
        0,
        outcome,
        OptionalLong.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        false,
        false,
        0,
        errno,
        Optional.empty(),
        answer);
  }
}
