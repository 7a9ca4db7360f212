package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// All that is known of one application at one moment.
///
/// @param configured named in the configuration, or given rules of its own: never forgotten
/// @param signed whether only signed beats count
/// @param sender where the last beat came from
/// @param since when it came into this state
/// @param ownRules whether they are its own, not those for all
/// @param epoch what the sender calls its run; empty if it has no name for it
/// @param lastSeen when the newest beat arrived
/// @param silentNanos how long ago that is, on a clock that does not jump; the time during which
///   the monitor stood still, slept or was down is part of it, though no rule holds it against
///   anybody
/// @param expectedNext when the next beat is due; only while beats are expected
/// @param recent the last beats, as [io.pingdeck.heartbeat.monitor.BeatBar] writes them
/// @param rejected datagrams in this application's name that did not count, by reason
/// @param lastRun what it said of its last run, by HTTP
/// @param note what a person should know besides
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
