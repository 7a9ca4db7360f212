package io.pingdeck.history.api;

import io.pingdeck.bus.Service;

/// Where history answers.
public final class HistoryAddresses {
  /// Web -> history.
  public static final Service<HistoryQuery, HistoryAnswer> HISTORY =
      new Service<>("history", HistoryQuery.class, HistoryAnswer.class);

  private HistoryAddresses() {}
}
