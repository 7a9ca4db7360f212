package io.pingdeck.probe;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A ping that was started: what was asked for and what came of it.
///
/// @param worker the pinger worker that runs it
/// @param address the address the name resolved to, pinned for the whole run
/// @param others the addresses that the name stood for as well when it was resolved
/// @param endedAt present exactly if the state is an ended one
/// @param reason why it failed, in words; empty otherwise
public record PingInfo(
    PingSpec spec,
    int worker,
    Endpoint address,
    List<Endpoint> others,
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
    // What was saved before it was known has none.
    others = others == null ? List.of() : List.copyOf(others);
    if (endedAt.isPresent() != state.isEnded()) {
      throw new IllegalArgumentException(state + " with end " + endedAt);
    }
  }

  /// A ping whose name stands for one address.
  public PingInfo(
      PingSpec spec,
      int worker,
      Endpoint address,
      PingState state,
      Instant startedAt,
      Optional<Instant> endedAt,
      String reason) {
    this(spec, worker, address, List.of(), state, startedAt, endedAt, reason);
  }

  /// A ping that has just been started.
  public static PingInfo running(PlannedPing ping, int worker, Instant startedAt) {
    return new PingInfo(
        ping.spec(),
        worker,
        ping.address(),
        ping.others(),
        PingState.RUNNING,
        startedAt,
        Optional.empty(),
        "");
  }

  public PingId id() {
    return spec.id();
  }

  /// The same ping, sending no more.
  public PingInfo stopping() {
    return new PingInfo(
        spec, worker, address, others, PingState.STOPPING, startedAt, Optional.empty(), reason);
  }

  /// The same ping, ended.
  public PingInfo ended(PingState newState, Instant at, String why) {
    return new PingInfo(spec, worker, address, others, newState, startedAt, Optional.of(at), why);
  }
}
