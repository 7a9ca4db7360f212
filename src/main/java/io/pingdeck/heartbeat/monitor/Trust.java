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

/// Which beats are taken for an application's own. Without a key: all of them.
///
/// With a key a beat is new if its sender's clock is beyond everything that was ever signed, or if
/// its run never came as far: whoever recorded beats has none of that kind. A clock that was set
/// back therefore changes nothing for the run that goes on; a new run is refused until its clock is
/// where the old one's was. What proves nothing new counts as a copy at most.
final class Trust {
  /// What may have come after the last time it was saved.
  private static final long UNSAVED_NANOS = Duration.ofSeconds(11).toNanos();

  /// Clocks differ in their pace, and beats take their time.
  private static final long TOLERANCE_NANOS = Duration.ofSeconds(1).toNanos();

  private static final int FEW_BEATS = 3;

  private final long[] rejected = new long[BeatRejection.values().length];
  private Optional<BeatKey> key = Optional.empty();
  private OptionalLong newestSigned = OptionalLong.empty();
  private String epoch = "";
  private long furthest = Long.MAX_VALUE; // the highest sequence of all runs of that epoch
  private long refusedInARow;

  /// What outlives the process.
  ///
  /// @param keyId of the key it was signed with: what another one signed proves nothing
  record Saved(String keyId, OptionalLong newestSigned, String epoch, long furthest) {}

  /// @param secret empty: beats need no signature
  void key(Optional<BeatKey> secret) {
    key = secret;
  }

  boolean isNeeded() {
    return key.isPresent();
  }

  /// Why a beat without a signature does not count, if it does not.
  Optional<BeatRejection> checkUnsigned() {
    return key.isPresent() ? reject(BeatRejection.UNSIGNED) : Optional.empty();
  }

  /// Why a signed beat does not count, if it does not.
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
      return Optional.empty(); // a copy, or overtaken: the ledger counts it as what it is
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

  /// How many beats did not count; only reasons that occurred.
  Map<String, Long> rejected() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (BeatRejection reason : BeatRejection.values()) {
      if (rejected[reason.ordinal()] > 0) {
        counts.put(reason.json(), rejected[reason.ordinal()]);
      }
    }
    return counts;
  }

  /// The latest time that was signed, on the sender's clock.
  OptionalLong newestSigned() {
    return newestSigned;
  }

  /// The same, while signed beats are refused because they are not later.
  OptionalLong refusedUntil() {
    return refusedInARow > 0 ? newestSigned : OptionalLong.empty();
  }

  Optional<Saved> save() {
    return key.filter(known -> newestSigned.isPresent())
        .map(known -> new Saved(known.id(), newestSigned, epoch, furthest));
  }

  /// Takes over what an earlier process knew. What it may have taken and not saved is not taken
  /// again: as much later must the sender's clock be as time has passed, up to 11 seconds.
  ///
  /// @param newest the time alone, of an older file
  /// @param silent since the last beat
  /// @param interval between beats; empty if not known
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
