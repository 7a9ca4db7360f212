package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// One application at one instant.
///
/// @param configured named in the configuration, or given rules of its own: never evicted
/// @param signed whether only signed beats count
/// @param sender source of the last beat
/// @param since when it entered this state
/// @param ownRules whether the rules are its own rather than the defaults
/// @param epoch the sender's identifier of its run; empty if it sends none
/// @param lastSeen when the newest beat arrived
/// @param silentNanos time since then, on a monotonic clock. It includes time during which the
///   monitor was paused, asleep or down, although the rules exclude that time
/// @param expectedNext when the next beat is due; only while beats are expected
/// @param recent the last beats, as formatted by [io.pingdeck.heartbeat.monitor.BeatBar]
/// @param rejected rejected datagrams with this application's name, by reason
/// @param lastRun its last run as reported by HTTP
/// @param note further information for users
public record HeartbeatSnapshot(
    String name,
    boolean configured,
    boolean signed,
    BeatVia via,
    Optional<Endpoint> sender,
    BeatState state,
    Instant since,
    BeatCounts counts,
    BeatLoss minute,
    BeatLoss hour,
    BeatLoss day,
    BeatRules rules,
    boolean ownRules,
    BeatTiming timing,
    BeatDelaySummary delay,
    String epoch,
    OptionalLong lastSequence,
    Optional<Instant> lastSeen,
    OptionalLong silentNanos,
    Optional<Instant> expectedNext,
    String recent,
    Map<String, Long> rejected,
    Optional<BeatRun> lastRun,
    Optional<String> note) {
  public HeartbeatSnapshot {
    requireNonNull(name, "name");
    requireNonNull(state, "state");
    requireNonNull(since, "since");
    requireNonNull(counts, "counts");
    rejected = Map.copyOf(rejected);
    requireNonNull(note, "note");
  }
}
