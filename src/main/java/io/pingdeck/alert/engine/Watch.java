package io.pingdeck.alert.engine;

import io.pingdeck.alert.api.AlertState;
import io.pingdeck.alert.api.RuleConfig;
import java.time.Duration;
import java.util.function.LongSupplier;

/// The state of one rule for one subject.
///
/// It clears only after a time, which doubles with each time that it fires again within an hour: an
/// alert that flaps stays firing instead of telling each turn.
final class Watch {
  static final long HOUR = Duration.ofHours(1).toNanos();
  static final long FIRST_HOLD = Duration.ofSeconds(30).toNanos();

  /// The longest that an alert waits for a parent that is about to fire.
  static final long LONGEST_WAIT = Duration.ofMinutes(2).toNanos();

  /// How long a suppressed alert may lie between its thresholds, once its parent is well again:
  /// usually it recovers with it.
  static final long RECOVERY = Duration.ofMinutes(1).toNanos();

  private static final int MOST_FLAPS = 10;
  private static final long NEVER = Long.MIN_VALUE;

  private final RuleConfig rule;
  private final Gauge gauge;
  private final long firstProbe;
  private final long fireAfter;
  private final long clearAfter;
  private final long hold;
  private AlertState state = AlertState.OK;
  private long since;
  private long firedAt;
  private long clearAt = NEVER;
  private long freeAt = NEVER; // since when nothing suppresses it
  private long resolvedAt = NEVER;
  private int flaps;
  private long alert;
  private boolean isTold;
  private Tell tell = Tell.NOTHING;

  /// @param firstProbe [Series#sent()] at its beginning
  Watch(RuleConfig rule, Gauge gauge, long firstProbe, long now) {
    this.rule = rule;
    this.gauge = gauge;
    this.firstProbe = firstProbe;
    fireAfter = rule.rule().fireAfter().toNanos();
    clearAfter = rule.rule().clearAfter().toNanos();
    hold = rule.rule().hold().toNanos();
    since = now;
  }

  /// @param now what happened before counts from now on: nobody knows for how long this program was
  ///   down
  void restore(Remembered before, long now) {
    state = before.state();
    alert = before.alert();
    isTold = before.isTold();
    flaps = before.flaps();
    since = now;
    firedAt = now;
    resolvedAt = state == AlertState.RESOLVED ? now : NEVER;
  }

  RuleConfig rule() {
    return rule;
  }

  Gauge gauge() {
    return gauge;
  }

  long firstProbe() {
    return firstProbe;
  }

  AlertState state() {
    return state;
  }

  long alert() {
    return alert;
  }

  boolean isTold() {
    return isTold;
  }

  int flaps() {
    return flaps;
  }

  /// What the last step wants to be told.
  Tell tell() {
    return tell;
  }

  /// Whether nothing is the matter, so that a step with [Verdict#CLEAR] changes nothing.
  boolean isIdle() {
    return state == AlertState.OK;
  }

  /// Whether it fires soon if nothing changes.
  boolean isAboutToFire(long at) {
    return state == AlertState.PENDING && fireAfter - (at - since) <= LONGEST_WAIT;
  }

  /// Why it may not fire.
  ///
  /// @param noData the subject has no outcomes any more
  /// @param muted maintenance or a silence: nothing is told
  /// @param covered a parent fires
  /// @param waits a parent is about to fire
  record Circumstances(boolean noData, boolean muted, boolean covered, boolean waits) {}

  /// @param numbers gives the next alert its number
  /// @return whether the state changed
  boolean step(Verdict verdict, Circumstances now, long at, LongSupplier numbers) {
    AlertState before = state;
    tell = Tell.NOTHING;
    switch (state) {
      case OK, RESOLVED -> quiet(verdict, now, at, numbers);
      case PENDING -> pending(verdict, now, at, numbers);
      case FIRING, SUPPRESSED -> burning(verdict, now, at);
      case NO_DATA -> withoutData(verdict, now, at, numbers);
    }
    return state != before;
  }

