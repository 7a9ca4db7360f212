package io.pingdeck.heartbeat;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalLong;

/// What a restarted monitor must know of an application. Times are on the wall clock, since no
/// other one outlives the process; only the silence, which decides, is a span.
///
/// @param kept given rules of its own while the monitor ran
/// @param silentNanos how long it was silent when this was saved, as the monitor reckons
/// @param learnedInterval nanoseconds
record SavedApplication(
    String name,
    boolean kept,
    BeatVia via,
    Optional<BeatRules> ownRules,
    BeatState state,
    long sinceEpochNanos,
    long lastSeenEpochNanos,
    long silentNanos,
    OptionalLong learnedInterval,
    OptionalLong newestSigned,
    Optional<BeatLedger.Saved> ledger,
    String recent,
    Optional<LossHistory.Saved> losses,
    Optional<BeatDelay.Saved> delay) {
  SavedApplication {
    requireNonNull(name, "name");
    requireNonNull(ownRules, "ownRules");
    requireNonNull(state, "state");
    requireNonNull(ledger, "ledger");
    requireNonNull(recent, "recent");
    requireNonNull(losses, "losses");
    requireNonNull(delay, "delay");
  }

  Moment since(Moment now) {
    return now.minus(now.epochNanos() - sinceEpochNanos);
  }

  Moment lastSeen(Moment now) {
    return now.minus(now.epochNanos() - lastSeenEpochNanos);
  }
}
