package io.pingdeck.heartbeat.api;

/// What became of an application's beats, over all of its runs: the sum over the runs of (highest -
/// first + 1) is `received + goodbyes + lost + unseen`.
///
/// A beat says that the application is alive. By HTTP the end of a run is one too, good or failed,
/// since the application is there to tell; its begin is not. A goodbye says the opposite. It has a
/// sequence of its own, so that it shows which beats before it were lost.
///
/// @param received distinct beats
/// @param lost sequences that were passed over; one-way loss, whatever the clocks say
/// @param unseen sequences that were passed over while this monitor stood still or was down
/// @param duplicates further copies of a beat
/// @param reordered beats among the received that a later one had overtaken (RFC 4737)
/// @param tooOld beats so far behind that nobody can tell whether they are duplicates
/// @param oldRun beats of a run that had ended
/// @param restarts new runs
/// @param goodbyes distinct goodbyes
public record BeatCounts(
    long received,
    long lost,
    long unseen,
    long duplicates,
    long reordered,
    long tooOld,
    long oldRun,
    long restarts,
    long goodbyes) {
  public static final BeatCounts NONE = new BeatCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /// Datagrams that were counted here.
  public long datagrams() {
    return received + goodbyes + duplicates + tooOld + oldRun;
  }
}
