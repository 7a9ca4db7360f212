package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/// When an application counts as late or stopped, and when the network counts as losing its beats.
///
/// @param interval time between two beats; learned if empty
/// @param grace tolerated delay of a beat; learned if empty
/// @param lateMisses consecutive missing beats that make it late; fewer than `misses`
/// @param misses consecutive missing beats that make it stopped
/// @param lossThreshold share of recent beats lost, 0-1, above which the network counts as losing
///   them
public record BeatRules(
    Optional<Duration> interval,
    Optional<Duration> grace,
    int lateMisses,
    int misses,
    double lossThreshold) {
  /// With 30 % loss, five consecutive beats are missing by chance in 0.24 % of all windows.
  public static final BeatRules DEFAULT =
      new BeatRules(Optional.empty(), Optional.empty(), 2, 5, 0.1);

  /// The shortest interval.
  public static final Duration SHORTEST = Duration.ofMillis(1);

  /// The longest interval and grace.
  public static final Duration LONGEST = Duration.ofDays(366);

  public static final int MAX_MISSES = 1000;

  public BeatRules {
    requireNonNull(interval, "interval");
    requireNonNull(grace, "grace");
    interval.ifPresent(time -> requireTime("interval", time, SHORTEST));
    grace.ifPresent(time -> requireTime("grace", time, Duration.ZERO));
    if (misses < 2 || misses > MAX_MISSES) {
      throw new IllegalArgumentException("misses out of range (2-" + MAX_MISSES + "): " + misses);
    }
    if (lateMisses < 1 || lateMisses >= misses) {
      throw new IllegalArgumentException(
          "lateMisses out of range (1 to below misses, " + misses + "): " + lateMisses);
    }
    if (!(lossThreshold >= 0 && lossThreshold <= 1)) {
      throw new IllegalArgumentException("lossThreshold out of range (0-1): " + lossThreshold);
    }
  }

  /// Probability that a running application is reported as stopped in one window, if beats are lost
  /// independently.
  ///
  /// @param loss probability that a beat is lost, 0-1
  public double falseAlarmChance(double loss) {
    return Math.pow(loss, misses);
  }

  private static void requireTime(String name, Duration time, Duration shortest) {
    if (time.compareTo(shortest) < 0 || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " out of range: " + time);
    }
  }
}
