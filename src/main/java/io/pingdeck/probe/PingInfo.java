package io.pingdeck.probe;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import java.time.Instant;
import java.util.Optional;

/// A ping that was started: what was asked for and what came of it.
///
/// @param worker the pinger worker that runs it
/// @param address the address the name resolved to, pinned for the whole run
/// @param endedAt present exactly if the state is an ended one
/// @param reason why it failed, in words; empty otherwise
public record PingInfo(
    PingSpec spec,
    int worker,
    Endpoint address,
    PingState state,
    Instant startedAt,
    Optional<Instant> endedAt,
    String reason) {
  public PingInfo {
    requireNonNull(spec, "spec");
    requireNonNull(address, "address");
    requireNonNull(state, "state");
    requireNonNull(startedAt, "startedAt");
    requireNonNull(reason, "reason");
    if (endedAt.isPresent() != state.isEnded()) {
      throw new IllegalArgumentException(state + " with end " + endedAt);
    }
  }

  /// A ping that has just been started.
  public static PingInfo running(PingSpec spec, int worker, Endpoint address, Instant startedAt) {
    return new PingInfo(spec, worker, address, PingState.RUNNING, startedAt, Optional.empty(), "");
  }

  public PingId id() {
    return spec.id();
  }

  /// The same ping, sending no more.
  public PingInfo stopping() {
    return new PingInfo(
        spec, worker, address, PingState.STOPPING, startedAt, Optional.empty(), reason);
  }

  /// The same ping, ended.
  public PingInfo ended(PingState newState, Instant at, String why) {
    return new PingInfo(spec, worker, address, newState, startedAt, Optional.of(at), why);
  }
}
