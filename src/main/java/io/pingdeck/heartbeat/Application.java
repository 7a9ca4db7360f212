package io.pingdeck.heartbeat;

import io.pingdeck.packet.Beat;
import io.pingdeck.packet.BeatKey;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.probe.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// One application: what has come from it, and what follows from that and from silence.
///
/// Silence is measured on the monotonic clock from `quietSince`: the arrival of the last sign of
/// life, moved on by whatever time this monitor itself stood still.
final class Application {
  private static final int RECENT_BEATS = 60;
  private static final int BEATS_TO_JUDGE = 20;
  private static final long LEAST_GRACE = Duration.ofMillis(250).toNanos();

  final String name;
  final BeatDelay delay = new BeatDelay();
  final LossHistory losses = new LossHistory();
  final BeatBar bar = new BeatBar();
  final long[] rejected = new long[BeatRejection.values().length];
  private final ArrivalPattern pattern = new ArrivalPattern();
  private final long assumedInterval;
  private BeatLedger ledger = new BeatLedger();
  private BeatRules rules;
  private Optional<BeatKey> key = Optional.empty();
  private boolean kept;
  private boolean ownRules;
  private BeatVia via = BeatVia.UDP;
  private Optional<Endpoint> sender = Optional.empty();
  private OptionalLong newestSigned = OptionalLong.empty();

  private BeatState state = BeatState.WAITING;
  private Moment since;
  private String reason = "";
  private boolean losing;
  private boolean blind;
  private long quietSince;
  private long restartedAt;
  private Moment lastSeen;

  /// @param assumedInterval what stands for the interval as long as it is unknown
  Application(String name, BeatRules rules, long assumedInterval, Moment now) {
    this.name = name;
    this.rules = rules;
    this.assumedInterval = assumedInterval;
    since = now;
    lastSeen = now;
    quietSince = now.nanos();
  }

