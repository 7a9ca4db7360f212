package io.pingdeck.ping.engine;

import io.pingdeck.ping.api.EngineCounters;

/// Counts what arrives and belongs to no ping, while an engine runs; see [EngineCounters] for the
/// meaning of each.
final class UnmatchedCounters {
  long staleReplies;
  long forgedReplies;
  long corruptReplies;
  long unmatchedReplies;
  long unmatchedErrors;
  long advisoryErrors;
  long bareErrors;

  EngineCounters counters() {
    return new EngineCounters(
        staleReplies,
        forgedReplies,
        corruptReplies,
        unmatchedReplies,
        unmatchedErrors,
        advisoryErrors,
        bareErrors);
  }
}
