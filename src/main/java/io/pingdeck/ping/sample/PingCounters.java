package io.pingdeck.ping.sample;

import java.util.OptionalDouble;
import java.util.stream.Stream;

/// The counters of one ping at one instant. Two equations hold at every instant:
///
/// - `planned = sent + skipped + sendFailed`
/// - `sent = ` the outcomes of probes that left this host `+ inFlight`
///
/// @param outcomes probes by outcome
/// @param sent probes that left this host
/// @param inFlight probes that wait for their outcome; not part of any loss figure
/// @param skipped slots of the schedule that passed while this process was delayed
/// @param duplicates replies to a probe that was already answered (RFC 5560)
/// @param reordered replies with a sequence below the highest seen (RFC 4737 section 3, NextExp)
/// @param corrupt replies whose token or text was damaged
/// @param wrongSource replies from an address other than the one probed
/// @param conflicts replies or errors for a probe that already had a different terminal outcome
/// @param corrected lost probes that got an outcome other than a late reply after their timeout;
///   they are counted by that outcome
public record PingCounters(
    OutcomeCounts outcomes,
    long sent,
    long inFlight,
    long skipped,
    long duplicates,
    long reordered,
    long corrupt,
    long wrongSource,
    long conflicts,
    long corrected) {

  // Columns of the values that are not outcomes; the others are at Outcome.column().
  static final int SENT = 0;
  static final int IN_FLIGHT = 8;
  static final int SKIPPED = 10;
  static final int DUPLICATES = 11;
  static final int REORDERED = 12;
  static final int CORRUPT = 13;
  static final int WRONG_SOURCE = 14;
  static final int CONFLICTS = 15;
  static final int CORRECTED = 20;

  /// Number of longs per row. Append new columns, because newer versions read rows on disk.
  public static final int COLUMNS =
      1
          + Math.max(
              CORRECTED, Stream.of(Outcome.values()).mapToInt(Outcome::column).max().orElse(0));

  public static final PingCounters ZERO = of(new OutcomeCounts());

  public PingCounters {
    outcomes = outcomes.copy();
  }

  /// Counters of concluded probes only.
  public static PingCounters of(OutcomeCounts outcomes) {
    return new PingCounters(outcomes, outcomes.sent(), 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /// Reads one row of columns.
  public static PingCounters read(long[] columns, int row) {
    int i = row * COLUMNS;
    return new PingCounters(
        OutcomeCounts.read(columns, i),
        columns[i + SENT],
        columns[i + IN_FLIGHT],
        columns[i + SKIPPED],
        columns[i + DUPLICATES],
        columns[i + REORDERED],
        columns[i + CORRUPT],
        columns[i + WRONG_SOURCE],
        columns[i + CONFLICTS],
        columns[i + CORRECTED]);
  }

  public long[] row() {
    long[] row = new long[COLUMNS];
    outcomes.write(row, 0);
    row[SENT] = sent;
    row[IN_FLIGHT] = inFlight;
    row[SKIPPED] = skipped;
    row[DUPLICATES] = duplicates;
    row[REORDERED] = reordered;
    row[CORRUPT] = corrupt;
    row[WRONG_SOURCE] = wrongSource;
    row[CONFLICTS] = conflicts;
    row[CORRECTED] = corrected;
    return row;
  }

  /// These counters without one probe of this outcome, as if it had not been sent yet.
  public PingCounters without(Outcome outcome) {
    long[] row = row();
    row[outcome.column()]--;
    row[SENT] -= outcome.isSent() ? 1 : 0;
    return read(row, 0);
  }

  /// Number of probes with this outcome.
  public long count(Outcome outcome) {
    return outcomes.count(outcome);
  }

  /// These counters without the probes in flight, as if they had never been sent.
  public PingCounters withoutInFlight() {
    long[] row = row();
    row[SENT] -= inFlight;
    row[IN_FLIGHT] = 0;
    return read(row, 0);
  }

  /// Slots of the schedule up to now.
  public long planned() {
    return sent + skipped + outcomes.notSent();
  }

  /// Probes with an outcome: the denominator of every loss figure.
  public long concluded() {
    return sent - inFlight;
  }

  /// Concluded probes that count as lost, see [Outcome#isUnanswered()].
  public long unanswered() {
    return outcomes.unanswered();
  }

  /// See [OutcomeCounts#lossPercent()].
  public OptionalDouble lossPercent() {
    return outcomes.lossPercent();
  }
}
