package io.pingdeck.heartbeat.api;

/// What became of an application's beats, over all of its runs: the sum over the runs of (highest -
/// first + 1) is `received + lost + unseen`.
///
/// @param received distinct beats
/// @param lost sequences that were passed over; one-way loss, whatever the clocks say
/// @param unseen sequences that were passed over while this monitor stood still or was down
/// @param duplicates further copies of a beat
/// @param reordered beats among the received that a later one had overtaken (RFC 4737)
/// @param tooOld beats so far behind that nobody can tell whether they are duplicates
/// @param oldRun beats of a run that had ended
/// @param restarts new runs
public record BeatCounts(
    long received,
    long lost,
    long unseen,
    long duplicates,
    long reordered,
    long tooOld,
    long oldRun,
    long restarts) {
  public static final BeatCounts NONE = new BeatCounts(0, 0, 0, 0, 0, 0, 0, 0);

  /// Datagrams that were counted here.
  public long datagrams() {
    return received + duplicates + tooOld + oldRun;
  }
}
