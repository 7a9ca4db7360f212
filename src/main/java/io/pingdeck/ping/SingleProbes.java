package io.pingdeck.ping;

import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// Who waits for the outcome of a single probe.
final class SingleProbes {
  /// More at once would be a load, not a question.
  private static final int MOST = 100;

  private final Map<Long, Promise<Sample>> waiting = new HashMap<>();

  boolean areTooMany() {
    return waiting.size() >= MOST;
  }

  /// The probe as a ping of one.
  ///
  /// @param longest whoever asks for a longer timeout gets this one
  static PingSpec once(PingSpec spec, Duration longest) {
    return once(spec, Math.min(spec.timeout().toNanos(), longest.toNanos()));
  }

  /// Whether the timeout is over before the probe is sent.
  static boolean isSpent(PingSpec spec, long spentNanos) {
    return spec.timeout().toNanos() <= spentNanos;
  }

  /// The same probe with what finding its address and making ready has left of the timeout.
  static PingSpec within(PingSpec spec, long spentNanos) {
    return once(spec, Math.max(1, spec.timeout().toNanos() - spentNanos));
  }

  private static PingSpec once(PingSpec spec, long timeoutNanos) {
    return new PingSpec(
        spec.id(),
        spec.name(),
        spec.target(),
        spec.family(),
        Duration.ofSeconds(1),
        Duration.ofNanos(timeoutNanos),
        OptionalLong.of(1),
        spec.payloadBytes(),
        spec.hopLimit(),
        spec.trafficClass(),
        spec.mode(),
        spec.method(),
        spec.expected(),
        spec.http(),
        spec.pin());
  }

  /// @return the probe's first outcome
  Future<Sample> await(PingId id) {
    Promise<Sample> promise = Promise.promise();
    waiting.put(id.value(), promise);
    return promise.future().onComplete(done -> waiting.remove(id.value()));
  }

  /// Its ping could not be started.
  void forget(PingId id, Throwable cause) {
    Promise<Sample> promise = waiting.get(id.value());
    if (promise != null) {
      promise.tryFail(cause);
    }
  }

  void answer(SampleBatch batch) {
    for (int i = 0; i < batch.size() && !waiting.isEmpty(); i++) {
      Promise<Sample> promise = waiting.get(batch.ping(i));
      if (promise != null) {
        promise.tryComplete(batch.sample(i));
      }
    }
  }
}
