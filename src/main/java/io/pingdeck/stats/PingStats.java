package io.pingdeck.stats;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.sample.Standing;
import io.pingdeck.ping.sample.Tally;
import io.pingdeck.stats.api.OutcomeWords;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.api.PingStatistics;
import io.pingdeck.stats.api.ServiceStatus;
import io.pingdeck.stats.api.StatsLimits;
import io.pingdeck.stats.api.Window;
import io.pingdeck.stats.api.WindowFigures;
import io.pingdeck.stats.rtt.PingRtts;
import io.pingdeck.stats.rtt.RttDistribution;
import io.pingdeck.stats.rtt.RttFigures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The statistics of one ping, computed from its samples in the order they were concluded.
///
/// A second sample of a probe counts only if it corrects its loss. Any other sample with a known
/// sequence number is a repetition and is ignored. Not thread-safe.
public final class PingStats {
  /// Number of recent outcomes in a snapshot.
  static final int RECENT = StatsLimits.FEWEST_SAMPLES;

  /// Maximum time from the timeout of a probe to the arrival of its outcome here.
  private static final long DELIVERY_NANOS = 5_000_000_000L;

  private static final int TEN = SmoothedJitter.REMEMBERED;

  private final PingWindows windows = new PingWindows();
  private final SmoothedJitter jitter = new SmoothedJitter();
  private final ServiceWatch service = new ServiceWatch();
  private final Tally counters = new Tally();
  private final SampleRing ring;
  private int keepSamples;
  private PingInfo info;
  private long lookedForHoles;

  /// @param keepSamples number of recent samples to hold
  public PingStats(PingInfo info, int keepSamples) {
    this.info = requireNonNull(info, "info");
    this.keepSamples = keepSamples;
    this.ring = new SampleRing(info.id().value(), Math.max(keepSamples, RECENT));
  }

  PingId id() {
    return info.id();
  }

  /// Changes the number of recent samples to hold. A smaller number takes effect immediately.
  void keep(int samples) {
    keepSamples = samples;
    ring.limit(Math.max(samples, RECENT));
  }

  /// Records sample `i` of a batch, which must belong to this ping.
  ///
  /// @param nowEpochNanos wall-clock time, nanoseconds since 1970 UTC
  public void record(SampleBatch batch, int i, long nowEpochNanos) {
    long sequence = batch.sequences()[i];
    long sent = batch.sentEpochNanos()[i];
    Outcome outcome = batch.outcome(i);
    boolean known = ring.holds(sequence);
    if (known && !outcome.corrects(ring.outcome(sequence))) {
      return;
    }
    boolean past = ring.isPast(sequence);
    if (known || past && batch.isAfterTimeout(i)) {
      // A sample that is no longer held was also counted when it was lost.
      windows.lossCorrected(sent, outcome);
      service.changed(sequence, outcome);
    } else {
      service.decided(sequence, outcome, sent, nowEpochNanos, patienceNanos());
      windows.conclude(sent, nowEpochNanos, outcome, batch.lagNanos()[i]);
    }
    if (!past) {
      ring.put(batch, i);
    }
    if (outcome.hasRtt()) {
      windows.rtt(sent, batch.rttNanos()[i], batch.lagNanos()[i]);
      pairs(sequence, sent, batch.rttNanos()[i]);
    }
    settle(nowEpochNanos);
  }

  private void pairs(long sequence, long sent, long rttNanos) {
    if (ring.hasRtt(sequence - 1)) {
      windows.pair(sent, Math.abs(rttNanos - ring.rttNanos(sequence - 1)));
    }
    if (ring.hasRtt(sequence + 1)) {
      windows.pair(
          ring.sentEpochNanos(sequence + 1), Math.abs(rttNanos - ring.rttNanos(sequence + 1)));
    }
  }

  /// Advances the jitter to the last decided probe.
  private void settle(long nowEpochNanos) {
    while (jitter.next() <= ring.highest()) {
      long next = jitter.next();
      if (!ring.holds(next)) {
        if (!isGivenUp(next, nowEpochNanos)) {
          return;
        }
        jitter.skipTo(ring.heldBehind(next));
      } else if (ring.outcome(next) != Outcome.REPLY) {
        jitter.none();
      } else if (jitter.reply(ring.rttNanos(next))) {
        windows.jitter(ring.sentEpochNanos(next), jitter.value().orElseThrow());
      }
    }
  }

  /// Whether the outcome of a probe will never arrive: a later probe was decided long ago, or the
  /// ping has ended. Evaluated at most once per second, because it requires a search.
  private boolean isGivenUp(long sequence, long nowEpochNanos) {
    if (ring.isPast(sequence) || info.endedAt().isPresent()) {
      return true;
    }
    if (Math.abs(nowEpochNanos - lookedForHoles) < DELIVERY_NANOS / 5) {
      return false;
    }
    lookedForHoles = nowEpochNanos;
    long later = ring.sentEpochNanos(ring.heldBehind(sequence));
    return nowEpochNanos - later > info.spec().timeout().toNanos() + DELIVERY_NANOS;
  }

  /// Restores the state of an earlier run of the program. Call before the first sample.
  ///
  /// @param recent its last samples; they are already included in `past`
  void restore(RttDistribution past, SampleBatch recent) {
    for (int i = 0; i < recent.size(); i++) {
      record(recent, i, recent.sentEpochNanos()[i]);
    }
    windows.restoreRtts(past);
  }

  /// Sets the counters from the pinger, which are authoritative.
  public void counters(PingCounters newCounters) {
    counters.take(newCounters);
  }

  /// Sets the counters from a row of a batch.
  void counters(SampleBatch batch, int row) {
    counters.take(batch, row);
  }

