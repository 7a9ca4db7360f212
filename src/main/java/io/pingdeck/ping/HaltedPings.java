package io.pingdeck.ping;

import io.pingdeck.ping.api.PingHistory;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.loop.LoopListener;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.SampleBatch;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;

/// Pings that were halted: paused, or to continue with other settings. Each waits for the outcomes
/// of its probes in flight, and is then ready to continue with the next sequence number.
final class HaltedPings {
  private final Map<PingId, Promise<PingHistory>> halted = new HashMap<>();

  /// @return where to continue, once its probes in flight have their outcomes; fails if it ends
  ///   instead
  Future<PingHistory> halt(PingId ping) {
    Promise<PingHistory> ready = Promise.promise();
    halted.put(ping, ready);
    return ready.future();
  }

  /// A ping of an earlier run of the program that was paused.
  void restore(PingId ping, PingHistory past) {
    halt(ping);
    halted.get(ping).complete(past);
  }

  boolean isHalted(PingId ping) {
    return halted.containsKey(ping);
  }

  /// Whether a ping is halted and none of its probes is in flight.
  boolean isIdle(PingId ping) {
    Promise<PingHistory> ready = halted.get(ping);
    return ready != null && ready.future().isComplete();
  }

  /// Where a halted ping continues; fails if it is not halted.
  Future<PingHistory> idle(PingId ping) {
    Promise<PingHistory> ready = halted.get(ping);
    return ready == null
        ? Future.failedFuture(new IllegalStateException("not halted: " + ping))
        : ready.future();
  }

  /// A ping sends no more probes, and all have their outcomes.
  ///
  /// @param last contains its final counters
  /// @return whether it is only halted
  boolean ended(LoopListener.End end, SampleBatch last) {
    Promise<PingHistory> ready = halted.get(end.ping());
    if (ready == null) {
      return false;
    }
    if (end.state() != PingState.STOPPED || ready.future().isComplete()) {
      forget(end.ping());
      return false;
    }
    ready.complete(new PingHistory(end.lastSequence(), counters(end.ping(), last)));
    return true;
  }

  /// It continues, or is gone.
  void forget(PingId ping) {
    Promise<PingHistory> ready = halted.remove(ping);
    if (ready != null) {
      ready.tryFail("it has ended");
    }
  }

  private static PingCounters counters(PingId ping, SampleBatch batch) {
    for (int row = batch.counterPings().length - 1; row >= 0; row--) {
      if (batch.counterPings()[row] == ping.value()) {
        return batch.counters(row);
      }
    }
    throw new IllegalArgumentException("no counters of " + ping);
  }
}
