package io.pingdeck.heartbeat.api;

/// What is known of an application, by the last evidence there is.
public enum BeatState {
  /// No beat yet, or a single one from an application nobody has named.
  WAITING("waiting"),
  ALIVE("alive"),
  /// Some beats in a row are missing, fewer than it takes to be taken for stopped.
  LATE("late"),
  /// As many beats in a row are missing as the rule allows, and the grace is over.
  STOPPED("stopped"),
  /// Alive in a new run, for one window from its first beat on.
  RESTARTED("restarted"),
  /// It beats, and said that its last run has failed.
  FAILED("failed"),
  /// It said that it stops.
  GOODBYE("goodbye"),
  /// Alive, but more of its last beats are missing than the threshold allows.
  LOSING("losing"),
  /// The monitor itself stood still: nothing is known until a beat comes or a window has passed.
  MONITOR_PAUSED("monitorPaused"),
  /// The monitor itself was restarted: nothing is known until a beat comes or a window has passed.
  UNKNOWN("unknown");

  private final String json;

  BeatState(String json) {
    this.json = json;
  }

  public String json() {
    return json;
  }

  /// Whether beats are expected, so that their absence means something.
  public boolean expectsBeats() {
    return switch (this) {
      case ALIVE, LATE, FAILED, RESTARTED, LOSING, MONITOR_PAUSED, UNKNOWN -> true;
      case WAITING, STOPPED, GOODBYE -> false;
    };
  }
}
