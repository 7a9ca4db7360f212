package io.pingdeck.history.state;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The state left by an earlier run of the program.
///
/// @param wasClosed whether it shut down in order; otherwise up to a few seconds are missing
/// @param pings in the order they were started
public record SavedState(boolean wasClosed, List<SavedPing> pings, List<SavedEcho> echoServers) {
  public SavedState {
    pings = List.copyOf(pings);
    echoServers = List.copyOf(echoServers);
  }

  static SavedState inOrder(boolean wasClosed, List<SavedPing> pings, List<SavedEcho> servers) {
    Comparator<SavedPing> byStart = Comparator.comparing(ping -> ping.info().startedAt());
    return new SavedState(wasClosed, pings.stream().sorted(byStart).toList(), servers);
  }

  /// Drops the pings that ended before an instant, and all but the most recently ended of the
  /// others.
  ///
  /// @param most maximum number of ended pings
  SavedState keeping(int most, Instant since) {
    Stream<SavedPing> running = pings.stream().filter(ping -> !ping.hasEnded());
    Stream<SavedPing> ended =
        pings.stream()
            .filter(ping -> ping.hasEnded() && ping.endedAt().isAfter(since))
            .sorted(Comparator.comparing(SavedPing::endedAt).reversed())
            .limit(most);
    return inOrder(wasClosed, Stream.concat(running, ended).toList(), echoServers);
  }
}
