package io.pingdeck.ping.sample;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;

/// The counters of one ping at one instant. Two equations hold at every instant:
///
/// - `planned = sent + skipped + sendFailed`
/// - `sent = replied + late + lost + icmpErrors + refused + reset + serverLost + unexpected +
///   tlsFailed + flooded + malformed + inFlight`
///
/// @param sent probes that left this host
/// @param replied answered within the timeout
/// @param late answered after the timeout
/// @param lost not answered within the timeout and not (yet) late
/// @param icmpErrors answered with an ICMP error, within the timeout or after it
/// @param refused TCP connections refused
/// @param reset TCP connections reset
/// @param serverLost probes the echo server said it chose to lose
/// @param inFlight waiting for their outcome; not part of any loss figure
/// @param sendFailed planned probes that the kernel did not take
/// @param skipped slots of the schedule that passed while this process was held up
/// @param duplicates replies to a probe that had been answered already (RFC 5560)
/// @param reordered replies with a sequence below the highest seen (RFC 4737 section 3, NextExp)
/// @param corrupt replies whose token or text was damaged
/// @param wrongSource replies that came from another address than the one probed
/// @param conflicts replies or errors for a probe whose outcome was already a different terminal
///   one
/// @param unexpected HTTP or DNS: answered with another status or response code than asked for
/// @param tlsFailed HTTPS: the TLS handshake failed
/// @param flooded the server sent more than a probe reads
/// @param malformed answered with what breaks the protocol
public record PingCounters(
    long sent,
    long replied,
    long late,
    long lost,
    long icmpErrors,
    long refused,
    long reset,
    long serverLost,
    long inFlight,
    long sendFailed,
    long skipped,
    long duplicates,
    long reordered,
    long corrupt,
    long wrongSource,
    long conflicts,
    long unexpected,
    long tlsFailed,
    long flooded,
    long malformed) {

  // Where a row of numbers holds what: the order of the components.
  static final int SENT = 0;
  static final int REPLIED = 1;
  static final int LATE = 2;
  static final int LOST = 3;
  static final int ICMP_ERRORS = 4;
  static final int REFUSED = 5;
  static final int RESET = 6;
  static final int SERVER_LOST = 7;
  static final int IN_FLIGHT = 8;
  static final int SEND_FAILED = 9;
  static final int SKIPPED = 10;
  static final int DUPLICATES = 11;
  static final int REORDERED = 12;
  static final int CORRUPT = 13;
  static final int WRONG_SOURCE = 14;
  static final int CONFLICTS = 15;
  static final int UNEXPECTED = 16;
  static final int TLS_FAILED = 17;
  static final int FLOODED = 18;
  static final int MALFORMED = 19;

  /// How many longs one row takes in columns. New ones go to the end: rows on disk are read by
  /// newer versions.
  public static final int COLUMNS = 20;

  public static final PingCounters ZERO = read(new long[COLUMNS], 0);

  private static final Outcome[] OUTCOMES = Outcome.values();

  /// Reads one row written in the order of the components.
  public static PingCounters read(long[] columns, int row) {
    int i = row * COLUMNS;
    return new PingCounters(
        columns[i + SENT],
        columns[i + REPLIED],
        columns[i + LATE],
        columns[i + LOST],
        columns[i + ICMP_ERRORS],
        columns[i + REFUSED],
        columns[i + RESET],
        columns[i + SERVER_LOST],
        columns[i + IN_FLIGHT],
        columns[i + SEND_FAILED],
        columns[i + SKIPPED],
        columns[i + DUPLICATES],
        columns[i + REORDERED],
        columns[i + CORRUPT],
        columns[i + WRONG_SOURCE],
        columns[i + CONFLICTS],
        columns[i + UNEXPECTED],
        columns[i + TLS_FAILED],
        columns[i + FLOODED],
        columns[i + MALFORMED]);
  }

  /// Counters of decided probes alone, from the number of each outcome.
  public static PingCounters ofOutcomes(ToLongFunction<Outcome> count) {
    long[] row = new long[COLUMNS];
    for (Outcome outcome : OUTCOMES) {
      row[outcome.column()] += count.applyAsLong(outcome);
      row[SENT] += outcome.isSent() ? count.applyAsLong(outcome) : 0;
    }
    return read(row, 0);
  }

  /// One row, in the order of the components.
  public long[] row() {
    return new long[] {
      sent,
      replied,
      late,
      lost,
      icmpErrors,
      refused,
      reset,
      serverLost,
      inFlight,
      sendFailed,
      skipped,
      duplicates,
      reordered,
      corrupt,
      wrongSource,
      conflicts,
      unexpected,
      tlsFailed,
      flooded,
      malformed
    };
  }

  /// How many probes had this outcome; two outcomes share one count.
  public long count(Outcome outcome) {
    return row()[outcome.column()];
  }

  /// The counts of what became of probes, by their names in JSON.
  public Map<String, Long> outcomes() {
    long[] row = row();
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Outcome outcome : OUTCOMES) {
      counts.put(outcome.counter(), row[outcome.column()]);
    }
    return counts;
  }

  /// The same without the probes in flight, as if they had never been sent.
  public PingCounters withoutInFlight() {
    long[] row = row();
    row[SENT] -= inFlight;
    row[IN_FLIGHT] = 0;
    return read(row, 0);
  }

  /// Slots of the schedule that have come so far.
  public long planned() {
    return sent + skipped + sendFailed;
  }

  /// Probes with an outcome: the denominator of every loss figure.
  public long concluded() {
    return sent - inFlight;
  }

  /// Concluded probes that the network, or a server on purpose, left without an in-time reply:
  /// lost, late, ICMP error, server lost.
  public long unanswered() {
    return lost + late + icmpErrors + serverLost;
  }

  /// Share of the concluded probes that are unanswered (RFC 7680 with the ping's timeout as Tmax).
  /// A refused or reset connection, an answer that was not expected or is malformed, a failed TLS
  /// handshake and a flood are no loss: they prove that the host is up and reached. 0-100;
  /// undefined while nothing is concluded.
  public OptionalDouble lossPercent() {
    return concluded() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(100.0 * unanswered() / concluded());
  }
}
