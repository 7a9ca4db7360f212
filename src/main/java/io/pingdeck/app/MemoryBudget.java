package io.pingdeck.app;

import io.pingdeck.alert.api.AlertsConfig;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.stats.api.StatsLimits;
import io.pingdeck.user.UsersVerticle;

/// Shares the heap among the structures that grow with the number of pings and samples, so that a
/// small heap is never exhausted: it first keeps fewer samples, then allows fewer pings.
///
/// @param heapBytes maximum heap size (`-Xmx`)
/// @param passwordBytes what checking passwords takes of it
/// @param ruleBytes what the alert rules take of it for each ping
record MemoryBudget(long heapBytes, long passwordBytes, long ruleBytes) {
  private static final long MEGABYTE = 1 << 20;

  /// The program itself, connections of the page, and short-lived garbage.
  private static final long BASE = 24 * MEGABYTE;

  private static final long LEAST = 8 * MEGABYTE;

  /// A heap of this size or more needs no reduced limits, unless the rules take much.
  private static final long LARGE = 512 * MEGABYTE;

  /// The windows of a ping at 100 probes per second, its round trips, and its samples in transit or
  /// being compressed.
  private static final long PING = 185 << 10;

  private static final long ENDED_PING = 30 << 10;
  private static final long HELD_SAMPLE = 40;
  private static final long QUEUED_SAMPLE = 80;

  /// Without logins.
  MemoryBudget(long heapBytes) {
    this(heapBytes, 0, 0);
  }

  /// @param hasUsers whether somebody may log in
  static MemoryBudget ofThisProcess(boolean hasUsers, AlertsConfig alerts) {
    return new MemoryBudget(
        Runtime.getRuntime().maxMemory(),
        hasUsers ? UsersVerticle.mostPasswordBytes() : 0,
        alerts.rules().stream().mapToLong(rule -> rule.rule().condition().windowBytes()).sum());
  }

  private int share(int parts, long each) {
    return (int)
        Math.min(
            Integer.MAX_VALUE, Math.max(LEAST, heapBytes - BASE - passwordBytes) / parts / each);
  }

  /// The requested limits of the statistics, reduced to fit the heap.
  StatsLimits stats(StatsLimits wanted) {
    return new StatsLimits(
        wanted.samplesPerPing(),
        Math.min(wanted.samplesInAll(), share(4, HELD_SAMPLE)),
        Math.min(wanted.endedPings(), share(8, ENDED_PING)));
  }

  /// Maximum number of samples queued for the disk.
  int queuedSamples(int wanted) {
    return Math.min(wanted, share(8, QUEUED_SAMPLE));
  }

  /// The requested limits, with the maximum number of pings of each of `workers` workers reduced to
  /// fit the heap. Every rule is charged to every ping, since a new one may match any of them. Says
  /// nothing unless a ping is refused: most users need fewer than the limit.
  PingLimits pings(PingLimits wanted, int workers) {
    long each = heapBytes >= LARGE ? ruleBytes : PING + ruleBytes;
    int most = each == 0 ? Integer.MAX_VALUE : Math.max(1, share(2, each) / workers);
    if (most >= wanted.maxPings()) {
      return wanted;
    }
    return wanted.atMost(
        most,
        "a heap of "
            + heapBytes / MEGABYTE
            + " MB has no room for more"
            + (ruleBytes > PING / 4
                ? " (the windows of alerts.rules take " + (ruleBytes >> 10) + " KB for each)"
                : "")
            + "; start Pingdeck with a larger one, PINGDECK_JAVA_OPTS=-Xmx"
            + (heapBytes >= LARGE ? 2 * heapBytes / MEGABYTE + "m" : "1g"));
  }
}
