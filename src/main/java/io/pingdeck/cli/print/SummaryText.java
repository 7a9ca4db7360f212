package io.pingdeck.cli.print;

import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.stats.api.OutcomeWords;
import io.pingdeck.stats.api.WindowFigures;
import io.pingdeck.stats.rtt.RttSummary;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Formats the summary of a ping as text.
public final class SummaryText {
  private static final double SMALLEST = 0.01;
  private static final double LARGEST = 99.9;

  private SummaryText() {}

  /// Formats the counters: the main ones always, the others unless they are 0.
  public static String counts(PingCounters c) {
    List<String> parts = new ArrayList<>();
    parts.add(c.sent() + (c.sent() == 1 ? " probe sent" : " probes sent"));
    parts.add(OutcomeWords.of(Outcome.REPLY, c.count(Outcome.REPLY)));
    parts.add(OutcomeWords.of(Outcome.LOST, c.count(Outcome.LOST)));
    parts.addAll(rest(c));
    addUnlessZero(parts, c.inFlight(), "still in flight");
    addUnlessZero(parts, c.skipped(), "skipped");
    addUnlessZero(parts, c.duplicates(), c.duplicates() == 1 ? "duplicate" : "duplicates");
    addUnlessZero(parts, c.reordered(), "reordered");
    addUnlessZero(parts, c.corrupt(), "corrupt");
    addUnlessZero(parts, c.wrongSource(), "from a wrong address");
    c.lossPercent().ifPresent(percent -> parts.add(percent(percent) + " % loss"));
    return String.join(", ", parts);
  }

  /// The outcomes of the probes, without those still in flight.
  public static List<String> outcomes(PingCounters c) {
    List<String> parts = new ArrayList<>();
    addUnlessZero(parts, Outcome.REPLY, c);
    addUnlessZero(parts, Outcome.LOST, c);
    parts.addAll(rest(c));
    return parts;
  }

  /// The failed sends come last.
  private static List<String> rest(PingCounters c) {
    List<String> parts = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      if (outcome.isSent() && outcome != Outcome.REPLY && outcome != Outcome.LOST) {
        addUnlessZero(parts, outcome, c);
      }
    }
    addUnlessZero(parts, Outcome.SEND_FAILED, c);
    return parts;
  }

  private static void addUnlessZero(List<String> parts, Outcome outcome, PingCounters c) {
    if (c.count(outcome) != 0) {
      parts.add(OutcomeWords.of(outcome, c.count(outcome)));
    }
  }

  private static void addUnlessZero(List<String> parts, long count, String what) {
    if (count != 0) {
      parts.add(count + " " + what);
    }
  }

  /// Formats with three significant digits, without the unit. Prints 0 or 100 only if the value is
  /// exact.
  public static String percent(double percent) {
    if (percent > 0 && percent < SMALLEST) {
      return "< 0.01";
    }
    if (percent > LARGEST && percent < 100) {
      return "> 99.9";
    }
    BigDecimal rounded = BigDecimal.valueOf(percent).round(new MathContext(3));
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /// The number of lost probes, and the 95 % confidence interval of the loss.
  public static String loss(WindowFigures figures) {
    String count = figures.counters().unanswered() + " of " + figures.counters().concluded();
    return count
        + " unanswered"
        + figures
            .lossInterval()
            .map(interval ->
                " (loss "
                    + percent(figures.counters().lossPercent().orElseThrow())
                    + " %, 95 % interval "
                    + bounds(percent(interval.lowPercent()), percent(interval.highPercent()))
                    + " %)")
            .orElse("");
  }

  /// Prints equal bounds once.
  private static String bounds(String low, String high) {
    return low.equals(high) ? low : low + "-" + high;
  }

  public static String distribution(RttSummary rtt) {
    return String.format(
        Locale.ROOT,
        "rtt min %s, mean %s, median %s, p95 %s, p99 %s, max %s, stddev %s",
        RttText.format(rtt.min()),
        RttText.format(rtt.mean()),
        RttText.format(rtt.median()),
        RttText.format(rtt.p95()),
        RttText.format(rtt.p99()),
        RttText.format(rtt.max()),
        RttText.format(rtt.stddev()));
  }
}
