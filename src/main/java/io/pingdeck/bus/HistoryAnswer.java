package io.pingdeck.bus;

import io.pingdeck.stats.PingSnapshot;
import io.pingdeck.store.HistoryHealth;
import io.pingdeck.store.HistorySeries;
import io.pingdeck.store.SamplePage;
import java.util.Optional;

/// The answer to a [HistoryQuery].
public sealed interface HistoryAnswer {
  record Series(HistorySeries series) implements HistoryAnswer {}

  record Samples(SamplePage page) implements HistoryAnswer {}

  /// @param ping empty if it is not kept
  record Ping(Optional<PingSnapshot> ping) implements HistoryAnswer {}

  record Health(HistoryHealth health) implements HistoryAnswer {}

  /// No history is kept; the reason says why.
  record Off(String reason) implements HistoryAnswer {}
}
