package io.pingdeck.heartbeat.monitor;

import io.pingdeck.base.EpochNanos;
import io.pingdeck.heartbeat.api.BeatDelaySummary;
import io.pingdeck.heartbeat.api.BeatTiming;
import io.pingdeck.heartbeat.api.HeartbeatSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// Views of an [Application]: a snapshot for display, a record for the disk.
public final class ApplicationViews {
  private ApplicationViews() {}

  public static HeartbeatSnapshot snapshot(Application application, Moment now) {
    BeatLedger ledger = application.ledger();
    boolean heard = !ledger.isEmpty();
    Optional<Instant> lastSeen =
        heard ? Optional.of(instant(application.lastSeen())) : Optional.empty();
    return new HeartbeatSnapshot(
        application.name,
        application.isKept(),
        application.trust.isNeeded(),
        application.via(),
        application.sender(),
        application.state(),
        instant(application.since()),
        ledger.counts(),
        application.losses.minute(now.nanos()),
        application.losses.hour(now.nanos()),
        application.losses.day(now.nanos()),
        application.rules(),
        application.hasOwnRules(),
        timing(application),
        delay(application.delay),
        ledger.epoch(),
        heard ? OptionalLong.of(ledger.run().highest()) : OptionalLong.empty(),
        lastSeen,
        heard ? OptionalLong.of(now.since(application.lastSeen())) : OptionalLong.empty(),
        application.state().expectsBeats()
            ? lastSeen.map(seen -> seen.plusNanos(application.timeouts.interval()))
            : Optional.empty(),
        application.bar.last(BeatBar.LENGTH),
        application.trust.rejected(),
        application.lastRun(),
        note(application));
  }

  private static Optional<String> note(Application application) {
    OptionalLong until = application.trust.refusedUntil();
    return until.isPresent()
        ? Optional.of(
            "signed beats are refused until the sender's clock is past "
                + EpochNanos.instant(until.getAsLong())
                + ", where it was before: it went back, or somebody replays old beats")
        : Optional.empty();
  }

  private static BeatTiming timing(Application application) {
    return new BeatTiming(
        Duration.ofNanos(application.timeouts.interval()),
        application.timeouts.knownInterval().isPresent(),
        Duration.ofNanos(application.timeouts.grace()),
        Duration.ofNanos(application.timeouts.lateAfter()),
        Duration.ofNanos(application.timeouts.stoppedAfter()));
  }

  private static BeatDelaySummary delay(BeatDelay delay) {
    return new BeatDelaySummary(
        delay.difference(),
        delay.minimumDifference(),
        delay.aboveMinimum(),
        delay.lastVariation(),
        delay.meanAbsoluteVariation());
  }

  static SavedApplication save(Application application, Moment now) {
    BeatLedger ledger = application.ledger();
    return new SavedApplication(
        application.name,
        application.isKept(),
        application.via(),
        application.hasOwnRules() ? Optional.of(application.rules()) : Optional.empty(),
        application.state(),
        application.since().epochNanos(),
        application.lastSeen().epochNanos(),
        Math.max(0, now.nanos() - application.quietSince()),
        OptionalLong.of(now.since(application.lastSeen())),
        application.timeouts.knownInterval(),
        application.trust.newestSigned(),
        application.trust.save(),
        ledger.isEmpty() ? Optional.empty() : Optional.of(ledger.save()),
        application.bar.last(BeatBar.LENGTH),
        Optional.of(application.losses.save(now.nanos())),
        application.delay.save(),
        application.lastRun(),
        application.sender().map(SavedApplication.Sender::of));
  }

  private static Instant instant(Moment moment) {
    return EpochNanos.instant(moment.epochNanos());
  }
}
