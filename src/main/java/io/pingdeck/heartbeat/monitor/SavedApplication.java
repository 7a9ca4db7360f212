package io.pingdeck.heartbeat.monitor;

import static java.util.Objects.requireNonNull;

import io.pingdeck.heartbeat.api.BeatRules;
import io.pingdeck.heartbeat.api.BeatRun;
import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.heartbeat.api.BeatVia;
import io.pingdeck.packet.Endpoint;
import java.util.Optional;
import java.util.OptionalLong;

/// The persistent state of an application. Times are on the wall clock, because no other clock
/// survives the process. Only the silence, which is decisive, is a duration.
///
/// @param kept whether it was given its own rules at run time
/// @param silentNanos silence when this was saved, as the monitor counts it
/// @param ageNanos time since its last beat when this was saved; missing in older files
/// @param learnedInterval in nanoseconds
/// @param newestSigned the same time as in `signed`; older files have only this
public record SavedApplication(
    String name,
    boolean kept,
    BeatVia via,
    Optional<BeatRules> ownRules,
    BeatState state,
    long sinceEpochNanos,
    long lastSeenEpochNanos,
    long silentNanos,
    OptionalLong ageNanos,
    OptionalLong learnedInterval,
    OptionalLong newestSigned,
    Optional<BeatAuthenticator.Saved> signed,
    Optional<BeatLedger.Saved> ledger,
    String recent,
    Optional<LossHistory.Saved> losses,
    Optional<BeatDelay.Saved> delay,
    Optional<BeatRun> lastRun,
    Optional<Sender> sender) {
  /// The sender of its last beat.
  record Sender(long high, long low, int port, int scope) {
    static Sender of(Endpoint endpoint) {
      return new Sender(endpoint.high(), endpoint.low(), endpoint.port(), endpoint.scope());
    }

    Endpoint endpoint() {
      return new Endpoint(high, low, port, scope);
    }
  }

  public SavedApplication {
    requireNonNull(name, "name");
    requireNonNull(ownRules, "ownRules");
    requireNonNull(state, "state");
    requireNonNull(signed, "signed");
    requireNonNull(ledger, "ledger");
    requireNonNull(recent, "recent");
    requireNonNull(losses, "losses");
    requireNonNull(delay, "delay");
    requireNonNull(lastRun, "lastRun");
    requireNonNull(sender, "sender");
  }

  Moment since(Moment now) {
    return now.minus(now.epochNanos() - sinceEpochNanos);
  }

  /// @param down how long no monitor was running, in nanoseconds
  Moment lastSeen(Moment now, long down) {
    long age =
        ageNanos.isPresent() ? ageNanos.getAsLong() + down : now.epochNanos() - lastSeenEpochNanos;
    return new Moment(now.nanos() - age, lastSeenEpochNanos, now.bootNanos() - age);
  }
}
