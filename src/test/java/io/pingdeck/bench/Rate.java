package io.pingdeck.bench;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The measured rate of one program.
///
/// @param perCoreSecond rate per second of CPU time used: what one otherwise idle core can do. Wall
///   time would include other programs on the machine.
record Rate(double perCoreSecond) {
  private static final Pattern CPU_MICROS = Pattern.compile("cpuMicros=([0-9.]+)");

  /// Parses the line that the C programs and [FloodProbes] print.
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
