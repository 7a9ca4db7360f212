package io.pingdeck.heartbeat.monitor;

import io.pingdeck.base.EpochNanos;
import io.pingdeck.heartbeat.api.BeatCounts;
import io.pingdeck.heartbeat.api.BeatReport;
import io.pingdeck.heartbeat.api.BeatRules;
import io.pingdeck.heartbeat.api.BeatRun;
import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.heartbeat.api.BeatVia;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.text.Beat;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// One application: its beats, and the state that follows from them and from silence.
///
/// Silence is measured on the monotonic clock from `quietSince`: the arrival of the last sign of
/// life, moved forward by any time for which this monitor itself was paused.
public final class Application {
  private static final int RECENT_BEATS = 60;
  private static final int BEATS_TO_JUDGE = 20;

  private static final long WORTH_SAYING = Duration.ofSeconds(1).toNanos();

  final String name;
  final BeatTimeouts timeouts;
  final BeatDelay delay = new BeatDelay();
  final LossHistory losses = new LossHistory();
  final BeatBar bar = new BeatBar();
  final BeatAuthenticator trust = new BeatAuthenticator();
  private BeatLedger ledger = new BeatLedger();
  private boolean kept;
  private boolean ownRules;
  private BeatVia via = BeatVia.UDP;
  private Optional<Endpoint> sender = Optional.empty();

  private BeatState state = BeatState.WAITING;
  private Moment since;
  private String reason = "";
  private boolean losing;
  private boolean blind;
  private long quietSince;
  private long restartedAt;
  private Optional<BeatRun> lastRun = Optional.empty();
  private long runStarted;
  private Moment lastSeen;

  /// @param assumedInterval interval to assume while it is unknown
  Application(String name, BeatRules rules, long assumedInterval, Moment now) {
    this.name = name;
    timeouts = new BeatTimeouts(rules, assumedInterval);
    since = now;
    lastSeen = now;
    quietSince = now.nanos();
  }

  /// Counts a beat and updates the state.
  ///
  /// @param arrived never later than `now`
  ArrivalKind receive(Beat beat, Moment arrived, Moment now) {
    long receivedBefore = ledger.counts().received();
    long lostBefore = ledger.counts().lost();
    boolean inBlindness = blind;
    ArrivalKind kind =
        ledger.count(beat, arrived, timeouts.knownInterval(), blind, trust.isNeeded());
    BeatCounts counts = ledger.counts();
    long lost = counts.lost() - lostBefore;
    losses.add(now.nanos(), counts.received() - receivedBefore + lost, lost);
    switch (kind) {
      case NEWEST -> newest(beat, arrived, inBlindness);
      case FIRST -> {
        bar.newest(0, false, beat.goodbye());
        delay.observe(
            beat.sequence(), beat.sentEpochNanos(), arrived.nanos(), arrived.epochNanos());
      }
      case RESTART -> {
        bar.restart(beat.goodbye());
        delay.restart();
        delay.observe(
            beat.sequence(), beat.sentEpochNanos(), arrived.nanos(), arrived.epochNanos());
      }
      case REORDERED -> bar.overtaken(ledger.behind(beat), beat.goodbye());
      case DUPLICATE, TOO_OLD, OLD_RUN -> {}
    }
    if (kind.isSignOfLife()) {
      blind = false;
      lastSeen = arrived;
      quietSince = Math.max(quietSince, arrived.nanos());
      live(beat, kind, now);
    }
    return kind;
  }

  private void newest(Beat beat, Moment arrived, boolean inBlindness) {
    // Beats by HTTP are numbered here, so the number sent while the monitor was blind is unknown.
    long unseen = via == BeatVia.HTTP && inBlindness ? 1 : ledger.gap();
    bar.newest(unseen, inBlindness, beat.goodbye());
    if (inBlindness) {
      delay.interrupt();
    } else if (state != BeatState.GOODBYE) {
      timeouts.observe(Math.max(0, arrived.nanos() - lastSeen.nanos()), ledger.gap() + 1);
    }
    delay.observe(
        ledger.run().highest(), beat.sentEpochNanos(), arrived.nanos(), arrived.epochNanos());
  }

