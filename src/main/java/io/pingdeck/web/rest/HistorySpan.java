package io.pingdeck.web.rest;

import io.pingdeck.base.EpochNanos;
import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The time span of the query parameters `from` and `to`.
record HistorySpan(Instant from, Instant to) {
  private static final Instant FIRST = Instant.parse("1971-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

  /// @param usual span before `to` if there is no `from`
  /// @param now default of `to`
  /// @throws FaultException with every fault
  static HistorySpan of(MultiMap parameters, Duration usual, Instant now) {
    List<Fault> faults = new ArrayList<>();
    Instant to = instant(parameters, "to", faults).orElse(now);
    Instant from = instant(parameters, "from", faults).orElse(to.minus(usual));
    if (faults.isEmpty() && !from.isBefore(to)) {
      faults.add(new Fault("from", "must be before to"));
    }
    if (!faults.isEmpty()) {
      throw new FaultException(faults);
    }
    return new HistorySpan(from, to);
  }

  private static Optional<Instant> instant(MultiMap parameters, String name, List<Fault> faults) {
    String text = parameters.get(name);
    if (text == null) {
      return Optional.empty();
    }
    try {
      Instant instant = Instant.parse(text);
      if (!instant.isBefore(FIRST) && !instant.isAfter(LAST)) {
        return Optional.of(instant);
      }
    } catch (DateTimeParseException _) {
      // reported below
    }
    faults.add(new Fault(name, "must be a time such as 2026-01-01T00:00:00Z"));
    return Optional.empty();
  }

  long fromEpochNanos() {
    return EpochNanos.of(from);
  }

  long toEpochNanos() {
    return EpochNanos.of(to);
  }
}
