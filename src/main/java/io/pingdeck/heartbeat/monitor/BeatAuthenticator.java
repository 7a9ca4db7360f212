package io.pingdeck.heartbeat.monitor;

import io.pingdeck.heartbeat.api.BeatRejection;
import io.pingdeck.packet.text.Beat;
import io.pingdeck.packet.text.BeatKey;
import io.pingdeck.packet.text.BeatReading;
import io.pingdeck.packet.text.BeatText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Decides which beats are accepted as an application's own. Without a key, all are.
///
/// With a key, a beat is new if the sender's clock is later than in every beat signed so far, or if
/// its sequence is above all earlier ones of its run. A recorded beat satisfies neither condition.
/// A running application is therefore not affected when its clock is set back. A new run is
/// rejected until its clock has reached that of the old run. A beat that is not new counts as a
/// duplicate at most.
final class BeatAuthenticator {
  /// Time that may have passed after the last save.
  private static final long UNSAVED_NANOS = Duration.ofSeconds(11).toNanos();

  /// Tolerance for clock drift and transmission delay.
  private static final long TOLERANCE_NANOS = Duration.ofSeconds(1).toNanos();

  private static final int FEW_BEATS = 3;

  private final long[] rejected = new long[BeatRejection.values().length];
  private Optional<BeatKey> key = Optional.empty();
  private OptionalLong newestSigned = OptionalLong.empty();
  private String epoch = "";
  private long furthest = Long.MAX_VALUE; // the highest sequence of all runs of that epoch
  private long refusedInARow;

  /// The persistent state.
  ///
  /// @param keyId id of the key that signed the beats; beats signed with another key prove nothing
  record Saved(String keyId, OptionalLong newestSigned, String epoch, long furthest) {}

  /// @param secret empty if beats need no signature
  void key(Optional<BeatKey> secret) {
    key = secret;
  }

  boolean isNeeded() {
    return key.isPresent();
  }

  /// Why a beat without a signature is rejected; empty if it is accepted.
  Optional<BeatRejection> checkUnsigned() {
    return key.isPresent() ? reject(BeatRejection.UNSIGNED) : Optional.empty();
  }

  /// Why a signed beat is rejected; empty if it is accepted.
  Optional<BeatRejection> check(BeatReading.Signed signed, BeatLedger ledger) {
    if (key.isEmpty()) {
      return Optional.empty();
    }
    if (!signed.isSignedWith(key.get())) {
      return reject(BeatRejection.BAD_SIGNATURE);
    }
    Beat beat = signed.beat();
    if (isNew(beat)) {
      accept(beat);
      return Optional.empty();
    }
    if (ledger.isBehind(beat)) {
      return Optional.empty(); // a duplicate or reordered; the ledger classifies it
    }
    refusedInARow++;
    return reject(BeatRejection.REPLAYED);
  }

  private boolean isNew(Beat beat) {
    return newestSigned.isEmpty()
        || beat.sentEpochNanos().orElse(Long.MIN_VALUE) > newestSigned.getAsLong()
        || (beat.epoch().orElse("").equals(epoch) && beat.sequence() > furthest);
  }

  private void accept(Beat beat) {
    String run = beat.epoch().orElse("");
    furthest =
        run.equals(epoch) && furthest != Long.MAX_VALUE
            ? Math.max(furthest, beat.sequence())
            : beat.sequence();
    epoch = run;
    refusedInARow = 0;
    beat.sentEpochNanos()
        .ifPresent(
            sent -> newestSigned = OptionalLong.of(Math.max(newestSigned.orElse(sent), sent)));
  }

  private Optional<BeatRejection> reject(BeatRejection reason) {
    rejected[reason.ordinal()]++;
    return Optional.of(reason);
  }

  /// Number of rejected beats per reason; only reasons that occurred.
  Map<String, Long> rejected() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (BeatRejection reason : BeatRejection.values()) {
      if (rejected[reason.ordinal()] > 0) {
        counts.put(reason.json(), rejected[reason.ordinal()]);
      }
    }
    return counts;
  }

  /// The latest signed time, on the sender's clock.
  OptionalLong newestSigned() {
    return newestSigned;
  }

  /// The same, while signed beats are rejected because they are not later.
  OptionalLong refusedUntil() {
    return refusedInARow > 0 ? newestSigned : OptionalLong.empty();
  }

  Optional<Saved> save() {
    return key.filter(known -> newestSigned.isPresent())
        .map(known -> new Saved(known.id(), newestSigned, epoch, furthest));
  }

  /// Restores the state saved by an earlier process. Beats accepted after the last save must not be
  /// accepted again, so the sender's clock must have advanced by the time passed, up to 11 seconds.
  ///
  /// @param newest the latest signed time, from an older file
  /// @param silent time since the last beat, in nanoseconds
  /// @param interval interval between beats, in nanoseconds; empty if unknown
  void restore(Optional<Saved> saved, OptionalLong newest, long silent, OptionalLong interval) {
    boolean otherKey = saved.isPresent() && !isOf(saved.get().keyId());
    OptionalLong known = saved.isPresent() ? saved.get().newestSigned() : newest;
    if (key.isEmpty() || otherKey || known.isEmpty()) {
      return;
    }
    long passed = Math.clamp(silent - TOLERANCE_NANOS, 0, UNSAVED_NANOS);
    newestSigned = OptionalLong.of(known.getAsLong() + passed);
    boolean isKnown = saved.isPresent() && saved.get().furthest() <= BeatText.MAX_SEQUENCE;
    if (isKnown && interval.isPresent()) {
      epoch = saved.get().epoch();
      furthest = saved.get().furthest() + UNSAVED_NANOS / interval.getAsLong() + FEW_BEATS;
    }
  }

  private boolean isOf(String keyId) {
    return key.filter(known -> known.id().equals(keyId)).isPresent();
  }
}