  /// The subject is gone, or no longer to be watched. What fired or was suppressed is resolved, all
  /// else is ok.
  ///
  /// @return whether the state changed
  boolean end(long at) {
    AlertState before = state;
    tell = Tell.NOTHING;
    if (isTold || state == AlertState.SUPPRESSED) {
      resolve(at);
    } else if (state != AlertState.RESOLVED) {
      become(isRecent(at) ? AlertState.RESOLVED : AlertState.OK, at);
    }
    return state != before;
  }

  private void quiet(Verdict verdict, Circumstances now, long at, LongSupplier numbers) {
    if (verdict == Verdict.BAD) {
      become(AlertState.PENDING, at);
      pending(verdict, now, at, numbers);
    } else if (now.noData()) {
      become(AlertState.NO_DATA, at);
    } else if (state == AlertState.RESOLVED && at - since >= HOUR) {
      become(AlertState.OK, at);
    }
  }

  private void pending(Verdict verdict, Circumstances now, long at, LongSupplier numbers) {
    if (now.noData()) {
      become(AlertState.NO_DATA, at);
    } else if (verdict == Verdict.CLEAR || verdict == Verdict.BETWEEN) {
      become(isRecent(at) ? AlertState.RESOLVED : AlertState.OK, at);
    } else if (verdict == Verdict.BAD
        && at - since >= fireAfter + (now.waits() ? LONGEST_WAIT : 0)) {
      alert = numbers.getAsLong();
      flaps = isRecent(at) ? Math.min(flaps + 1, MOST_FLAPS) : 0;
      firedAt = at;
      clearAt = NEVER;
      fire(now, at);
    }
  }

  private boolean isRecent(long at) {
    return resolvedAt != NEVER && at - resolvedAt < HOUR;
  }

  private void fire(Circumstances now, long at) {
    if (now.muted() || now.covered()) {
      freeAt = NEVER;
      become(AlertState.SUPPRESSED, at);
      return;
    }
    become(AlertState.FIRING, at);
    if (!isTold) {
      isTold = true;
      tell = Tell.FIRING;
    }
  }

  private void burning(Verdict verdict, Circumstances now, long at) {
    if (now.noData()) {
      become(AlertState.NO_DATA, at);
      return;
    }
    if (now.muted() || now.covered()) {
      freeAt = NEVER;
    } else if (freeAt == NEVER) {
      freeAt = at;
    }
    switch (verdict) {
      case CLEAR -> {
        clearAt = clearAt == NEVER ? at : clearAt;
        if (at - clearAt >= clearNanos() && at - firedAt >= hold && !(isTold && now.muted())) {
          resolve(at);
        }
      }
      case BAD -> {
        clearAt = NEVER;
        if (state == AlertState.SUPPRESSED && freeAt != NEVER) {
          fire(now, at);
        }
      }
      case BETWEEN -> {
        clearAt = NEVER;
        if (state == AlertState.SUPPRESSED && freeAt != NEVER && at - freeAt >= RECOVERY) {
          fire(now, at);
        }
      }
      case UNKNOWN -> {
        // It stays as it was.
      }
    }
  }

  /// How long it must have cleared.
  private long clearNanos() {
    return flaps == 0
        ? clearAfter
        : Math.max(clearAfter, Math.min(HOUR, FIRST_HOLD << (flaps - 1)));
  }

  private void resolve(long at) {
    tell = isTold ? Tell.RESOLVED : Tell.NOTHING;
    isTold = false;
    resolvedAt = at;
    become(AlertState.RESOLVED, at);
  }

  private void withoutData(Verdict verdict, Circumstances now, long at, LongSupplier numbers) {
    if (now.noData()) {
      return;
    }
    if (!isTold) {
      become(AlertState.OK, at);
      quiet(verdict, now, at, numbers);
    } else {
      // Told as firing, and not judged since.
      become(AlertState.FIRING, at);
      burning(verdict, now, at);
    }
  }

  private void become(AlertState next, long at) {
    state = next;
    since = at;
  }
}
