package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The monitor itself: `datagrams = beats + sum of rejected`.
///
/// @param listening where it takes beats by UDP
/// @param reason why it does not, though it should; or why its knowledge is not kept on disk
/// @param beats counted for an application
/// @param rejected the rest, by reason, every reason there is
/// @param evicted applications that were forgotten to make room
/// @param kernelDrops datagrams the system dropped because the monitor was too slow
/// @param states how many applications are in each state
/// @param defaults what an application is judged by that has no rules of its own
/// @param fileDefaults the same as the configuration has it
/// @param pauses how often the monitor stood still for more than a second
/// @param lastPauseNanos for how long the last time
/// @param savedAt when its knowledge was last written to disk
/// @param damage what was damaged in the files that it read at its start
public record MonitorSnapshot(
    Optional<Endpoint> listening,
    String reason,
    long datagrams,
    long beats,
    Map<String, Long> rejected,
    long evicted,
    OptionalLong kernelDrops,
    Map<String, Integer> states,
    BeatDefaults defaults,
    BeatDefaults fileDefaults,
    long pauses,
    OptionalLong lastPauseNanos,
    Optional<Instant> savedAt,
    StateDamage damage) {
  public MonitorSnapshot {
    requireNonNull(listening, "listening");
    requireNonNull(reason, "reason");
    requireNonNull(kernelDrops, "kernelDrops");
    requireNonNull(defaults, "defaults");
    requireNonNull(fileDefaults, "fileDefaults");
    requireNonNull(lastPauseNanos, "lastPauseNanos");
    requireNonNull(savedAt, "savedAt");
    requireNonNull(damage, "damage");
    rejected = Map.copyOf(rejected);
    states = Map.copyOf(states);
  }
}
