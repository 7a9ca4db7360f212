package io.pingdeck.heartbeat.api;

/// State of an application according to the latest evidence.
public enum BeatState {
  /// No beat yet, or a single one from an application that is not configured.
  WAITING("waiting"),
  ALIVE("alive"),
  /// Some consecutive beats are missing, fewer than the number for stopped.
  LATE("late"),
  /// The number of consecutive missing beats reached the rule, and the grace is over.
  STOPPED("stopped"),
  /// Alive in a new run, for one window from its first beat on.
  RESTARTED("restarted"),
  /// Alive, but it reported that its last run failed.
  FAILED("failed"),
  /// It announced its stop.
  GOODBYE("goodbye"),
  /// Alive, but the share of recent beats lost exceeds the threshold.
  LOSING("losing"),
  /// The monitor itself was paused: the state is unknown until a beat arrives or a window has
  /// passed.
  MONITOR_PAUSED("monitorPaused"),
  /// The monitor itself was restarted: the state is unknown until a beat arrives or a window has
  /// passed.
  UNKNOWN("unknown");

  private final String json;

  BeatState(String json) {
    this.json = json;
  }

  public String json() {
    return json;
  }

  /// Whether it tells something about the application, rather than about the monitor.
  public boolean isAboutApplication() {
    return this != MONITOR_PAUSED && this != UNKNOWN && this != WAITING;
  }

  /// Whether beats are expected, so that their absence is significant.
  public boolean expectsBeats() {
    return switch (this) {
      case ALIVE, LATE, FAILED, RESTARTED, LOSING, MONITOR_PAUSED, UNKNOWN -> true;
      case WAITING, STOPPED, GOODBYE -> false;
    };
  }
}