  private void live(Beat beat, ArrivalKind kind, Moment now) {
    if (beat.goodbye()) {
      become(BeatState.GOODBYE, now, "it said goodbye");
      return;
    }
    if (kind == ArrivalKind.RESTART) {
      restartedAt = now.nanos();
      losing = false;
      become(BeatState.RESTARTED, now, "a new run began with sequence " + beat.sequence());
      return;
    }
    if (state == BeatState.WAITING && !isWatched()) {
      return;
    }
    boolean restarting =
        state == BeatState.RESTARTED && now.nanos() - restartedAt < timeouts.stoppedAfter();
    if (!restarting) {
      alive(now);
    }
  }

  private void alive(Moment now) {
    SequenceRun.Recent recent = ledger.run().recent(RECENT_BEATS);
    double threshold =
        losing ? timeouts.rules().lossThreshold() / 2 : timeouts.rules().lossThreshold();
    losing =
        recent.expected() >= BEATS_TO_JUDGE && recent.missing() > threshold * recent.expected();
    if (lastRun.filter(BeatRun::failed).isPresent()) {
      become(BeatState.FAILED, now, "its run " + lastRun.get().failure());
    } else if (losing) {
      become(
          BeatState.LOSING,
          now,
          recent.missing() + " of its last " + recent.expected() + " heartbeats were lost");
    } else {
      become(BeatState.ALIVE, now, "beats arrive");
    }
  }

  /// Records the start of a run. This is not a sign of life, because the run may hang.
  void runStarted(Moment now) {
    lastRun = Optional.of(BeatRun.started(EpochNanos.instant(now.epochNanos())));
    runStarted = now.nanos();
  }

  /// Records a report by HTTP and counts it as a beat.
  void receive(Beat beat, BeatReport report, Moment now) {
    Optional<BeatRun> running = lastRun.filter(run -> run.endedAt().isEmpty());
    boolean failed = report.kind() == BeatReport.Kind.FAIL;
    lastRun =
        Optional.of(
            new BeatRun(
                running.flatMap(BeatRun::startedAt),
                Optional.of(EpochNanos.instant(now.epochNanos())),
                failed,
                running.isPresent()
                    ? OptionalLong.of(now.nanos() - runStarted)
                    : OptionalLong.empty(),
                report.exitCode(),
                report.message(),
                report.pingMillis()));
    receive(beat, now, now);
    if (failed) {
      bar.failed();
    }
  }

  /// The last run as reported by HTTP.
  Optional<BeatRun> lastRun() {
    return lastRun;
  }

  /// An application that was not configured is watched from its second beat on: one datagram from a
  /// forged source must not cause an alarm.
  private boolean isWatched() {
    return kept || via == BeatVia.HTTP || ledger.counts().received() > 1;
  }

  /// Updates the state after silence.
  void judge(Moment now) {
    if (!state.expectsBeats()) {
      return;
    }
    long silence = now.nanos() - quietSince;
    if (silence >= timeouts.stoppedAfter()) {
      bar.stopped();
      String heard = "no beat for " + text(timeouts.stoppedAfter());
      become(
          BeatState.STOPPED,
          now,
          heard + ", " + timeouts.rules().misses() + " in a row are missing");
      return;
    }
    switch (state) {
      case ALIVE -> lateIfSilent(silence, now);
      case RESTARTED -> {
        lateIfSilent(silence, now);
        if (state == BeatState.RESTARTED && now.nanos() - restartedAt >= timeouts.stoppedAfter()) {
          alive(now);
        }
      }
      // While the network loses beats, a few missing in a row add no information. A failed run is
      // worse than a late beat.
      case LOSING, LATE, FAILED, MONITOR_PAUSED, UNKNOWN -> {}
      case WAITING, STOPPED, GOODBYE -> {}
    }
  }

  private void lateIfSilent(long silence, Moment now) {
    if (silence >= timeouts.lateAfter()) {
      become(
          BeatState.LATE,
          now,
          "no beat for "
              + text(timeouts.lateAfter())
              + ", "
              + timeouts.rules().lateMisses()
              + " in a row are missing");
    }
  }

