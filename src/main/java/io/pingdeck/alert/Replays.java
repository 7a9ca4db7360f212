package io.pingdeck.alert;

import io.pingdeck.alert.api.AlertApi;
import io.pingdeck.alert.engine.Replay;
import io.pingdeck.alert.rule.Rule;
import io.pingdeck.alert.rule.RuleException;
import io.pingdeck.base.Durations;
import io.pingdeck.base.FaultException;
import io.pingdeck.base.NanoClock;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.history.api.HistoryApi;
import io.pingdeck.history.api.HistoryBucket;
import io.pingdeck.history.api.HistorySeries;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/// Replays rules over stored history, one after the other, on a thread of its own, so that the
/// judging of live rules does not wait. Their number and the time of each are bounded.
final class Replays {
  private static final int POINTS = 2000;
  private static final long SECOND = 1_000_000_000L;
  private static final long HOUR = Duration.ofHours(1).toNanos();
  private static final long LONGEST = Duration.ofDays(366).toNanos();

  /// One runs and one waits.
  private static final int MOST = 2;

  /// From the request to the result. Less than the requester waits.
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private static final RequestFailure STOPPED = RequestFailure.conflict("the replay was stopped");

  private final Function<HistoryApi.ReadSeries, Future<HistorySeries>> history;
  private final NanoClock clock;
  private final WorkerExecutor worker;
  private final Map<String, AtomicBoolean> open = new ConcurrentHashMap<>(); // stopped, by id
  private Future<?> last = Future.succeededFuture();

  Replays(
      Vertx vertx,
      Function<HistoryApi.ReadSeries, Future<HistorySeries>> history,
      NanoClock clock) {
    this.history = history;
    this.clock = clock;
    worker = vertx.createSharedWorkerExecutor("replays", 1);
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

  /// @return fails with [RequestFailure.Busy] if another waits, and with a [FaultException] if it
  ///   takes too long
  Future<AlertApi.Replayed> run(AlertApi.Replay asked) {
    Rule rule = rule(asked.when());
    long span = asked.toEpochNanos() - asked.fromEpochNanos();
    if (span <= 0 || span > LONGEST) {
      throw new FaultException("from", "is not before `to`, or more than 366 days before it");
    }
    Grain grain = Grain.of(span);
    if (open.size() >= MOST) {
      throw new RequestFailure(
          new RequestFailure.Busy(
              "other rules are replayed; try again later", Duration.ofSeconds(10)));
    }
    AtomicBoolean isStopped = new AtomicBoolean();
    if (open.putIfAbsent(asked.id(), isStopped) != null) {
      throw RequestFailure.conflict("the replay " + asked.id() + " runs already");
    }
    Replay replay =
        new Replay(rule, asked.patienceNanos(), asked.fromEpochNanos(), grain.tickNanos());
    long deadline = clock.nanoTime() + PATIENCE.toNanos();
    Run run = new Run(replay, grain, deadline, isStopped);
    Future<AlertApi.Replayed> done =
        last.otherwiseEmpty()
            .compose(_ -> read(asked, run, asked.fromEpochNanos(), 0))
            .onComplete(_ -> open.remove(asked.id()));
    last = done;
    return done;
  }

  /// @param deadline of the clock
  private record Run(Replay replay, Grain grain, long deadline, AtomicBoolean isStopped) {}

  /// @return whether it ran or waited
  boolean stop(String id) {
    AtomicBoolean isStopped = open.get(id);
    if (isStopped != null) {
      isStopped.set(true);
    }
    return isStopped != null;
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

  private Future<AlertApi.Replayed> read(AlertApi.Replay asked, Run run, long from, long width) {
    if (run.isStopped().get()) {
      return Future.failedFuture(STOPPED);
    }
    if (from >= asked.toEpochNanos()) {
      return worker.executeBlocking(() -> finish(asked, run.replay(), width));
    }
    long bucket = run.grain().bucketNanos();
    long to = Math.min(asked.toEpochNanos(), from + (POINTS - 1) * bucket);
    return history
        .apply(new HistoryApi.ReadSeries(asked.ping(), from, to, POINTS))
        .compose(series -> worker.executeBlocking(() -> feed(run, series, from, to)))
        .compose(read -> read(asked, run, to, Math.max(width, read)));
  }

  private static AlertApi.Replayed finish(AlertApi.Replay asked, Replay replay, long width) {
    var episodes = replay.finish(asked.toEpochNanos());
    return new AlertApi.Replayed(
        asked.when(), replay.fired(), replay.state(), replay.probes(), width, episodes);
  }

  /// A bucket belongs to the part in which it begins.
  ///
  /// @return width of the buckets in nanoseconds
  private long feed(Run run, HistorySeries series, long from, long to) {
    for (HistoryBucket bucket : series.buckets()) {
      if (run.isStopped().get()) {
        throw STOPPED;
      }
      if (clock.nanoTime() - run.deadline() > 0) {
        throw new FaultException(
            "from",
            "is too early: the span has more probes than can be replayed within "
                + Durations.format(PATIENCE)
                + "; choose a shorter one");
      }
      long begin = bucket.fromEpochNanos();
      if (!bucket.hasNoData() && begin >= from && begin < to) {
        run.replay().add(bucket, series.widthNanos());
      }
    }
    return series.widthNanos();
  }
}
