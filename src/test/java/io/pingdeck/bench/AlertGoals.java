package io.pingdeck.bench;

import io.pingdeck.alert.api.RuleConfig;
import io.pingdeck.alert.api.Scope;
import io.pingdeck.alert.api.Subject;
import io.pingdeck.alert.engine.AlertEngine;
import io.pingdeck.alert.engine.Quiet;
import io.pingdeck.alert.engine.Replay;
import io.pingdeck.alert.rule.Rule;
import io.pingdeck.history.api.HistoryBucket;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.OutcomeCounts;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.stats.rtt.RttDistribution;
import io.pingdeck.stats.rtt.RttSummary;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/// What rules cost: ten thousand pings with three rules each, one probe and one judgement a second.
/// Simulated seconds follow each other without a pause, after a minute of warm-up.
final class AlertGoals {
  private static final int PINGS = 10_000;
  private static final int WARM_UP = 400;
  private static final int SECONDS = 120;
  private static final int BATCH = 1000;
  private static final long SECOND = 1_000_000_000L;
  private static final List<String> RULES =
      List.of(
          "loss > 5 % over 100 probes for 3 windows, clear below 2 %",
          "p95 > 80 ms over 5 min", "no reply for 30 s");

  private final Report report;
  private final Random random = new Random(1);
  private long sequence;
  private long longest;

  AlertGoals(Report report) {
    this.report = report;
  }

  void measure() {
    judge();
    replay();
  }

  private void judge() {
    List<RuleConfig> rules =
        RULES.stream()
            .map(text -> new RuleConfig(text, Rule.parse(text), Scope.ALL, List.of()))
            .toList();
    AlertEngine engine =
        new AlertEngine(
            rules,
            List.of(),
            1,
            InstantSource.system(),
            Quiet.NEVER,
            (rule, subject) -> Optional.empty());
    for (int ping = 1; ping <= PINGS; ping++) {
      Subject subject = new Subject(Subject.Kind.PING, "" + ping, "p" + ping, "udp://a:" + ping);
      engine.addPing(ping, subject, 2 * SECOND, 0);
    }
    run(engine, 0, WARM_UP);
    longest = 0;
    long spent = run(engine, WARM_UP, SECONDS);
    double share = spent / (double) SECONDS / SECOND;
    report.row(
        "10,000 pings with three rules each, judged each second: CPU",
        String.format(Locale.ROOT, "%.4f of a core", share),
        "-",
        "-",
        "< 0.1",
        share < 0.1);
    report.raw(
        String.format(
            Locale.ROOT,
            "longest judgement of 30,000 rules at once, on the worker thread: %.1f ms",
            longest / 1e6));
  }

  /// @return CPU time of the engine
  private long run(AlertEngine engine, int from, int seconds) {
    long spent = 0;
    SampleColumns columns = new SampleColumns();
    for (int second = from; second < from + seconds; second++) {
      for (int first = 1; first <= PINGS; first += BATCH) {
        columns.clear();
        fill(columns, first);
        var batch = columns.toBatch(0, ++sequence);
        long began = cpuNanos();
        engine.record(batch, second * SECOND);
        spent += cpuNanos() - began;
      }
      long began = cpuNanos();
      engine.tick((second + 1) * SECOND);
      long judged = cpuNanos() - began;
      spent += judged;
      longest = Math.max(longest, judged);
    }
    return spent;
  }

  private void fill(SampleColumns columns, int first) {
    for (int ping = first; ping < first + BATCH; ping++) {
      boolean isLost = random.nextInt(50) == 0;
      columns.add(ping, ++sequence, 0, 0, isLost ? Outcome.LOST : Outcome.REPLY);
      if (!isLost) {
        columns.rtt(1_000_000 + random.nextInt(100_000_000), RttSource.KERNEL);
      }
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /// Thirty days of one ping with a probe each second, from stored minutes.
  private void replay() {
    long minutes = Duration.ofDays(30).toMinutes();
    OutcomeCounts counts = new OutcomeCounts();
    counts.add(Outcome.REPLY, 59);
    counts.add(Outcome.LOST, 1);
    RttDistribution rtts = new RttDistribution();
    for (int i = 1; i < 60; i++) {
      rtts.record(i * 1_000_000L);
    }
    Optional<RttSummary> summary = rtts.summary();
    double slowest = 0;
    for (String rule : RULES) {
      long began = System.nanoTime();
      Replay replay = new Replay(Rule.parse(rule), 2 * SECOND, 0, 10 * SECOND);
      for (long minute = 0; minute < minutes; minute++) {
        replay.add(new HistoryBucket(minute * 60 * SECOND, counts, 0, rtts.summary()), 60 * SECOND);
      }
      replay.finish(minutes * 60 * SECOND);
      double took = (System.nanoTime() - began) / 1e9;
      report.raw(String.format(Locale.ROOT, "replay of %s: %.2f s", rule, took));
      slowest = Math.max(slowest, took);
    }
    report.row(
        "replay of a rule over 30 days of one ping (2.6 million probes), without the disk",
        String.format(Locale.ROOT, "%.2f s", slowest),
        "-",
        "-",
        "< 1 s",
        slowest < 1);
  }
}
