package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The monitor itself: `datagrams = beats + sum of rejected`.
///
/// @param listening address on which it receives beats by UDP
/// @param reason why it does not listen although enabled, or why its state is not persisted
/// @param beats counted for an application
/// @param rejected the rest by reason, including reasons with count 0
/// @param evicted applications evicted to make room
/// @param kernelDrops datagrams the kernel dropped because the monitor was too slow
/// @param states number of applications in each state
/// @param defaults rules of applications without rules of their own
/// @param fileDefaults the same, as configured
/// @param pauses number of pauses of the monitor longer than a second
/// @param lastPauseNanos length of the last one
/// @param savedAt when its state was last written to disk
/// @param damage damage found in the files that it read at its start
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
