package io.pingdeck.probe;

import java.util.OptionalDouble;

/// The counters of one ping at one instant. Two equations hold at every instant:
///
/// - `planned = sent + skipped + sendFailed`
/// - `sent = replied + late + lost + icmpErrors + refused + reset + serverLost + unexpected +
///   tlsFailed + flooded + inFlight`
///
/// @param sent probes that left this host
/// @param replied answered within the timeout
/// @param late answered after the timeout
/// @param lost not answered within the timeout and not (yet) late
/// @param icmpErrors answered with an ICMP error
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
    long flooded) {

  /// How many longs one row takes in columns.
  public static final int COLUMNS = 19;

  public static final PingCounters ZERO =
      new PingCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /// Reads one row written in the order of the components.
  public static PingCounters read(long[] columns, int row) {
    int i = row * COLUMNS;
    return new PingCounters(
        columns[i],
        columns[i + 1],
        columns[i + 2],
        columns[i + 3],
        columns[i + 4],
        columns[i + 5],
        columns[i + 6],
        columns[i + 7],
        columns[i + 8],
        columns[i + 9],
        columns[i + 10],
        columns[i + 11],
        columns[i + 12],
        columns[i + 13],
        columns[i + 14],
        columns[i + 15],
        columns[i + 16],
        columns[i + 17],
        columns[i + 18]);
  }

  /// The same without the probes in flight, as if they had never been sent.
  public PingCounters withoutInFlight() {
    return new PingCounters(
        sent - inFlight,
        replied,
        late,
        lost,
        icmpErrors,
        refused,
        reset,
        serverLost,
        0,
        sendFailed,
        skipped,
        duplicates,
        reordered,
        corrupt,
        wrongSource,
        conflicts,
        unexpected,
        tlsFailed,
        flooded);
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
  /// A refused or reset connection, an answer that was not expected, a failed TLS handshake and a
  /// flood are no loss: they prove that the host is up and reached. 0-100; undefined while nothing
  /// is concluded.
  public OptionalDouble lossPercent() {
    return concluded() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(100.0 * unanswered() / concluded());
  }
}
