package io.pingdeck.echo.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counters of an echo server since its impairment last changed, or since it started. A datagram
/// that is being handled at that instant may count on either side.
///
/// @param at when
/// @param drops as in [EchoSnapshot]
/// @param injected as in [EchoSnapshot]
public record SinceChange(
    Instant at, long received, long replied, Map<String, Long> drops, Map<String, Long> injected) {
  public SinceChange {
    requireNonNull(at, "at");
    drops = Collections.unmodifiableMap(new LinkedHashMap<>(drops));
    injected = Collections.unmodifiableMap(new LinkedHashMap<>(injected));
  }

  /// The difference between two readings of the same counters.
  public static SinceChange of(Instant at, EchoCounts then, EchoCounts now) {
    return new SinceChange(
        at,
        now.received() - then.received(),
        now.replied() - then.replied(),
        difference(then.drops(), now.drops()),
        difference(then.injected(), now.injected()));
  }

  private static Map<String, Long> difference(Map<String, Long> then, Map<String, Long> now) {
    Map<String, Long> difference = new LinkedHashMap<>(now);
    then.forEach((what, count) -> difference.merge(what, -count, Long::sum));
    return difference;
  }
}