  /// Handles a pause of this monitor itself. A pause longer than the interval restarts the wait. A
  /// pause longer than [#WORTH_SAYING] is reported.
  ///
  /// @param stalled part of the pause during which the monotonic clock advanced, in nanoseconds
  /// @param slept part of the pause during which the machine slept, in nanoseconds
  void pause(Moment now, long stalled, long slept) {
    long stood = stalled + slept;
    if (stood <= timeouts.interval()) {
      quietSince = Math.min(now.nanos(), quietSince + stalled);
      return;
    }
    blind = true;
    losses.unwatched(now.nanos(), stalled);
    quietSince = now.nanos();
    if (state.expectsBeats() && stood > WORTH_SAYING) {
      become(BeatState.MONITOR_PAUSED, now, "the monitor itself stalled for " + text(stood));
    }
  }

  private void become(BeatState next, Moment now, String why) {
    if (next != state) {
      state = next;
      since = now;
      reason = why;
    }
  }

  /// Formats as `5.5 s` or `700 ms`.
  private static String text(long nanos) {
    BigDecimal millis = BigDecimal.valueOf(Math.round(nanos / 1e6));
    boolean seconds = millis.compareTo(BigDecimal.valueOf(1000)) >= 0;
    BigDecimal shown = seconds ? millis.movePointLeft(3).stripTrailingZeros() : millis;
    return shown.toPlainString() + (seconds ? " s" : " ms");
  }

  BeatState state() {
    return state;
  }

  Moment since() {
    return since;
  }

  String reason() {
    return reason;
  }

  Moment lastSeen() {
    return lastSeen;
  }

  long quietSince() {
    return quietSince;
  }

  BeatLedger ledger() {
    return ledger;
  }

  BeatRules rules() {
    return timeouts.rules();
  }

  /// @param own whether the rules belong to this application, rather than being the defaults
  void rules(BeatRules changed, boolean own) {
    timeouts.rules(changed);
    ownRules = own;
  }

  boolean hasOwnRules() {
    return ownRules;
  }

  /// Whether it is never evicted from the table.
  boolean isKept() {
    return kept;
  }

  void keep() {
    kept = true;
  }

  BeatVia via() {
    return via;
  }

  Optional<Endpoint> sender() {
    return sender;
  }

  void cameFrom(BeatVia newVia, Optional<Endpoint> newSender) {
    via = newVia;
    sender = newSender;
  }

  /// Restores the state saved by an earlier process. An application that expected beats becomes
  /// `UNKNOWN`. Its earlier silence counts, but there is time for at least one beat.
  ///
  /// @param down how long no monitor was running, in nanoseconds
  void restore(SavedApplication saved, long down, Moment now) {
    saved.learnedInterval().ifPresent(timeouts::restore);
    saved.losses().ifPresent(known -> losses.restore(known, down, now.nanos()));
    saved.delay().ifPresent(delay::restore);
    bar.restore(saved.recent());
    long silent = now.since(saved.lastSeen(now, down));
    lastRun = saved.lastRun();
    runStarted = now.nanos() - now.epochNanos() + startOf(lastRun, now);
    trust.restore(saved.signed(), saved.newestSigned(), silent, timeouts.knownInterval());
    state = saved.state();
    since = saved.since(now);
    blind = true;
    lastSeen = saved.lastSeen(now, down);
    quietSince = lastSeen.nanos();
    saved.ledger().ifPresent(known -> ledger = BeatLedger.restore(known, lastSeen));
    if (state.expectsBeats()) {
      long left =
          Math.max(
              timeouts.stoppedAfter() - saved.silentNanos(),
              timeouts.interval() + timeouts.grace());
      quietSince = now.nanos() - Math.max(0, timeouts.stoppedAfter() - left);
      become(BeatState.UNKNOWN, now, "the monitor itself was down");
    }
  }

  private static long startOf(Optional<BeatRun> run, Moment now) {
    return run.flatMap(BeatRun::startedAt).map(EpochNanos::of).orElse(now.epochNanos());
  }
}
