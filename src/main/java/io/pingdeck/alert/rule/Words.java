package io.pingdeck.alert.rule;

import io.pingdeck.base.Durations;
import io.pingdeck.base.GivenText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The words of a rule, read from left to right.
final class Words {
  static final int LONGEST_TEXT = 300;

  private static final String NUMBER = "\\d+(?:\\.\\d+)?";
  private static final Pattern WORD =
      Pattern.compile("p\\d+|" + NUMBER + "|[\\p{L}]+|[^\\s\\p{L}\\d]");
  private static final int LONGEST_NUMBER = 12;
  private static final Map<String, Duration> UNITS =
      Map.ofEntries(
          Map.entry("ns", Duration.ofNanos(1)),
          Map.entry("us", Duration.ofNanos(1_000)),
          Map.entry("µs", Duration.ofNanos(1_000)),
          Map.entry("ms", Duration.ofMillis(1)),
          Map.entry("s", Duration.ofSeconds(1)),
          Map.entry("sec", Duration.ofSeconds(1)),
          Map.entry("second", Duration.ofSeconds(1)),
          Map.entry("seconds", Duration.ofSeconds(1)),
          Map.entry("m", Duration.ofMinutes(1)),
          Map.entry("min", Duration.ofMinutes(1)),
          Map.entry("minute", Duration.ofMinutes(1)),
          Map.entry("minutes", Duration.ofMinutes(1)),
          Map.entry("h", Duration.ofHours(1)),
          Map.entry("hour", Duration.ofHours(1)),
          Map.entry("hours", Duration.ofHours(1)),
          Map.entry("d", Duration.ofDays(1)),
          Map.entry("day", Duration.ofDays(1)),
          Map.entry("days", Duration.ofDays(1)));

  private record Word(int at, String text) {}

  private final List<Word> words = new ArrayList<>();
  private final int end;
  private int next;

  Words(String text) {
    if (text.length() > LONGEST_TEXT) {
      throw new RuleException(
          LONGEST_TEXT, "is too long (" + text.length() + " characters, at most 300)");
    }
    end = text.length();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(new Word(matcher.start(), matcher.group()));
    }
  }

  boolean atEnd() {
    return next >= words.size();
  }

  /// The next word; empty at the end.
  String peek() {
    return atEnd() ? "" : words.get(next).text();
  }

  private int at() {
    return atEnd() ? end : words.get(next).at();
  }

  /// Takes the next word if it is this one.
  boolean take(String word) {
    if (!peek().equals(word)) {
      return false;
    }
    next++;
    return true;
  }

  String take() {
    String word = peek();
    next++;
    return word;
  }

  void need(String word, String example) {
    if (!take(word)) {
      throw wrong("is not `" + word + "` (" + example + ")");
    }
  }

  /// The next word is not what is allowed.
  RuleException wrong(String why) {
    return new RuleException(at(), (atEnd() ? "the end" : GivenText.show(peek())) + " " + why);
  }

  /// Something before the next word is not allowed.
  RuleException refused(int word, String message) {
    return new RuleException(word < words.size() ? words.get(word).at() : end, message);
  }

  int position() {
    return next;
  }

  /// Goes back to a word.
  void back(int word) {
    next = word;
  }

  boolean isNumber() {
    return peek().matches(NUMBER);
  }

  double number(String what) {
    if (!isNumber() || peek().length() > LONGEST_NUMBER) {
      throw wrong("is not " + what);
    }
    return Double.parseDouble(take());
  }

  int whole(String what, int min, int max) {
    String text = peek();
    if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < min || Integer.parseInt(text) > max) {
      throw wrong("is not " + what + " (" + min + "-" + max + ")");
    }
    return Integer.parseInt(take());
  }

  double percent(String example) {
    int first = next;
    double percent = number("a number of percent (" + example + ")");
    if (!take("%")) {
      throw wrong("is not `%` (" + example + ")");
    }
    if (percent > 100) {
      throw refused(first, show(percent) + " % is not a share (0-100 %)");
    }
    return percent;
  }

  /// A time such as `5 min` or `1m30s`.
  Duration duration(Duration min, Duration max, String example) {
    int first = next;
    Duration sum = Duration.ZERO;
    do {
      double amount = number("a time (" + example + ")");
      Duration unit = UNITS.get(peek());
      if (unit == null) {
        throw wrong("is not a unit of time (ms, s, min, h, days)");
      }
      take();
      double nanos = amount * unit.toNanos();
      if (nanos > max.toNanos()) {
        sum = max.plusNanos(1);
      } else {
        sum = sum.plusNanos(Math.round(nanos));
      }
    } while (isNumber() && sum.compareTo(max) <= 0);
    if (sum.compareTo(min) < 0 || sum.compareTo(max) > 0) {
      StringBuilder given = new StringBuilder();
      for (int i = first; i < next; i++) {
        given.append(given.isEmpty() ? "" : " ").append(words.get(i).text());
      }
      throw refused(
          first, given + " is not from " + Durations.format(min) + " to " + Durations.format(max));
    }
    return sum;
  }

  static String show(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
