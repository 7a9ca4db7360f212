package io.pingdeck.heartbeat.api;

/// Counters of an application's beats over all of its runs. The sum over the runs of (highest -
/// first + 1) is `received + goodbyes + lost + unseen`.
///
/// A beat shows that the application is alive. Over HTTP the end of a run is a beat too, whether it
/// succeeded or failed, since the application is there to report it. The start of a run is not. A
/// goodbye shows the opposite. It has a sequence number of its own, so it shows which beats before
/// it were lost.
///
/// @param received distinct beats
/// @param lost sequence numbers skipped; this is one-way loss and does not depend on clocks
/// @param unseen sequence numbers skipped while this monitor was paused or down
/// @param duplicates further copies of a beat
/// @param reordered received beats that a later one had overtaken (RFC 4737)
/// @param tooOld beats so far behind that they cannot be checked for duplicates
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

  /// Total datagrams counted here.
  public long datagrams() {
    return received + goodbyes + duplicates + tooOld + oldRun;
  }
}
