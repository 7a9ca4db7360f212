package io.pingdeck.web.live;

import io.pingdeck.base.NanoClock;
import io.pingdeck.json.SystemJson;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.WorkerStatus;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// The last reported status of the pinger workers. Omits a worker that has gone silent.
public final class WorkerBoard {
  private static final long SILENT_NANOS = Duration.ofSeconds(5).toNanos();

  private record Heard(WorkerStatus status, long nanos) {}

  private final NanoClock clock = NanoClock.SYSTEM;
  private final Map<Integer, Heard> workers = new TreeMap<>();

  /// @return completes when nothing published from now on can be missed
  public Future<Void> start(EventBus bus) {
    return PingApi.WORKERS.consume(
        bus, status -> workers.put(status.worker(), new Heard(status, clock.nanoTime())));
  }

  public JsonArray json() {
    long now = clock.nanoTime();
    return new JsonArray(
        workers.values().stream()
            .filter(heard -> now - heard.nanos() < SILENT_NANOS)
            .map(heard -> SystemJson.worker(heard.status()))
            .toList());
  }
}
