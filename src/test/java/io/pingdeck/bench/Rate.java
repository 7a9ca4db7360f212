package io.pingdeck.bench;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How fast something went.
///
/// @param perSecond by the clock on the wall
/// @param perCoreSecond by the processor time that was used: what one core can do that has nothing
///   else to do. This is what is compared, because other programs on the machine take wall time
///   from whoever happens to run.
record Rate(double perSecond, double perCoreSecond) {
  private static final Pattern FIELDS = Pattern.compile("perSecond=([0-9.]+) cpuMicros=([0-9.]+)");

  /// Reads the line that the C programs and [FloodProbes] print.
  static Rate read(String line) {
    Matcher matcher = FIELDS.matcher(line);
    if (!matcher.find()) {
      throw new IllegalStateException("not a rate: " + line);
    }
    return new Rate(
        Double.parseDouble(matcher.group(1)), 1e6 / Double.parseDouble(matcher.group(2)));
  }

  static Rate of(double count, double seconds, double cpuSeconds) {
    return new Rate(count / seconds, count / cpuSeconds);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%,.0f/s by the wall, %.2f us of a core each", perSecond, 1e6 / perCoreSecond);
  }
}
