package io.pingdeck.probe;

/// The counters of one running ping; see [PingCounters] for their meaning and the two equations
/// that hold after every method here.
final class Tally {
  private long sent;
  private long replied;
  private long late;
  private long lost;
  private long icmpErrors;
  private long refused;
  private long reset;
  private long serverLost;
  private long inFlight;
  private long sendFailed;
  private long skipped;
  private long duplicates;
  private long reordered;
  private long corrupt;
  private long wrongSource;
  private long conflicts;
  private long unexpected;
  private long tlsFailed;
  private long flooded;

  Tally(PingCounters past) {
    sent = past.sent();
    replied = past.replied();
    late = past.late();
    lost = past.lost();
    icmpErrors = past.icmpErrors();
    refused = past.refused();
    reset = past.reset();
    serverLost = past.serverLost();
    inFlight = past.inFlight();
    sendFailed = past.sendFailed();
    skipped = past.skipped();
    duplicates = past.duplicates();
    reordered = past.reordered();
    corrupt = past.corrupt();
    wrongSource = past.wrongSource();
    conflicts = past.conflicts();
    unexpected = past.unexpected();
    tlsFailed = past.tlsFailed();
    flooded = past.flooded();
  }

  void sent() {
    sent++;
    inFlight++;
  }

  /// A probe in flight got its outcome.
  void concluded(Outcome outcome) {
    inFlight--;
    switch (outcome) {
      case REPLY -> replied++;
      case LATE -> late++;
      case LOST -> lost++;
      case ICMP_ERROR -> icmpErrors++;
      case REFUSED -> refused++;
      case RESET -> reset++;
      case SERVER_LOST -> serverLost++;
      case UNEXPECTED -> unexpected++;
      case TLS_FAILED -> tlsFailed++;
      case FLOODED -> flooded++;
      case SEND_FAILED, RESOLVE_FAILED -> {
        sent--;
        sendFailed++;
      }
    }
  }

  void lostTurnedLate() {
    lost--;
    late++;
  }

  void skipped(long slots) {
    skipped += slots;
  }

  void duplicate() {
    duplicates++;
  }

  void reordered() {
    reordered++;
  }

  void corrupt() {
    corrupt++;
  }

  void wrongSource() {
    wrongSource++;
  }

  void conflict() {
    conflicts++;
  }

  /// Writes one row in the order of [PingCounters]' components.
  void write(long[] columns, int offset) {
    columns[offset] = sent;
    columns[offset + 1] = replied;
    columns[offset + 2] = late;
    columns[offset + 3] = lost;
    columns[offset + 4] = icmpErrors;
    columns[offset + 5] = refused;
    columns[offset + 6] = reset;
    columns[offset + 7] = serverLost;
    columns[offset + 8] = inFlight;
    columns[offset + 9] = sendFailed;
    columns[offset + 10] = skipped;
    columns[offset + 11] = duplicates;
    columns[offset + 12] = reordered;
    columns[offset + 13] = corrupt;
    columns[offset + 14] = wrongSource;
    columns[offset + 15] = conflicts;
    columns[offset + 16] = unexpected;
    columns[offset + 17] = tlsFailed;
    columns[offset + 18] = flooded;
  }
}
