package io.pingdeck.alert.engine;

import io.pingdeck.alert.rule.Condition.Threshold;
import io.pingdeck.alert.rule.Figure;
import io.pingdeck.alert.rule.Window;
import io.pingdeck.ping.sample.Outcome;
import java.util.ArrayList;
import java.util.List;

/// Judges a threshold from the list of all samples, as its definition says.
final class SlowReference {
  private record Probe(long at, Outcome outcome, long rttNanos) {}

  private final Threshold rule;
  private final List<Probe> probes = new ArrayList<>();
  private long startedAt = -1;

  SlowReference(Threshold rule) {
    this.rule = rule;
  }

  void decided(Outcome outcome, long rttNanos, long at) {
    boolean counts = rule.figure() == Figure.LOSS ? outcome.isSent() : outcome.hasRtt();
    if (counts) {
      startedAt = startedAt < 0 ? at : startedAt;
      probes.add(new Probe(at, outcome, rttNanos));
    }
  }

  /// Whether a window has all its probes, or all its time.
  private boolean isFull(int window, long now) {
    return switch (rule.window()) {
      case Window.Probes n -> probes.size() >= (window + 1) * n.number();
      case Window.Time time -> {
        long step = time.length().toNanos() / 12;
        yield startedAt >= 0 && now - startedAt >= ((window + 1) * 12L - 1) * step;
      }
    };
  }

  private List<Probe> in(int window, long now) {
    return switch (rule.window()) {
      case Window.Probes n -> {
        int end = Math.max(0, probes.size() - window * n.number());
        yield probes.subList(Math.max(0, end - n.number()), end);
      }
      case Window.Time time -> {
        long step = time.length().toNanos() / 12;
        long last = now / step - 12L * window;
        yield probes.stream()
            .filter(probe -> probe.at() / step <= last && probe.at() / step > last - 12)
            .toList();
      }
    };
  }

  private boolean isAbove(List<Probe> probes, double threshold) {
    if (rule.figure() == Figure.LOSS) {
      long lost = probes.stream().filter(probe -> probe.outcome().isUnanswered()).count();
      return 100.0 * lost / probes.size() > threshold;
    }
    List<Long> sorted = probes.stream().map(Probe::rttNanos).sorted().toList();
    int rank =
        switch (rule.figure()) {
          case P50 -> (int) Math.ceil(0.5 * sorted.size());
          case P95 -> (int) Math.ceil(95 * sorted.size() / 100.0);
          case MAX -> sorted.size();
          default -> throw new IllegalArgumentException("no percentile: " + rule.figure());
        };
    return sorted.get(rank - 1) > threshold;
  }

  Verdict verdict(long now) {
    if (!isFull(0, now) || in(0, now).isEmpty()) {
      return Verdict.UNKNOWN;
    }
    if (!isAbove(in(0, now), rule.clearBelow())) {
      return Verdict.CLEAR;
    }
    for (int window = 0; window < rule.windows(); window++) {
      if (!isFull(window, now) || in(window, now).isEmpty()) {
        return Verdict.UNKNOWN;
      }
      if (!isAbove(in(window, now), rule.above())) {
        return Verdict.BETWEEN;
      }
    }
    return Verdict.BAD;
  }
}
