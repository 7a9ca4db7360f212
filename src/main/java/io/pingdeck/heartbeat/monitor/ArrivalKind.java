package io.pingdeck.heartbeat.monitor;

/// What a beat is among those of its application that came before it.
enum ArrivalKind {
  /// The first beat of all.
  FIRST,
  /// The highest sequence so far.
  NEWEST,
  /// The first of a new run of the application.
  RESTART,
  /// Not seen before, but below the highest sequence (RFC 4737).
  REORDERED,
  DUPLICATE,
  /// Too far behind the newest to know whether it is a duplicate.
  TOO_OLD,
  /// Of a run that has ended.
  OLD_RUN;

  /// Whether it proves that the application lived when it was expected to.
  boolean isSignOfLife() {
    return switch (this) {
      case FIRST, NEWEST, RESTART -> true;
      case REORDERED, DUPLICATE, TOO_OLD, OLD_RUN -> false;
    };
  }
}
