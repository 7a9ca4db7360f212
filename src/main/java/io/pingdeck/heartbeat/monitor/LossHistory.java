package io.pingdeck.heartbeat.monitor;

import io.pingdeck.heartbeat.api.BeatLoss;
import java.util.concurrent.TimeUnit;

/// How many beats were expected and lost over the last minute, hour and day, and for how much of it
/// this monitor was not watching.
final class LossHistory {
  private final LossSpan minute = new LossSpan(TimeUnit.SECONDS.toNanos(5));
  private final LossSpan hour = new LossSpan(TimeUnit.MINUTES.toNanos(5));
  private final LossSpan day = new LossSpan(TimeUnit.HOURS.toNanos(2));

  /// @param lost negative for a beat that was counted as lost and has come after all
  void add(long now, long expected, long lost) {
    minute.add(now, expected, lost);
    hour.add(now, expected, lost);
    day.add(now, expected, lost);
  }

  /// Of the time up to now, so much was not watched: what was sent then is neither received nor
  /// lost.
  void unwatched(long now, long nanos) {
    minute.unwatched(now, nanos);
    hour.unwatched(now, nanos);
    day.unwatched(now, nanos);
  }

  BeatLoss minute(long now) {
    return minute.window(now);
  }

  BeatLoss hour(long now) {
    return hour.window(now);
  }

  BeatLoss day(long now) {
    return day.window(now);
  }

  /// What outlives the process.
  record Saved(LossSpan.Saved minute, LossSpan.Saved hour, LossSpan.Saved day) {}

  Saved save(long now) {
    return new Saved(minute.save(now), hour.save(now), day.save(now));
  }

  /// @param saved so many nanoseconds ago, which nobody has watched
  void restore(Saved saved, long age, long now) {
    minute.restore(saved.minute(), now - age);
    hour.restore(saved.hour(), now - age);
    day.restore(saved.day(), now - age);
    unwatched(now, age);
  }
}
