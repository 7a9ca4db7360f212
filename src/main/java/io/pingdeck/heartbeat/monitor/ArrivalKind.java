package io.pingdeck.heartbeat.monitor;

/// How a beat relates to earlier beats of its application.
enum ArrivalKind {
  /// The first beat.
  FIRST,
  /// The highest sequence so far.
  NEWEST,
  /// The first beat of a new run of the application.
  RESTART,
  /// A new sequence below the highest one (RFC 4737).
  REORDERED,
  DUPLICATE,
  /// Too far behind the newest beat to tell whether it is a duplicate.
  TOO_OLD,
  /// From a run that has ended.
  OLD_RUN;

  /// Whether it proves that the application was alive when expected.
  boolean isSignOfLife() {
    return switch (this) {
      case FIRST, NEWEST, RESTART -> true;
      case REORDERED, DUPLICATE, TOO_OLD, OLD_RUN -> false;
    };
  }
}
