package io.pingdeck.alert.rule;

import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.ping.sample.Outcome;
import java.time.Duration;
import java.util.Set;

/// What a rule watches.
public sealed interface Condition {
  /// A figure above a threshold, in each of several adjacent windows.
  ///
  /// @param above percent for loss, otherwise nanoseconds
  /// @param clearBelow at most `above`; the alert clears when the newest window is not above it
  /// @param windows number of adjacent windows, 1 or more
  record Threshold(Figure figure, double above, double clearBelow, Window window, int windows)
      implements Condition {}

  /// The median of the last hour's RTTs against the median of the same hour a week before.
  ///
  /// @param percent how much higher, above 0
  record Rise(double percent) implements Condition {}

  /// No expected reply for a time although probes are sent.
  record NoReply(Duration length) implements Condition {}

  /// No outcome of any kind for a time although the ping runs.
  record NoData(Duration length) implements Condition {}

  /// At least one probe of the window had this outcome.
  record Seen(Outcome outcome, Window window) implements Condition {}

  /// The certificate that the server presented last expires soon, or has expired.
  record Certificate(Duration within) implements Condition {}

  /// An application's heartbeat is in one of these states.
  record Beat(Set<BeatState> states) implements Condition {
    public Beat {
      states = Set.copyOf(states);
    }
  }

  /// Two windows in which the share of probes without an expected reply is above a multiple of what
  /// an objective allows.
  ///
  /// @param factor the multiple
  /// @param objective percent of probes that should get an expected reply, below 100
  record BurnRate(double factor, Duration longWindow, Duration shortWindow, double objective)
      implements Condition {
    /// The share that is too much, in percent.
    public double above() {
      return factor * (100 - objective);
    }
  }

  /// Bytes that the windows of one ping take.
  default long windowBytes() {
    return switch (this) {
      case Threshold threshold -> threshold.windows() * threshold.window().bytes();
      case Seen seen -> seen.window().bytes();
      case BurnRate _ -> 2 * Window.TIME_BYTES;
      case Rise _ -> Window.TIME_BYTES;
      case NoReply _, NoData _, Certificate _, Beat _ -> 0;
    };
  }

  /// Whether it concerns heartbeats; otherwise pings.
  default boolean isAboutHeartbeats() {
    return this instanceof Beat;
  }
}
