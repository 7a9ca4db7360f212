package io.pingdeck.history.api;

import io.pingdeck.stats.api.PingSnapshot;
import java.util.Optional;

/// The answer to a [HistoryQuery].
public sealed interface HistoryAnswer {
  record Series(HistorySeries series) implements HistoryAnswer {}

  record Samples(SamplePage page) implements HistoryAnswer {}

  /// @param ping empty if it is not kept
  record Ping(Optional<PingSnapshot> ping) implements HistoryAnswer {}

  /// @param returning what of an earlier run is still to come back, in words; empty if nothing is
  record Health(HistoryHealth health, String returning) implements HistoryAnswer {}

  /// @param whyNot why it is not on the disk, in words; empty if it is
  record Saved(Optional<String> whyNot) implements HistoryAnswer {}

  /// No history is kept; the reason says why.
  record Off(String reason) implements HistoryAnswer {}
}
