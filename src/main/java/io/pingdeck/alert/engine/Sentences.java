package io.pingdeck.alert.engine;

import io.pingdeck.alert.api.AlertState;
import io.pingdeck.alert.rule.Condition;
import io.pingdeck.alert.rule.Figure;
import io.pingdeck.alert.rule.Rule;
import io.pingdeck.base.Durations;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/// What a transition says, in a sentence.
final class Sentences {
  private static final double NANOS_PER_MILLI = 1e6;

  private Sentences() {}

  static String of(Rule rule, AlertState state, Tell tell, OptionalDouble value) {
    return switch (state) {
      case NO_DATA -> "no data any more (rule: " + rule.text() + ")";
      case RESOLVED, OK ->
          value.isEmpty() || tell == Tell.NOTHING
              ? "cleared: " + rule.text()
              : cleared(rule, value.getAsDouble());
      case PENDING, FIRING, SUPPRESSED ->
          value.isEmpty() ? rule.text() : sentence(rule.condition(), value.getAsDouble());
    };
  }

  private static String cleared(Rule rule, double value) {
    return switch (rule.condition()) {
      case Condition.NoReply _ -> "replies come again";
      case Condition.NoData _ -> "data come again";
      case Condition.Seen seen -> "no more " + seen.outcome().json();
      case Condition.Threshold threshold when threshold.figure().isPercentile() ->
          "%s is at most %s again".formatted(figure(threshold.figure()), limit(threshold));
      case Condition.Rise rise ->
          "the median is no longer more than %s %% above that of a week ago"
              .formatted(number(rise.percent()));
      case Condition.BurnRate burn ->
          "the error budget of %s %% no longer burns too fast".formatted(number(burn.objective()));
      case Condition.Threshold _, Condition.Certificate _, Condition.Beat _ ->
          "cleared: " + sentence(rule.condition(), value);
    };
  }

  private static String sentence(Condition condition, double value) {
    return switch (condition) {
      case Condition.Threshold threshold -> sentence(threshold, value);
      case Condition.Rise rise ->
          "%s %% of the last hour's RTTs are more than %s %% above the median of a week ago"
              .formatted(number(value), number(rise.percent()));
      case Condition.NoReply _ -> "no reply for " + seconds(value);
      case Condition.NoData _ -> "no data for " + seconds(value);
      case Condition.Seen seen -> "%s × %s".formatted(number(value), seen.outcome().json());
      case Condition.Certificate _ ->
          value < 0
              ? "the certificate expired %s days ago".formatted(number(-value))
              : "the certificate expires in %s days".formatted(number(value));
      case Condition.BurnRate burn ->
          "the error budget of %s %% burns %s times as fast as it may"
              .formatted(number(burn.objective()), number(value));
      case Condition.Beat _ -> "heartbeat";
    };
  }

  private static String sentence(Condition.Threshold threshold, double value) {
    return switch (threshold.figure()) {
      case LOSS ->
          "loss is %s %% (limit %s %%)".formatted(number(value), number(threshold.above()));
      case MEAN, JITTER ->
          "%s is %s ms (limit %s)"
              .formatted(threshold.figure().word(), number(value), limit(threshold));
      case P50, P90, P95, P99, MAX ->
          "%s %% of the RTTs are above %s (limit of %s)"
              .formatted(number(value), limit(threshold), figure(threshold.figure()));
    };
  }

  private static String figure(Figure figure) {
    return figure == Figure.MAX ? "the maximum" : figure.word();
  }

  private static String limit(Condition.Threshold threshold) {
    return number(threshold.above() / NANOS_PER_MILLI) + " ms";
  }

  private static String seconds(double value) {
    return Durations.format(Duration.ofSeconds(Math.round(value)));
  }

  /// Three significant digits.
  private static String number(double value) {
    double size = Math.abs(value);
    int digits = size >= 100 || value == Math.rint(value) ? 0 : size >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
