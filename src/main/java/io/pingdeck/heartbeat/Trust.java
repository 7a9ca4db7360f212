package io.pingdeck.heartbeat;

import io.pingdeck.packet.Beat;
import io.pingdeck.packet.BeatKey;
import io.pingdeck.packet.BeatReading;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Which beats are taken for an application's own. Without a key: all of them.
final class Trust {
  private final long[] rejected = new long[BeatRejection.values().length];
  private Optional<BeatKey> key = Optional.empty();
  private OptionalLong newestSigned = OptionalLong.empty();

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
    if (isReplay(beat, ledger)) {
      return reject(BeatRejection.REPLAYED);
    }
    beat.sentEpochNanos()
        .ifPresent(
            sent -> newestSigned = OptionalLong.of(Math.max(newestSigned.orElse(sent), sent)));
    return Optional.empty();
  }

  /// A new run needs a sender's clock beyond all that was signed before. Beats of the present run
  /// need no such proof: a copy of one proves nothing.
  private boolean isReplay(Beat beat, BeatLedger ledger) {
    boolean newRun = !ledger.isEmpty() && !beat.epoch().orElse("").equals(ledger.epoch());
    if (!newRun || newestSigned.isEmpty()) {
      return false;
    }
    return beat.sentEpochNanos().isEmpty()
        || beat.sentEpochNanos().getAsLong() <= newestSigned.getAsLong();
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

  /// Takes over what an earlier process knew.
  void restore(OptionalLong signed) {
    newestSigned = signed;
  }
}
