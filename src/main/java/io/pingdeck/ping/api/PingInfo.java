package io.pingdeck.ping.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.PingId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A started ping: its spec and its state.
///
/// @param worker the pinger worker that runs it
/// @param address current address of its probes
/// @param others further addresses of the name when it was resolved
/// @param endedAt present exactly if the state is an ended one
/// @param reason why it failed, or why Pingdeck ended it, as text; empty otherwise
/// @param bareErrors newest ICMP errors from its host without a quoted packet, oldest first
/// @param changes of its address, the newest [#MOST_CHANGES], oldest first
/// @param endsAt when Pingdeck ends it at the latest; empty for a ping of a local caller
public record PingInfo(
    PingSpec spec,
    int worker,
    Endpoint address,
    List<Endpoint> others,
    PingState state,
    Instant startedAt,
    Optional<Instant> endedAt,
    String reason,
    List<BareIcmpError> bareErrors,
    List<AddressChange> changes,
    Optional<Instant> endsAt) {
  /// Older ones are dropped.
  public static final int MOST_CHANGES = 20;

  private static final int MOST_BARE_ERRORS = 20;

  public PingInfo {
    requireNonNull(spec, "spec");
    requireNonNull(address, "address");
    requireNonNull(state, "state");
    requireNonNull(startedAt, "startedAt");
    requireNonNull(reason, "reason");
    // Pings saved by earlier versions lack these fields.
    others = others == null ? List.of() : List.copyOf(others);
    bareErrors = bareErrors == null ? List.of() : List.copyOf(bareErrors);
    changes = changes == null ? List.of() : List.copyOf(changes);
    endsAt = endsAt == null ? Optional.empty() : endsAt;
    if (endedAt.isPresent() != state.isEnded()) {
      throw new IllegalArgumentException(state + " with end " + endedAt);
    }
  }

  /// A ping whose name has one address.
  public PingInfo(
      PingSpec spec,
      int worker,
      Endpoint address,
      PingState state,
      Instant startedAt,
      Optional<Instant> endedAt,
      String reason) {
    this(
        spec,
        worker,
        address,
        List.of(),
        state,
        startedAt,
        endedAt,
        reason,
        List.of(),
        List.of(),
        Optional.empty());
  }

  /// A ping that has just been started.
  public static PingInfo running(ResolvedPing ping, int worker, Instant startedAt) {
    return new PingInfo(
        ping.spec(),
        worker,
        ping.address(),
        ping.others(),
        PingState.RUNNING,
        startedAt,
        Optional.empty(),
        "",
        List.of(),
        List.of(),
        Optional.empty());
  }

  public PingId id() {
    return spec.id();
  }

  /// The same ping with this end.
  public PingInfo endingAt(Optional<Instant> end) {
    return new PingInfo(
        spec, worker, address, others, state, startedAt, endedAt, reason, bareErrors, changes, end);
  }

  /// The same ping, no longer sending.
  public PingInfo stopping() {
    return with(PingState.STOPPING, Optional.empty(), reason, bareErrors);
  }

  /// The same ping, paused.
  public PingInfo paused() {
    return with(PingState.PAUSED, Optional.empty(), reason, bareErrors);
  }

  /// The same ping with these settings.
  public PingInfo with(PingSpec newSpec) {
    return new PingInfo(
        newSpec,
        worker,
        address,
        others,
        state,
        startedAt,
        endedAt,
        reason,
        bareErrors,
        changes,
        endsAt);
  }

  /// The same ping, taken over by this worker.
  public PingInfo onWorker(int newWorker) {
    return new PingInfo(
        spec,
        newWorker,
        address,
        others,
        state,
        startedAt,
        endedAt,
        reason,
        bareErrors,
        changes,
        endsAt);
  }

  /// The same ping, ended.
  public PingInfo ended(PingState newState, Instant at, String why) {
    return with(newState, Optional.of(at), why, bareErrors);
  }

  /// The same ping with one more of these errors.
  public PingInfo with(BareIcmpError error) {
    int first = Math.max(0, bareErrors.size() + 1 - MOST_BARE_ERRORS);
    List<BareIcmpError> newest = new ArrayList<>(bareErrors.subList(first, bareErrors.size()));
    newest.add(error);
    return with(state, endedAt, reason, newest);
  }

  private PingInfo with(
      PingState newState, Optional<Instant> end, String why, List<BareIcmpError> errors) {
    return new PingInfo(
        spec, worker, address, others, newState, startedAt, end, why, errors, changes, endsAt);
  }

  /// The same ping at the address of the change.
  public PingInfo at(List<Endpoint> newOthers, AddressChange change) {
    List<AddressChange> all = new ArrayList<>(changes);
    all.add(change);
    List<AddressChange> newest = all.subList(Math.max(0, all.size() - MOST_CHANGES), all.size());
    return new PingInfo(
        spec,
        worker,
        change.to(),
        newOthers,
        state,
        startedAt,
        endedAt,
        reason,
        bareErrors,
        newest,
        endsAt);
  }

  /// The same ping of an earlier run, taken over by this worker.
  public PingInfo resumed(int newWorker, Endpoint newAddress, List<Endpoint> newOthers) {
    return new PingInfo(
        spec,
        newWorker,
        newAddress,
        newOthers,
        PingState.RUNNING,
        startedAt,
        Optional.empty(),
        "",
        bareErrors,
        changes,
        endsAt);
  }
}
