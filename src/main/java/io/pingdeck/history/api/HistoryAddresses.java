package io.pingdeck.history.api;

import io.pingdeck.bus.UntypedService;

/// Where history answers.
public final class HistoryAddresses {
  /// Web -> history.
  public static final UntypedService<HistoryQuery, HistoryAnswer> HISTORY =
      new UntypedService<>("history", HistoryQuery.class, HistoryAnswer.class);

  private HistoryAddresses() {}
}
