package io.pingdeck.cli.report;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.OutcomeCounts;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import io.pingdeck.stats.PingStats;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.api.PingStatistics;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// Statistics of samples read from a file. They use the same class as live samples, in the same
/// order. Values that samples do not contain, such as duplicates, are 0.
public final class Report {
  private static final long PING = 0;

  private final SampleColumns buffer = new SampleColumns();
  private final Set<Long> lost = new HashSet<>();
  private final OutcomeCounts outcomes = new OutcomeCounts();
  private final PingStats stats = new PingStats(nobody(), 1);
  private long firstEpochNanos = Long.MAX_VALUE;
  private long lastEpochNanos = Long.MIN_VALUE;

  public void add(SampleFile.Line line) {
    Outcome outcome = requireNonNull(line, "line").outcome();
    buffer.clear();
    buffer.add(PING, line.sequence(), line.sentEpochNanos(), line.lagNanos(), outcome);
    line.rttNanos().ifPresent(rtt -> buffer.rtt(rtt, RttSource.PROCESS));
    stats.record(buffer.toBatch(0, 1), 0, line.sentEpochNanos());
    outcomes.add(outcome);
    if (outcome == Outcome.LOST) {
      lost.add(line.sequence());
    } else if (outcome.corrects(Outcome.LOST) && lost.remove(line.sequence())) {
      outcomes.add(Outcome.LOST, -1);
    }
    firstEpochNanos = Math.min(firstEpochNanos, line.sentEpochNanos());
    lastEpochNanos = Math.max(lastEpochNanos, line.sentEpochNanos());
  }

  public boolean isEmpty() {
    return lastEpochNanos < firstEpochNanos;
  }

  /// When the first probe was sent, in nanoseconds since 1970 UTC. Valid only if there is a sample.
  public long firstEpochNanos() {
    return firstEpochNanos;
  }

  public long lastEpochNanos() {
    return lastEpochNanos;
  }

  public PingSnapshot snapshot() {
    stats.counters(PingCounters.of(outcomes));
    return stats.snapshot(lastEpochNanos);
  }

  public PingStatistics statistics() {
    stats.counters(PingCounters.of(outcomes));
    return stats.statistics(lastEpochNanos);
  }

  /// PingStats requires an owner, which this report does not use.
  private static PingInfo nobody() {
    PingSpec spec =
        PingSpec.of(new PingId(PING), new Target(Protocol.ICMP, "localhost", 0)).name("").build();
    ResolvedPing ping = new ResolvedPing(spec, Endpoint.ipv4(0x7f000001, 0));
    return PingInfo.running(ping, 0, Instant.EPOCH).ended(PingState.FINISHED, Instant.EPOCH, "");
  }
}