  /// Counts a beat and lets it change the state.
  ///
  /// @param arrived never later than `now`
  ArrivalKind receive(Beat beat, Moment arrived, Moment now) {
    long receivedBefore = ledger.counts().received();
    long lostBefore = ledger.counts().lost();
    boolean inBlindness = blind;
    ArrivalKind kind = ledger.count(beat, arrived, knownInterval(), blind, key.isPresent());
    BeatCounts counts = ledger.counts();
    long lost = counts.lost() - lostBefore;
    losses.add(now.nanos(), counts.received() - receivedBefore + lost, lost);
    switch (kind) {
      case NEWEST -> newest(beat, arrived, inBlindness);
      case FIRST -> {
        bar.newest(0, false);
        delay.observe(
            beat.sequence(), beat.sentEpochNanos(), arrived.nanos(), arrived.epochNanos());
      }
      case RESTART -> {
        bar.restart();
        delay.restart();
        delay.observe(
            beat.sequence(), beat.sentEpochNanos(), arrived.nanos(), arrived.epochNanos());
      }
      case REORDERED -> bar.overtaken(ledger.behind(beat));
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
    bar.newest(ledger.gap(), inBlindness);
    if (inBlindness) {
      delay.interrupt();
    } else if (state != BeatState.GOODBYE) {
      pattern.observe(Math.max(0, arrived.nanos() - lastSeen.nanos()), ledger.gap() + 1);
    }
    delay.observe(
        ledger.run().highest(), beat.sentEpochNanos(), arrived.nanos(), arrived.epochNanos());
  }

  private void live(Beat beat, ArrivalKind kind, Moment now) {
    if (beat.goodbye()) {
      if (state != BeatState.GOODBYE) {
        bar.goodbye();
      }
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
    boolean restarting = state == BeatState.RESTARTED && now.nanos() - restartedAt < stoppedAfter();
    if (!restarting) {
      alive(now);
    }
  }

  private void alive(Moment now) {
    SequenceRun.Recent recent = ledger.run().recent(RECENT_BEATS);
    double threshold = losing ? rules.lossThreshold() / 2 : rules.lossThreshold();
    losing =
        recent.expected() >= BEATS_TO_JUDGE && recent.missing() > threshold * recent.expected();
    if (losing) {
      become(
          BeatState.LOSING,
          now,
          recent.missing() + " of its last " + recent.expected() + " beats were lost on the way");
    } else {
      become(BeatState.ALIVE, now, "beats arrive");
    }
  }

  /// An application that nobody named is watched from its second beat on: one datagram from a
  /// forged source must not become an alarm.
  private boolean isWatched() {
    return kept || via == BeatVia.HTTP || ledger.counts().received() > 1;
  }

  /// Lets silence change the state.
  void judge(Moment now) {
    if (!state.expectsBeats()) {
      return;
    }
    long silence = now.nanos() - quietSince;
    if (silence >= stoppedAfter()) {
      bar.stopped();
      String heard = "no beat for " + text(stoppedAfter());
      become(BeatState.STOPPED, now, heard + ", " + rules.misses() + " in a row are missing");
      return;
    }
    switch (state) {
      case ALIVE -> lateIfSilent(silence, now);
      case RESTARTED -> {
        lateIfSilent(silence, now);
        if (state == BeatState.RESTARTED && now.nanos() - restartedAt >= stoppedAfter()) {
          alive(now);
        }
      }
      // While the network loses beats a few missing in a row mean nothing new.
      case LOSING, LATE, MONITOR_PAUSED, UNKNOWN -> {}
      case WAITING, STOPPED, GOODBYE -> {}
    }
  }

  private void lateIfSilent(long silence, Moment now) {
    if (silence >= lateAfter()) {
      become(
          BeatState.LATE,
          now,
          "no beat for " + text(lateAfter()) + ", " + rules.lateMisses() + " in a row are missing");
    }
  }

  /// This monitor itself stood still.
  ///
  /// @param stalled for how long the monotonic clock went on meanwhile
  /// @param slept for how long the machine slept
  void pause(Moment now, long stalled, long slept) {
    if (stalled + slept <= interval()) {
      quietSince = Math.min(now.nanos(), quietSince + stalled);
      return;
    }
    blind = true;
    if (state.expectsBeats()) {
      quietSince = now.nanos();
      become(
          BeatState.MONITOR_PAUSED,
          now,
          "the monitor itself stood still for " + text(stalled + slept));
    }
  }

  private void become(BeatState next, Moment now, String why) {
    if (next != state) {
      state = next;
      since = now;
      reason = why;
    }
  }

  /// A beat that does not count.
  void reject(BeatRejection rejection) {
    rejected[rejection.ordinal()]++;
  }

  /// Whether a signed beat may open a new run: only with a sender's clock beyond all that was
  /// signed before. Beats of the present run need no such proof; a copy of one proves nothing.
  boolean isReplay(Beat beat) {
    boolean newRun = !ledger.isEmpty() && !beat.epoch().orElse("").equals(ledger.epoch());
    if (!newRun || newestSigned.isEmpty()) {
      return false;
    }
    return beat.sentEpochNanos().isEmpty()
        || beat.sentEpochNanos().getAsLong() <= newestSigned.getAsLong();
  }

  void acceptSigned(Beat beat) {
    beat.sentEpochNanos()
        .ifPresent(
            sent -> newestSigned = OptionalLong.of(Math.max(newestSigned.orElse(sent), sent)));
  }

  private OptionalLong knownInterval() {
    return rules.interval().isPresent()
        ? OptionalLong.of(rules.interval().get().toNanos())
        : pattern.interval();
  }

  long interval() {
    return knownInterval().orElse(assumedInterval);
  }

  long grace() {
    if (rules.grace().isPresent()) {
      return rules.grace().get().toNanos();
    }
    return pattern.grace().orElse(Math.max(LEAST_GRACE, interval() / 2));
  }

  long lateAfter() {
    return rules.lateMisses() * interval() + grace();
  }

  long stoppedAfter() {
    return rules.misses() * interval() + grace();
  }

  boolean isIntervalKnown() {
    return knownInterval().isPresent();
  }

  private static String text(long nanos) {
    long millis = Math.round(nanos / 1e6);
    return Durations.format(Duration.ofMillis(millis));
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
    return rules;
  }

  /// @param own whether they are this application's own, not the defaults
  void rules(BeatRules changed, boolean own) {
    rules = changed;
    ownRules = own;
  }

  boolean hasOwnRules() {
    return ownRules;
  }

  Optional<BeatKey> key() {
    return key;
  }

  void key(Optional<BeatKey> secret) {
    key = secret;
  }

  /// Whether it stays in the table whatever happens.
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

  OptionalLong newestSigned() {
    return newestSigned;
  }

  /// Takes over what an earlier process knew. What expected beats is unknown from now on; the
  /// silence before counts, but at least one beat must get its chance.
  void restore(SavedApplication saved, Moment now) {
    saved.learnedInterval().ifPresent(pattern::restore);
    bar.restore(saved.recent());
    newestSigned = saved.newestSigned();
    state = saved.state();
    since = saved.since(now);
    blind = true;
    lastSeen = saved.lastSeen(now);
    quietSince = lastSeen.nanos();
    saved.ledger().ifPresent(known -> ledger = BeatLedger.restore(known, lastSeen));
    if (state.expectsBeats()) {
      long left = Math.max(stoppedAfter() - saved.silentNanos(), interval() + grace());
      quietSince = now.nanos() - Math.max(0, stoppedAfter() - left);
      become(BeatState.UNKNOWN, now, "the monitor itself was down");
    }
  }
}
