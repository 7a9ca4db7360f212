package io.pingdeck.app;

import static java.util.Objects.requireNonNull;

import io.pingdeck.bus.RequestFailure;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.PingId;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The pings of the configuration. One that an earlier run knew gets the configured settings and
/// keeps its state: if a user stopped it, it stays stopped. All others are started.
final class ConfiguredPings {
  private static final Logger LOG = LoggerFactory.getLogger(ConfiguredPings.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

  private final Map<PingId, PingSpec> pings = new LinkedHashMap<>();
  private final int workers;

  /// @param workers number of pingers
  ConfiguredPings(List<PingSpec> configured, int workers) {
    requireNonNull(configured, "configured").forEach(ping -> pings.put(ping.id(), ping));
    this.workers = workers;
  }

  /// The ping of an earlier run with the configured settings, if it is configured.
  PingInfo configured(PingInfo saved) {
    PingSpec spec = pings.get(saved.id());
    return spec == null ? saved : saved.with(spec);
  }

  /// Starts those that no earlier run knew.
  void start(Vertx vertx, Set<PingId> known) {
    int worker = 0;
    for (PingSpec ping : pings.values()) {
      if (!known.contains(ping.id())) {
        start(vertx, ping, worker, FIRST_RETRY);
        worker = (worker + 1) % workers;
      }
    }
  }

  /// A name may not resolve while the network of this machine comes up.
  private static void start(Vertx vertx, PingSpec ping, int worker, Duration retry) {
    PingApi.pinger(worker)
        .request(vertx.eventBus(), new PingApi.Start(ping))
        .onFailure(e -> {
          if (!(e instanceof RequestFailure)) {
            LOG.error("{} of the configuration does not start", ping.name(), e);
            return;
          }
          if (retry.equals(FIRST_RETRY)) {
            // A text of its own for each, so that none is only counted as a repetition.
            LOG.warn(ping.name() + " of ping.targets does not start yet: " + e.getMessage());
          }
          Duration next = retry.multipliedBy(2);
          vertx.setTimer(
              retry.toMillis(),
              _ ->
                  start(
                      vertx,
                      ping,
                      worker,
                      next.compareTo(LONGEST_RETRY) < 0 ? next : LONGEST_RETRY));
        });
  }
}