  public void info(PingInfo newInfo) {
    info = requireNonNull(newInfo, "newInfo");
  }

  /// @param nowEpochNanos wall-clock time, nanoseconds since 1970 UTC
  public PingSnapshot snapshot(long nowEpochNanos) {
    settle(nowEpochNanos);
    long newest = ring.highest();
    return new PingSnapshot(
        info,
        counters.counters(),
        windows.all().rttSummary(),
        ring.hasRtt(newest) ? OptionalLong.of(ring.rttNanos(newest)) : OptionalLong.empty(),
        jitter.value(),
        windows.all().variation().meanAbsolute(),
        windows.lastMinute(end(nowEpochNanos)),
        windows.availability(),
        status(nowEpochNanos),
        recent());
  }

  /// Time within which a probe is due and decided, while any are sent.
  private long patienceNanos() {
    return 3 * info.spec().interval().toNanos() + info.spec().timeout().toNanos() + DELIVERY_NANOS;
  }

  private ServiceStatus status(long nowEpochNanos) {
    if (service.isEmpty()) {
      return ServiceStatus.withoutSamples(info, counters.counters());
    }
    if (info.state() == PingState.PAUSED) {
      return ServiceStatus.unknown(service.decidedEpochNanos(), ServiceStatus.PAUSED);
    }
    if (info.endedAt().isEmpty() && service.isStale(nowEpochNanos, patienceNanos())) {
      return ServiceStatus.unknown(service.decidedEpochNanos(), "no data");
    }
    Map<String, Integer> reasons = new LinkedHashMap<>();
    boolean[] reached = {false};
    boolean[] icmp = {false};
    service.forEachUnserved((sequence, outcome) -> {
      boolean held = ring.holds(sequence);
      Optional<IcmpError> error = held ? ring.icmpError(sequence) : Optional.empty();
      String why =
          held
              ? OutcomeWords.of(outcome, ring.errno(sequence), error, ring.answer(sequence))
              : OutcomeWords.of(outcome);
      reasons.merge(why, 1, Integer::sum);
      icmp[0] |= outcome == Outcome.ICMP_ERROR;
      reached[0] |= Standing.of(outcome, error, info.address()) == Standing.REACHED;
    });
    // Hosts and routers limit the rate of ICMP errors (RFC 1812 section 4.3.2.8), so one error
    // explains the silence around it.
    if (icmp[0]) {
      reasons.remove(OutcomeWords.of(Outcome.LOST));
    }
    String reason = "";
    for (String each : reasons.keySet()) {
      reason = reasons.get(each) > reasons.getOrDefault(reason, 0) ? each : reason;
    }
    return new ServiceStatus(service.state(), service.sinceEpochNanos(), reason, reached[0]);
  }

  /// The statistics of every window. The windows of an ended ping end with its last probe.
  ///
  /// @param nowEpochNanos wall-clock time, nanoseconds since 1970 UTC
  public PingStatistics statistics(long nowEpochNanos) {
    settle(nowEpochNanos);
    long end = end(nowEpochNanos);
    List<WindowFigures> figures = new ArrayList<>();
    figures.add(tenProbes());
    figures.addAll(windows.figures(end, counters.counters()));
    return new PingStatistics(info.id(), figures);
  }

  /// End of the windows: now, or the last probe of an ended ping.
  private long end(long nowEpochNanos) {
    boolean ended = info.endedAt().isPresent() && ring.highest() > 0;
    return ended ? ring.sentEpochNanos(ring.highest()) : nowEpochNanos;
  }

  private WindowFigures tenProbes() {
    WindowSlice sum = new WindowSlice();
    Map<Long, WindowSlice> steps = new TreeMap<>();
    long[] sequences = ring.newest(TEN);
    for (long sequence : sequences) {
      long lag = ring.lagNanos(sequence);
      Outcome outcome = ring.outcome(sequence);
      long step = Math.floorDiv(ring.sentEpochNanos(sequence), PingWindows.STEP_NANOS);
      sum.conclude(outcome, lag);
      steps.computeIfAbsent(step, _ -> new WindowSlice()).conclude(outcome, lag);
      if (outcome.hasRtt()) {
        long rtt = ring.rttNanos(sequence);
        sum.rtt(rtt, PingWindows.planned(rtt, lag));
        if (ring.hasRtt(sequence - 1)) {
          sum.pair(Math.abs(rtt - ring.rttNanos(sequence - 1)));
        }
      }
      long sent = ring.sentEpochNanos(sequence);
      jitter.behind(sequence).ifPresent(value -> sum.jitter(sent, value));
    }
    steps.values().forEach(sum::step);
    OptionalLong from =
        sequences.length == 0
            ? OptionalLong.empty()
            : OptionalLong.of(ring.sentEpochNanos(sequences[0]));
    return sum.figures(Window.TEN_PROBES, from, sum.counters());
  }

  /// The distribution of all RTTs; empty if there is none.
  Optional<PingRtts> rtts() {
    RttDistribution rtts = windows.all().rtts();
    return rtts.count() == 0
        ? Optional.empty()
        : Optional.of(new PingRtts(info.id(), RttFigures.of(rtts)));
  }

  /// The held samples with the highest sequence numbers, in ascending order.
  public List<Sample> samples(int limit) {
    return ring.samples(Math.min(limit, keepSamples));
  }

  private String recent() {
    long[] sequences = ring.newest(RECENT);
    StringBuilder letters = new StringBuilder(sequences.length);
    for (long sequence : sequences) {
      letters.append(ring.outcome(sequence).letter());
    }
    return letters.toString();
  }
}
