package io.pingdeck.alert.rule;

import io.pingdeck.alert.rule.Condition.Beat;
import io.pingdeck.alert.rule.Condition.BurnRate;
import io.pingdeck.alert.rule.Condition.Certificate;
import io.pingdeck.alert.rule.Condition.NoData;
import io.pingdeck.alert.rule.Condition.NoReply;
import io.pingdeck.alert.rule.Condition.Rise;
import io.pingdeck.alert.rule.Condition.Seen;
import io.pingdeck.alert.rule.Condition.Threshold;
import io.pingdeck.base.GivenText;
import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.ping.sample.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/// The one parser of rules. The grammar is in `src/docs/alerts.md`.
final class RuleParser {
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final Duration LONGEST_RTT = Duration.ofMinutes(10);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration NANO = Duration.ofNanos(1);
  private static final Duration USUAL_SIGHT = Duration.ofMinutes(1);
  private static final int MOST_WINDOWS = 20;
  private static final int MOST_PROBES_IN_ALL = 50_000;
  private static final double MOST_FACTOR = 1000;
  private static final String KINDS =
      "loss, p50, p90, p95, p99, mean, max, jitter, rtt median, no reply, no data, icmpError,"
          + " status unexpected, certificate expires, heartbeat, burn rate";

  private final String text;
  private final Words words;
  private Duration fireAfter = Duration.ZERO;
  private Duration clearAfter = Duration.ZERO;
  private Duration hold = Duration.ZERO;
  private OptionalDouble clearBelow = OptionalDouble.empty();
  private int clearAt;
  private int windows = 1;

  RuleParser(String text) {
    this.text = text;
    words = new Words(text);
  }

  Rule rule() {
    Condition condition = condition();
    int until = words.position();
    if (words.take("for")) {
      repeat(condition, until);
    }
    while (words.take(",")) {
      clause(condition);
    }
    if (!words.atEnd()) {
      throw words.wrong("is not `,` nor the end of the rule");
    }
    return new Rule(text, complete(condition), fireAfter, clearAfter, hold);
  }

  private Condition condition() {
    int first = words.position();
    String word = words.atEnd() ? "" : words.take();
    switch (word) {
      case "rtt":
        return rise();
      case "no":
        return missing();
      case "icmpError":
        return new Seen(Outcome.ICMP_ERROR, sight());
      case "status":
        words.need("unexpected", "status unexpected");
        return new Seen(Outcome.UNEXPECTED, sight());
      case "certificate":
        words.need("expires", "certificate expires within 14 days");
        words.need("within", "certificate expires within 14 days");
        return new Certificate(
            words.duration(Duration.ofHours(1), Duration.ofDays(3650), "14 days"));
      case "heartbeat":
        return new Beat(states());
      case "burn":
        return burn();
      case "route":
        throw words.refused(first, "`route changed` needs paths, which Pingdeck does not measure");
      default:
        return threshold(first, word);
    }
  }

  private Threshold threshold(int first, String word) {
    Figure figure =
        Figure.of(word)
            .orElseThrow(() ->
                words.refused(
                    first,
                    (word.isEmpty() ? "the end" : GivenText.show(word))
                        + " is not what a rule can watch ("
                        + KINDS
                        + ")"));
    words.need(">", word + " > " + example(figure));
    double above = amount(figure);
    if (!words.take("over")) {
      throw words.wrong(
          "is not a window (over 5 min" + (figure.isMean() ? ")" : ", or over 100 probes)"));
    }
    int at = words.position();
    Window window = window();
    if (figure.isMean() && window instanceof Window.Probes) {
      throw words.refused(at, figure.word() + " needs a time (over 5 min)");
    }
    return new Threshold(figure, above, above, window, 1);
  }

  private double amount(Figure figure) {
    if (figure == Figure.LOSS) {
      int at = words.position();
      double percent = words.percent("5 %");
      if (percent >= 100) {
        throw words.refused(at, "100 % is never exceeded (0-99.9 %)");
      }
      return percent;
    }
    return words.duration(NANO, LONGEST_RTT, "80 ms").toNanos();
  }

  private static String example(Figure figure) {
    return figure == Figure.LOSS ? "5 %" : "80 ms";
  }

  private Window window() {
    int at = words.position();
    double number = words.number("a window (100 probes, or 5 min)");
    String unit = words.peek();
    if (unit.equals("probes") || unit.equals("probe")) {
      words.take();
      if (number < 1 || number > Window.MOST_PROBES || number != Math.rint(number)) {
        throw words.refused(
            at, Words.show(number) + " is not a number of probes (1-" + Window.MOST_PROBES + ")");
      }
      return new Window.Probes((int) number);
    }
    words.back(at);
    return new Window.Time(words.duration(Window.SHORTEST, Window.LONGEST, "5 min"));
  }

  private Window sight() {
    return words.take("over") ? window() : new Window.Time(USUAL_SIGHT);
  }

  private Rise rise() {
    String example = "rtt median +50 % over the same hour last week";
    words.need("median", example);
    words.need("+", example);
    int at = words.position();
    double percent = words.number("a number of percent (" + example + ")");
    words.need("%", example);
    if (percent < 1 || percent > 10_000) {
      throw words.refused(at, Words.show(percent) + " % is not a rise (1-10000 %)");
    }
    for (String word : "over the same hour last week".split(" ")) {
      words.need(word, example);
    }
    return new Rise(percent);
  }

