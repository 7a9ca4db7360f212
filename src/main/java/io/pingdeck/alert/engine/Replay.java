package io.pingdeck.alert.engine;

import io.pingdeck.alert.api.AlertState;
import io.pingdeck.alert.api.Episode;
import io.pingdeck.alert.api.RuleConfig;
import io.pingdeck.alert.api.Scope;
import io.pingdeck.alert.api.Subject;
import io.pingdeck.alert.rule.Condition;
import io.pingdeck.alert.rule.Figure;
import io.pingdeck.alert.rule.Rule;
import io.pingdeck.base.EpochNanos;
import io.pingdeck.history.api.HistoryBucket;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.OutcomeCounts;
import io.pingdeck.stats.rtt.RttSummary;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a rule would have done with stored history. The same gauge and the same states judge as
/// live. Of a bucket only sums are known: its probes are spread evenly over it, and their RTTs are
/// taken evenly from its distribution.
public final class Replay {
  private static final long SECOND = 1_000_000_000L;
  private static final int MOST_EPISODES = 1000;
  private static final long GOLDEN = 0x9e3779b97f4a7c15L; // the golden ratio's fraction, times 2^64
  private static final Outcome[] OUTCOMES = Outcome.values();
  private static final double[] SHARES = {0, 0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1};

  private final Series series;
  private final Watch watch;
  private final long startEpochNanos;
  private final long tickNanos;
  private final Outcome[] present = new Outcome[OUTCOMES.length]; // of the bucket
  private final long[] all = new long[OUTCOMES.length];
  private final long[] left = new long[OUTCOMES.length];
  private final long[] due = new long[OUTCOMES.length];
  private int kinds;
  private final double[] rtts = new double[SHARES.length];
  private final List<Episode> episodes = new ArrayList<>();
  private long fired;
  private long now;
  private long sequence;
  private long probes;
  private long spread;
  private long alerts;
  private Optional<Long> firingSince = Optional.empty();
  private double worst;

  /// @param startEpochNanos start of the span, nanoseconds since 1970 UTC
  /// @param tickNanos distance between two judgements
  public Replay(Rule rule, long patienceNanos, long startEpochNanos, long tickNanos) {
    this.startEpochNanos = startEpochNanos;
    this.tickNanos = tickNanos;
    RuleConfig config = new RuleConfig("replay", rule, Scope.ALL, List.of());
    series =
        new Series(new Subject(Subject.Kind.PING, "", "", ""), Math.max(SECOND, patienceNanos), 0);
    watch = new Watch(config, Gauges.of(rule.condition(), InstantSource.system(), 0), 0, 0);
    series.watches().add(watch);
  }

  /// Why a rule cannot be replayed, as a sentence; empty if it can.
  public static Optional<String> refusal(Rule rule) {
    return switch (rule.condition()) {
      case Condition.Threshold threshold when threshold.figure() == Figure.JITTER ->
          Optional.of("history keeps no order of round-trip times, which jitter needs");
      case Condition.Rise _ -> Optional.of("a comparison with another week cannot be replayed");
      case Condition.Certificate _ -> Optional.of("history keeps no certificates");
      case Condition.Beat _ -> Optional.of("history keeps no heartbeats");
      default -> Optional.empty();
    };
  }

  /// Adds the next bucket.
  public void add(HistoryBucket bucket, long widthNanos) {
    long begin = bucket.fromEpochNanos() - startEpochNanos;
    OutcomeCounts counts = bucket.outcomes();
    long total = 0;
    kinds = 0;
    for (Outcome outcome : OUTCOMES) {
      if (counts.count(outcome) > 0) {
        present[kinds] = outcome;
        all[kinds] = counts.count(outcome);
        left[kinds] = all[kinds];
        due[kinds] = 0;
        total += all[kinds];
        kinds++;
      }
    }
    bucket.rtt().ifPresent(this::distribution);
    for (long i = 0; i < total; i++) {
      advance(begin + i * widthNanos / total);
      Outcome outcome = next(total);
      long rtt = outcome.hasRtt() ? rtt() : 0;
      series.record(++sequence, outcome, rtt, false, null, Math.max(now, begin));
      probes++;
    }
  }

  /// The outcome that is most overdue: each is spread evenly.
  private Outcome next(long total) {
    int most = -1;
    for (int i = 0; i < kinds; i++) {
      due[i] += all[i];
      most = left[i] > 0 && (most < 0 || due[i] > due[most]) ? i : most;
    }
    due[most] -= total;
    left[most]--;
    return present[most];
  }

  private void distribution(RttSummary rtt) {
    double[] values = {
      rtt.min(),
      rtt.p5(),
      rtt.p25(),
      rtt.median(),
      rtt.p75(),
      rtt.p90(),
      rtt.p95(),
      rtt.p99(),
      rtt.p999(),
      rtt.max()
    };
    System.arraycopy(values, 0, rtts, 0, rtts.length);
  }

  private long rtt() {
    double share = (++spread * GOLDEN >>> 11) * 0x1p-53;
    int i = 1;
    while (SHARES[i] < share) {
      i++;
    }
    double within = (share - SHARES[i - 1]) / (SHARES[i] - SHARES[i - 1]);
    return (long) (rtts[i - 1] + within * (rtts[i] - rtts[i - 1]));
  }

  /// Judges until this moment, which is relative to the start.
  private void advance(long until) {
    while (now + tickNanos <= until) {
      now += tickNanos;
      tick();
    }
  }

  private void tick() {
    boolean noData =
        series.isWithoutData(now) && !(watch.rule().rule().condition() instanceof Condition.NoData);
    Verdict verdict = watch.gauge().verdict(series, now);
    if (verdict == Verdict.BAD) {
      worst = Math.max(worst, watch.gauge().value(series, now));
    }
    if (watch.isIdle() && verdict != Verdict.BAD && !noData) {
      return;
    }
    watch.step(verdict, new Watch.Circumstances(noData, false, false, false), now, () -> ++alerts);
    if (watch.tell() == Tell.FIRING) {
      fired++;
      firingSince = Optional.of(now);
    } else if (watch.tell() == Tell.RESOLVED) {
      end(Optional.of(now));
    }
  }

  private void end(Optional<Long> at) {
    if (episodes.size() < MOST_EPISODES) {
      episodes.add(
          new Episode(
              EpochNanos.instant(startEpochNanos + firingSince.orElseThrow()),
              at.map(end -> EpochNanos.instant(startEpochNanos + end)),
              Double.isFinite(worst) ? OptionalDouble.of(worst) : OptionalDouble.empty()));
    }
    firingSince = Optional.empty();
    worst = 0;
  }

  /// Ends the replay.
  ///
  /// @param toEpochNanos end of the span
  /// @return when the alert fired; one that still does has no end
  public List<Episode> finish(long toEpochNanos) {
    advance(toEpochNanos - startEpochNanos);
    if (firingSince.isPresent()) {
      end(Optional.empty());
    }
    return List.copyOf(episodes);
  }

  /// How often it fired, even if there are too many episodes to list.
  public long fired() {
    return fired;
  }

  /// Number of probes in the history of the span.
  public long probes() {
    return probes;
  }

  /// The state at the end.
  public AlertState state() {
    return watch.state();
  }
}
