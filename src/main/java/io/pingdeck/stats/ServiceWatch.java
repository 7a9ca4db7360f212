package io.pingdeck.stats;

import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Standing;
import io.pingdeck.stats.api.ServiceState;

/// Tracks the state of one ping's service from its outcomes, in the order they are decided: a
/// timeout is reported after the replies to later probes. Constant time per outcome.
final class ServiceWatch {
  /// Number of recent probes considered.
  static final int LOOKED_AT = 10;

  /// Number of consecutive probes without an expected reply that makes the service down.
  private static final int DOWN = 5;

  private final long[] sequences = new long[LOOKED_AT];
  private final Outcome[] outcomes = new Outcome[LOOKED_AT];
  private int size;
  private int next;
  private boolean isServed;
  private int run; // length of the current run of equal results
  private long runSince;
  private ServiceState state = ServiceState.UNKNOWN;
  private long since;
  private long decidedAt;

  /// Records the first outcome of a probe.
  ///
  /// @param patienceNanos time without an outcome after which earlier ones are discarded
  void decided(
      long sequence, Outcome outcome, long sentEpochNanos, long nowEpochNanos, long patienceNanos) {
    if (isStale(nowEpochNanos, patienceNanos)) {
      size = 0;
    }
    decidedAt = nowEpochNanos;
    boolean served = outcome.standing() == Standing.SERVED;
    if (size == 0 || served != isServed) {
      run = 0;
      runSince = sentEpochNanos;
    }
    run++;
    isServed = served;
    sequences[next] = sequence;
    outcomes[next] = outcome;
    next = (next + 1) % LOOKED_AT;
    size = Math.min(size + 1, LOOKED_AT);
    become(sentEpochNanos);
  }

  private void become(long sentEpochNanos) {
    ServiceState now;
    if (isServed) {
      now = run >= size ? ServiceState.UP : ServiceState.FAILING;
    } else {
      now = run >= Math.min(size, DOWN) ? ServiceState.DOWN : ServiceState.FAILING;
    }
    if (now != state || size == 1) {
      state = now;
      since = now == ServiceState.FAILING ? sentEpochNanos : runSince;
    }
  }

  /// Corrects a lost probe to another outcome that is not an expected reply either.
  void changed(long sequence, Outcome outcome) {
    for (int i = 0; i < size; i++) {
      if (sequences[i] == sequence) {
        outcomes[i] = outcome;
      }
    }
  }

  /// Whether the last outcome is older than `patienceNanos`.
  boolean isStale(long nowEpochNanos, long patienceNanos) {
    return size > 0 && nowEpochNanos - decidedAt > patienceNanos;
  }

  boolean isEmpty() {
    return size == 0;
  }

  ServiceState state() {
    return state;
  }

  long sinceEpochNanos() {
    return since;
  }

  /// When the newest outcome arrived.
  long decidedEpochNanos() {
    return decidedAt;
  }

  /// Receives a probe without an expected reply.
  @FunctionalInterface
  interface Visitor {
    void probe(long sequence, Outcome outcome);
  }

  /// Newest first.
  void forEachUnserved(Visitor visitor) {
    for (int i = 1; i <= size; i++) {
      int at = Math.floorMod(next - i, LOOKED_AT);
      if (outcomes[at].standing() != Standing.SERVED) {
        visitor.probe(sequences[at], outcomes[at]);
      }
    }
  }
}
