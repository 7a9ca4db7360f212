package io.pingdeck.history.state;

import io.pingdeck.ping.api.PingPast;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.PingCounters;
import java.time.Duration;

/// With what a ping goes on after the program was started again.
public final class Resumption {
  /// After a crash: how long ago the ledger may have been written, with some room.
  private static final Duration UNSAVED = Duration.ofSeconds(PingLedger.SAVE_SECONDS + 3L);

  /// A ping without an interval sends as many probes as the loop can.
  private static final long FLOOD_PER_SECOND = 1_000_000;

  private Resumption() {}

  /// Probes that may have been sent since the ping was saved keep their sequences for themselves: a
  /// sequence never stands for two probes.
  ///
  /// @param wasClosed whether the ping was saved when the program ended
  public static PingPast past(SavedPing ping, boolean wasClosed) {
    PingCounters counters = ping.counters();
    long unsaved = wasClosed ? 0 : unsaved(ping.info().spec());
    long last = ping.lastSequence() + counters.inFlight() + unsaved;
    long limit = ping.info().spec().count().orElse(Long.MAX_VALUE);
    return new PingPast(Math.min(last, limit), counters.withoutInFlight());
  }

  private static long unsaved(PingSpec spec) {
    long interval = spec.interval().toNanos();
    return interval == 0
        ? FLOOD_PER_SECOND * UNSAVED.toSeconds()
        : UNSAVED.toNanos() / interval + 1;
  }
}
