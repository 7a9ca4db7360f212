package io.pingdeck.ping;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Rate limit of single probes: one per interval to the same target, and [#PER_HOST_AND_SECOND] per
/// second to the same remote host, whatever the rest of the target.
final class ProbePace {
  static final int PER_HOST_AND_SECOND = 20;
  private static final int REMEMBERED = 10_000;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final PingLimits limits;
  private final Map<String, Long> latest = new LinkedHashMap<>();
  private final Map<String, Window> hosts = new LinkedHashMap<>();

  ProbePace(PingLimits limits) {
    this.limits = limits;
  }

  private static final class Window {
    private final long since;
    private int probes;

    Window(long since) {
      this.since = since;
    }
  }

  /// Counts a probe if it is permitted.
  ///
  /// @param now the time of any monotonic clock, in nanoseconds
  /// @return how long to wait before the next attempt; empty if permitted
  Optional<Duration> enter(PingSpec spec, Endpoint address, long now) {
    Duration interval =
        address.isLoopback() ? limits.minIntervalLoopback() : limits.sending().probeInterval();
    String target = spec.target().toString();
    Long before = latest.get(target);
    if (before != null && now - before < interval.toNanos()) {
      return Optional.of(interval.minusNanos(now - before));
    }
    Optional<Duration> wait = enter(address, now);
    if (wait.isEmpty()) {
      keep(latest, target, now);
    }
    return wait;
  }

  /// Counts another probe of the same request, to a different address.
  Optional<Duration> enter(Endpoint address, long now) {
    if (!address.isLoopback()) {
      Window window = hosts.get(address.host());
      if (window == null || now - window.since >= SECOND.toNanos()) {
        window = new Window(now);
        keep(hosts, address.host(), window);
      } else if (window.probes >= PER_HOST_AND_SECOND) {
        return Optional.of(SECOND.minusNanos(now - window.since));
      }
      window.probes++;
    }
    return Optional.empty();
  }

  private static <T> void keep(Map<String, T> map, String key, T value) {
    map.remove(key);
    map.put(key, value);
    if (map.size() > REMEMBERED) {
      map.remove(map.keySet().iterator().next());
    }
  }
}
