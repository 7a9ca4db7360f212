package io.pingdeck.bench;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How fast something went.
///
/// @param perCoreSecond by the processor time that was used: what one core can do that has nothing
///   else to do. Other programs on the machine take wall time from whoever happens to run.
record Rate(double perCoreSecond) {
  private static final Pattern CPU_MICROS = Pattern.compile("cpuMicros=([0-9.]+)");

  /// Reads the line that the C programs and [FloodProbes] print.
  static Rate read(String line) {
    Matcher matcher = CPU_MICROS.matcher(line);
    if (!matcher.find()) {
      throw new IllegalStateException("not a rate: " + line);
    }
    return new Rate(1e6 / Double.parseDouble(matcher.group(1)));
  }

  static Rate of(double count, double cpuSeconds) {
    return new Rate(count / cpuSeconds);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3f us of a core each", 1e6 / perCoreSecond);
  }
}
