package io.pingdeck.ping.engine;

import io.pingdeck.ping.api.EngineCounters;

/// Counts arrivals that belong to no running ping; [EngineCounters] defines each counter.
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