  private Condition missing() {
    if (words.take("reply")) {
      words.need("for", "no reply for 30 s");
      return new NoReply(words.duration(SECOND, LONGEST, "30 s"));
    }
    if (words.take("data")) {
      words.need("for", "no data for 5 min");
      return new NoData(words.duration(Duration.ofSeconds(10), LONGEST, "5 min"));
    }
    throw words.wrong("is not `reply` or `data` (no reply for 30 s)");
  }

  private Set<BeatState> states() {
    Set<BeatState> states = EnumSet.noneOf(BeatState.class);
    words.take("is");
    do {
      String word = words.peek();
      states.add(
          Arrays.stream(BeatState.values())
              .filter(BeatState::isAboutApplication)
              .filter(state -> state.json().equals(word))
              .findFirst()
              .orElseThrow(
                  () -> words.wrong("is not a state of a heartbeat (" + beatWords() + ")")));
      words.take();
    } while (words.take("or"));
    return states;
  }

  private static String beatWords() {
    return Arrays.stream(BeatState.values())
        .filter(BeatState::isAboutApplication)
        .map(BeatState::json)
        .collect(Collectors.joining(", "));
  }

  private BurnRate burn() {
    String example = "burn rate fast of 99.9 %";
    words.need("rate", example);
    BurnRate rate =
        switch (words.peek()) {
          case "fast" -> preset(14.4, Duration.ofHours(1), Duration.ofMinutes(5));
          case "medium" -> preset(6, Duration.ofHours(6), Duration.ofMinutes(30));
          case "slow" -> preset(1, Duration.ofDays(3), Duration.ofHours(6));
          default -> ownRate();
        };
    words.need("of", example);
    int at = words.position();
    double objective = words.percent("99.9 %");
    BurnRate burn = new BurnRate(rate.factor(), rate.longWindow(), rate.shortWindow(), objective);
    if (objective >= 100 || burn.above() >= 100) {
      throw words.refused(
          at,
          Words.show(objective)
              + " % is not an objective for a burn rate of "
              + Words.show(rate.factor())
              + ": "
              + (objective >= 100
                  ? "it allows no failure (below 100 %)"
                  : "even without any reply it is not reached"));
    }
    return burn;
  }

  private BurnRate preset(double factor, Duration longWindow, Duration shortWindow) {
    words.take();
    return new BurnRate(factor, longWindow, shortWindow, 0);
  }

  private BurnRate ownRate() {
    int at = words.position();
    double factor =
        words.number(
            "fast, medium, slow or a factor (burn rate 14.4 over 1 h and 5 min of 99.9 %)");
    if (factor <= 0 || factor > MOST_FACTOR) {
      throw words.refused(at, Words.show(factor) + " is not a factor (above 0, up to 1000)");
    }
    if (!words.take("×")) {
      words.take("x");
    }
    String example = "burn rate 14.4 over 1 h and 5 min of 99.9 %";
    words.need("over", example);
    Duration longer = words.duration(Window.SHORTEST, Window.LONGEST, "1 h");
    words.need("and", example);
    int second = words.position();
    Duration shorter = words.duration(Window.SHORTEST, Window.LONGEST, "5 min");
    if (shorter.compareTo(longer) >= 0) {
      throw words.refused(
          second, "the second window is not shorter than the first (" + example + ")");
    }
    return new BurnRate(factor, longer, shorter, 0);
  }

  /// `for 3 windows`, or `for 2 min`.
  private void repeat(Condition condition, int at) {
    int number = words.position();
    words.number("a number of windows or a time (for 3 windows, for 2 min)");
    boolean isWindows = words.peek().equals("windows") || words.peek().equals("window");
    words.back(number);
    if (!isWindows) {
      fireAfter = words.duration(SECOND, LONGEST, "2 min");
      return;
    }
    if (!(condition instanceof Threshold threshold)) {
      throw words.refused(
          at, "`for … windows` needs a threshold and a window (loss > 5 % over 100 probes)");
    }
    windows = words.whole("a number of windows", 1, MOST_WINDOWS);
    words.take();
    if (threshold.window() instanceof Window.Probes probes
        && (long) probes.number() * windows > MOST_PROBES_IN_ALL) {
      throw words.refused(
          number, "the windows are too long together (" + MOST_PROBES_IN_ALL + " probes)");
    }
    if (threshold.window() instanceof Window.Time time
        && time.length().multipliedBy(windows).compareTo(LONGEST) > 0) {
      throw words.refused(number, "the windows are too long together (7d)");
    }
  }

  private void clause(Condition condition) {
    int at = words.position();
    if (words.take("hold")) {
      hold = words.duration(SECOND, LONGEST, "10 min");
      return;
    }
    if (!words.take("clear")) {
      throw words.wrong("is not `clear below …`, `clear after …` or `hold …`");
    }
    if (words.take("after")) {
      clearAfter = words.duration(SECOND, LONGEST, "5 min");
      return;
    }
    if (!words.take("below")) {
      throw words.wrong("is not `below` or `after` (clear below 2 %, clear after 5 min)");
    }
    if (!(condition instanceof Threshold threshold)) {
      throw words.refused(at, "`clear below` needs a threshold (loss > 5 % over 100 probes)");
    }
    clearAt = words.position();
    clearBelow = OptionalDouble.of(amount(threshold.figure()));
  }

  private Condition complete(Condition condition) {
    if (!(condition instanceof Threshold given)) {
      return condition;
    }
    if (clearBelow.orElse(given.above()) > given.above()) {
      throw words.refused(
          clearAt, "it clears above its threshold: clear below must not be above it");
    }
    return new Threshold(
        given.figure(), given.above(), clearBelow.orElse(given.above()), given.window(), windows);
  }
}
