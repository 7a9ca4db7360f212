package io.pingdeck.history.state;

import io.pingdeck.ping.api.PingHistory;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.PingCounters;
import java.time.Duration;

/// The state with which a ping resumes after a restart.
public final class Resumption {
  /// After a crash: how long ago the ledger may have been written, with a margin.
  private static final Duration UNSAVED = Duration.ofSeconds(PingLedger.SAVE_SECONDS + 3L);

  /// A ping without an interval sends as many probes as the loop can.
  private static final long FLOOD_PER_SECOND = 1_000_000;

  private Resumption() {}

  /// The sequence after which a ping continues. Sequences of probes that may have been sent since
  /// the last save are skipped, so that no sequence is used for two probes.
  ///
  /// @param wasClosed whether the ping was saved at shutdown
  public static PingHistory past(SavedPing ping, boolean wasClosed) {
    PingCounters counters = ping.counters();
    long unsaved = wasClosed ? 0 : unsaved(ping.info().spec());
    long last = ping.lastSequence() + counters.inFlight() + unsaved;
    long limit = ping.info().spec().count().orElse(Long.MAX_VALUE);
    return new PingHistory(Math.min(last, limit), counters.withoutInFlight());
  }

  private static long unsaved(PingSpec spec) {
    long interval = spec.interval().toNanos();
    return interval == 0
        ? FLOOD_PER_SECOND * UNSAVED.toSeconds()
        : UNSAVED.toNanos() / interval + 1;
  }
}
