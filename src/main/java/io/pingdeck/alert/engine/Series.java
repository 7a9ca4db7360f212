package io.pingdeck.alert.engine;

import io.pingdeck.alert.api.AlertState;
import io.pingdeck.alert.api.Subject;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.SampleBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One ping or heartbeat and everything that watches it.
final class Series {
  private static final long LEAST_WITHOUT_DATA = 300_000_000_000L;
  private static final int JITTER_GAIN = 16; // RFC 3550 section 6.4.1

  private Subject subject;
  private long withoutDataAfter;
  private final List<Watch> watches = new ArrayList<>();
  private final List<Series> parents = new ArrayList<>();
  private RecentLosses losses;
  private long sent;
  private long heardAt;
  private long lastReply = -1; // sequence
  private long lastRtt;
  private double jitter;
  private boolean hasNewJitter;
  private long certificateExpiry;
  private long baselineNanos;

  /// @param patienceNanos longest usual time between two outcomes
  Series(Subject subject, long patienceNanos, long now) {
    heardAt = now;
    change(subject, patienceNanos);
  }

  /// The ping's settings changed.
  ///
  /// @return whether anything is different now
  boolean change(Subject newSubject, long patienceNanos) {
    long before = withoutDataAfter;
    withoutDataAfter = Math.max(LEAST_WITHOUT_DATA, 3 * patienceNanos);
    boolean isOther = !newSubject.equals(subject);
    subject = newSubject;
    return isOther || withoutDataAfter != before;
  }

  Subject subject() {
    return subject;
  }

  List<Watch> watches() {
    return watches;
  }

  List<Series> parents() {
    return parents;
  }

  /// Number of decided probes that left this host.
  long sent() {
    return sent;
  }

  double jitter() {
    return jitter;
  }

  /// Whether the newest reply changed the jitter.
  boolean hasNewJitter() {
    return hasNewJitter;
  }

  /// Seconds since 1970 UTC; 0 if unknown.
  long certificateExpiry() {
    return certificateExpiry;
  }

  /// Median RTT of this hour a week ago; 0 if unknown.
  long baselineNanos() {
    return baselineNanos;
  }

  void baseline(long nanos) {
    baselineNanos = nanos;
  }

  /// When the newest outcome came, or since when it is watched.
  long heardAt() {
    return heardAt;
  }

  boolean isWithoutData(long now) {
    return subject.kind() == Subject.Kind.PING && now - heardAt >= withoutDataAfter;
  }

  /// Whether one of its alerts fires, told or not.
  boolean fires() {
    for (Watch watch : watches) {
      if (watch.state() == AlertState.FIRING || watch.state() == AlertState.SUPPRESSED) {
        return true;
      }
    }
    return false;
  }

  /// Whether a parent fires.
  boolean isCovered() {
    for (Series parent : parents) {
      if (parent.fires()) {
        return true;
      }
    }
    return false;
  }

  /// Whether a parent is about to fire.
  boolean mayBeCovered(long now) {
    for (Series parent : parents) {
      for (Watch watch : parent.watches) {
        if (watch.isAboutToFire(now)) {
          return true;
        }
      }
    }
    return false;
  }

  void record(SampleBatch batch, int i, long now) {
    record(
        batch.sequences()[i],
        batch.outcome(i),
        batch.rttNanos()[i],
        batch.isAfterTimeout(i),
        batch.answer(i),
        now);
  }

  /// @param rttNanos the RTT if the outcome has one
  /// @param answer may be null
  void record(
      long sequence,
      Outcome outcome,
      long rttNanos,
      boolean afterTimeout,
      Response answer,
      long now) {
    heardAt = now;
    hasNewJitter = false;
    if (answer != null) {
      expiry(answer).ifPresent(at -> certificateExpiry = at.getEpochSecond());
    }
    if (afterTimeout) {
      correct(sequence, outcome, rttNanos, now);
      return;
    }
    if (outcome == Outcome.REPLY) {
      pair(sequence, rttNanos);
    }
    for (Watch watch : watches) {
      watch.gauge().decided(this, outcome, rttNanos, now);
    }
    if (outcome == Outcome.LOST) {
      losses = losses == null ? new RecentLosses() : losses;
      losses.add(sequence, sent, now);
    }
    sent += outcome.isSent() ? 1 : 0;
  }

  private void correct(long sequence, Outcome outcome, long rttNanos, long now) {
    int place = losses == null ? -1 : losses.take(sequence);
    long lostAt = place < 0 ? now : losses.time(place);
    for (Watch watch : watches) {
      long index = place < 0 ? -1 : losses.index(place) - watch.firstProbe();
      watch.gauge().corrected(this, outcome, index, lostAt, rttNanos, now);
    }
  }

  private void pair(long sequence, long rttNanos) {
    if (lastReply >= 0 && sequence == lastReply + 1) {
      jitter += (Math.abs(rttNanos - lastRtt) - jitter) / JITTER_GAIN;
      hasNewJitter = true;
    }
    lastReply = sequence;
    lastRtt = rttNanos;
  }

  private static Optional<Instant> expiry(Response answer) {
    return switch (answer) {
      case Response.Http http -> http.certificateExpiry();
      case Response.Tls tls -> tls.certificateExpiry();
      case Response.Smtp smtp -> smtp.tls().map(tls -> tls.certificateExpiry());
      default -> Optional.empty();
    };
  }
}
