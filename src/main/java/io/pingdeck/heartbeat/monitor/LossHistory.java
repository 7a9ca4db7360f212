package io.pingdeck.heartbeat.monitor;

import io.pingdeck.heartbeat.api.BeatLoss;
import java.util.concurrent.TimeUnit;

/// Expected and lost beats of the last minute, hour and day, and for how much of that time this
/// monitor was not watching.
final class LossHistory {
  private final LossSpan minute = new LossSpan(TimeUnit.SECONDS.toNanos(5));
  private final LossSpan hour = new LossSpan(TimeUnit.MINUTES.toNanos(5));
  private final LossSpan day = new LossSpan(TimeUnit.HOURS.toNanos(2));

  /// @param lost negative for a beat that was counted as lost and arrived after all
  void add(long now, long expected, long lost) {
    minute.add(now, expected, lost);
    hour.add(now, expected, lost);
    day.add(now, expected, lost);
  }

  /// Records that the monitor was not watching for this long before `now`. Beats sent in that time
  /// count neither as received nor as lost.
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

  /// The persistent state.
  record Saved(LossSpan.Saved minute, LossSpan.Saved hour, LossSpan.Saved day) {}

  Saved save(long now) {
    return new Saved(minute.save(now), hour.save(now), day.save(now));
  }

  /// @param age nanoseconds since the state was saved, during which no monitor was watching
  void restore(Saved saved, long age, long now) {
    minute.restore(saved.minute(), now - age);
    hour.restore(saved.hour(), now - age);
    day.restore(saved.day(), now - age);
    unwatched(now, age);
  }
}
