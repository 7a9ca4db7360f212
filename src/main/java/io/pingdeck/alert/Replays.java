package io.pingdeck.alert;

import io.pingdeck.alert.api.AlertApi;
import io.pingdeck.alert.engine.Replay;
import io.pingdeck.alert.rule.Rule;
import io.pingdeck.alert.rule.RuleException;
import io.pingdeck.base.FaultException;
import io.pingdeck.history.api.HistoryApi;
import io.pingdeck.history.api.HistorySeries;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;

/// Replays rules over stored history, one after the other.
final class Replays {
  private static final int POINTS = 2000;
  private static final long SECOND = 1_000_000_000L;
  private static final long HOUR = Duration.ofHours(1).toNanos();
  private static final long LONGEST = Duration.ofDays(366).toNanos();

  private final EventBus bus;
  private Future<?> last = Future.succeededFuture();

  Replays(EventBus bus) {
    this.bus = bus;
  }

  /// The widths of buckets and ticks for a span.
  private record Grain(long bucketNanos, long tickNanos) {
    static Grain of(long span) {
      if (span <= HOUR) {
        return new Grain(2 * SECOND, SECOND);
      }
      return span <= 6 * HOUR
          ? new Grain(15 * SECOND, SECOND)
          : new Grain(60 * SECOND, 10 * SECOND);
    }
  }

  Future<AlertApi.Replayed> run(AlertApi.Replay asked) {
    Rule rule = rule(asked.when());
    long span = asked.toEpochNanos() - asked.fromEpochNanos();
    if (span <= 0 || span > LONGEST) {
      throw new FaultException("from", "is not before `to`, or more than 366 days before it");
    }
    Grain grain = Grain.of(span);
    Replay replay =
        new Replay(rule, asked.patienceNanos(), asked.fromEpochNanos(), grain.tickNanos());
    Future<AlertApi.Replayed> done =
        last.otherwiseEmpty().compose(_ -> read(asked, replay, grain, asked.fromEpochNanos(), 0));
    last = done;
    return done;
  }

  private static Rule rule(String when) {
    try {
      Rule rule = Rule.parse(when);
      Replay.refusal(rule)
          .ifPresent(why -> {
            throw new FaultException("when", why);
          });
      return rule;
    } catch (RuleException e) {
      throw new FaultException("when", e.getMessage());
    }
  }

  private Future<AlertApi.Replayed> read(
      AlertApi.Replay asked, Replay replay, Grain grain, long from, long width) {
    if (from >= asked.toEpochNanos()) {
      var episodes = replay.finish(asked.toEpochNanos());
      return Future.succeededFuture(
          new AlertApi.Replayed(
              asked.when(), replay.fired(), replay.state(), replay.probes(), width, episodes));
    }
    long to = Math.min(asked.toEpochNanos(), from + (POINTS - 1) * grain.bucketNanos());
    return HistoryApi.HISTORY
        .request(bus, new HistoryApi.ReadSeries(asked.ping(), from, to, POINTS))
        .compose(series -> {
          feed(replay, series, from, to);
          return read(asked, replay, grain, to, Math.max(width, series.widthNanos()));
        });
  }

  /// A bucket belongs to the part in which it begins.
  private static void feed(Replay replay, HistorySeries series, long from, long to) {
    series.buckets().stream()
        .filter(bucket -> !bucket.hasNoData())
        .filter(bucket -> bucket.fromEpochNanos() >= from && bucket.fromEpochNanos() < to)
        .forEach(bucket -> replay.add(bucket, series.widthNanos()));
  }
}
