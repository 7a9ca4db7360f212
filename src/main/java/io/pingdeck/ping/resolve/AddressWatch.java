package io.pingdeck.ping.resolve;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.AddressChange;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.ping.target.ResolvedHost;
import io.pingdeck.resolve.NameResolver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/// Follows the names of running pings. A name is resolved again when its TTL expires, and soon
/// after a run of unanswered probes. If the address in use is no longer among its addresses, the
/// ping moves to the new one. If the limits forbid that, or if the name cannot be resolved, the
/// address stays, which is reported once.
///
/// A family that has never answered falls back to the other one (the idea of RFC 8305): immediately
/// if nothing listens there, otherwise after a run of losses. If the other one does not answer
/// either, the ping returns to the first and stays there. This also applies to a name that never
/// changes, such as `localhost`.
///
/// Confined to one thread, on which the executor also runs the callbacks.
public final class AddressWatch {
  private static final Duration SHORTEST_TTL = Duration.ofSeconds(5);
  private static final Duration LONGEST_TTL = Duration.ofMinutes(5);

  /// For a source without a TTL.
  private static final Duration USUAL_TTL = Duration.ofSeconds(60);

  private static final int LOSSES_TO_ASK = 3;
  private static final int LOSSES_TO_CHANGE_FAMILY = 5;

  /// After this time, probes are no longer attributed to the previous address, even if the wall
  /// clock was set.
  private static final Duration LONGEST_IN_FLIGHT = Duration.ofSeconds(60);

  /// Pause between two lookups caused by losses; doubled each time, up to the default TTL.
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

  /// Maximum number of lookups started per tick.
  private static final int MOST_ASKED = 50;

  private final HostResolver hosts;
  private final PingLimits limits;
  private final Pings pings;
  private final Executor executor;
  private final Map<Long, Watched> watched = new HashMap<>();

  /// Access to the running pings.
  public interface Pings {
    /// @return the current state of the ping; empty if it has ended
    Optional<PingInfo> find(long ping);

    /// Moves the reserved send budget of a ping to another address.
    ///
    /// @return why it exceeds the limits, as a sentence; the ping must then stay
    default Optional<String> makeRoom(PingInfo ping, Endpoint to) {
      return Optional.empty();
    }

    /// Applies the last change: if the address differs, all further probes go there.
    ///
    /// @param since receives, on the watch's thread, the wall-clock time in nanoseconds from which
    ///   probes go there; 0 if the address stays
    void change(PingInfo changed, LongConsumer since);
  }

  private static final class Watched {
    private final boolean isFixed; // the name never changes, so it is not resolved again
    private long dueNanos;
    private long changedNanos;
    private long sinceEpochNanos; // when probes switched to the current address; MAX_VALUE: not yet
    private boolean isAsked;
    private int unanswered;
    private boolean hasAnswered;
    private int familyChanges;
    private long pauseNanos = FIRST_PAUSE.toNanos();
    private long askedNanos;
    private String told = "";

    Watched(boolean isFixed) {
      this.isFixed = isFixed;
    }
  }

  public AddressWatch(HostResolver hosts, PingLimits limits, Pings pings, Executor executor) {
    this.hosts = requireNonNull(hosts, "hosts");
    this.limits = requireNonNull(limits, "limits");
    this.pings = requireNonNull(pings, "pings");
    this.executor = requireNonNull(executor, "executor");
  }

  /// Whether a ping's address may change while it runs.
  public static boolean follows(PingInfo ping) {
    return !ping.spec().pin() && (!isFixed(ping) || !ping.others().isEmpty());
  }

  private static boolean isFixed(PingInfo ping) {
    return NameResolver.isFixed(ping.spec().target().host());
  }

  /// Starts following a ping that was just resolved, if its address may change.
  public void follow(PingInfo ping, Optional<Duration> ttl, long now) {
    if (follows(ping)) {
      Watched follow = new Watched(isFixed(ping));
      follow.askedNanos = now;
      follow.dueNanos = now + pause(ttl).toNanos();
      watched.put(ping.id().value(), follow);
    }
  }

  public void forget(long ping) {
    watched.remove(ping);
  }

  private static Duration pause(Optional<Duration> ttl) {
    Duration wanted = ttl.orElse(USUAL_TTL);
    Duration atLeast = wanted.compareTo(SHORTEST_TTL) < 0 ? SHORTEST_TTL : wanted;
    return atLeast.compareTo(LONGEST_TTL) > 0 ? LONGEST_TTL : atLeast;
  }

  /// Detects runs of unanswered probes.
  public void samples(SampleBatch batch, long now) {
    if (watched.isEmpty()) {
      return;
    }
    for (int i = 0; i < batch.size(); i++) {
      Watched ping = watched.get(batch.ping(i));
      if (ping != null && !isOfTheAddressBefore(ping, batch.sentEpochNanos()[i], now)) {
        sample(batch, i, ping, now);
      }
    }
  }

  private static boolean isOfTheAddressBefore(Watched ping, long sentEpochNanos, long now) {
    return sentEpochNanos < ping.sinceEpochNanos
        && now - ping.changedNanos < LONGEST_IN_FLIGHT.toNanos();
  }

  private static boolean reachedHost(Outcome outcome) {
    return outcome != Outcome.LOST
        && outcome != Outcome.ICMP_ERROR
        && outcome != Outcome.SEND_FAILED
        && outcome != Outcome.RESOLVE_FAILED;
  }

  private void sample(SampleBatch batch, int i, Watched ping, long now) {
    boolean reached = reachedHost(batch.outcome(i));
    Optional<Sample> away =
        Optional.of(batch.outcome(i))
            .filter(outcome -> !reached || outcome == Outcome.REFUSED)
            .map(_ -> batch.sample(i))
            .filter(FamilyFallback::isTurnedAway);
    if (away.isEmpty() && reached) {
      ping.unanswered = 0;
      ping.hasAnswered = true;
      ping.pauseNanos = FIRST_PAUSE.toNanos();
      return;
    }
    ping.unanswered++;
    if (ping.unanswered >= LOSSES_TO_ASK && ping.dueNanos - now > 0) {
      long soon = ping.askedNanos + ping.pauseNanos;
      if (soon - ping.dueNanos < 0) {
        ping.dueNanos = soon;
        ping.pauseNanos = Math.min(2 * ping.pauseNanos, USUAL_TTL.toNanos());
      }
    }
    if ((away.isPresent() || ping.unanswered >= LOSSES_TO_CHANGE_FAMILY)
        && !ping.hasAnswered
        && ping.familyChanges < 2) {
      pings.find(batch.ping(i)).ifPresent(info -> changeFamily(ping, info, away, now));
    }
  }

  private void changeFamily(Watched ping, PingInfo info, Optional<Sample> away, long now) {
    Endpoint from = info.address();
    Optional<Endpoint> other = FamilyFallback.of(info.spec(), from, info.others(), limits);
    if (other.isEmpty()) {
      return;
    }
    ping.familyChanges++;
    List<Endpoint> others = new ArrayList<>(info.others());
    others.remove(other.get());
    others.add(from);
    String reason =
        away.map(sample ->
                FamilyFallback.isRefused(sample)
                    ? "nothing listens there over "
                    : "this machine has no way there over ")
                .orElse("none of the first " + ping.unanswered + " probes was answered over ")
            + (from.isIpv4() ? "IPv4" : "IPv6");
    ping.unanswered = 0;
    Optional<String> refusal = pings.makeRoom(info, other.get());
    if (refusal.isPresent()) {
      stays(ping, info, reason + ", but " + refusal.get());
      return;
    }
    AddressChange change = new AddressChange(Instant.now(), from, other.get(), reason);
    moves(ping, info.at(others, change), now);
  }

  private void moves(Watched ping, PingInfo moved, long now) {
    ping.changedNanos = now;
    ping.sinceEpochNanos = Long.MAX_VALUE;
    pings.change(moved, since -> ping.sinceEpochNanos = since);
  }

  /// Resolves the names that are due. Call about once per second.
  public void tick(long now) {
    int asked = 0;
    for (Map.Entry<Long, Watched> entry : watched.entrySet()) {
      Watched ping = entry.getValue();
      if (!ping.isFixed && !ping.isAsked && now - ping.dueNanos >= 0 && asked < MOST_ASKED) {
        Optional<PingInfo> info = pings.find(entry.getKey());
        if (info.isPresent() && info.get().state() == PingState.RUNNING) {
          asked++;
          ask(ping, info.get(), now);
        }
      }
    }
  }

  private void ask(Watched ping, PingInfo info, long now) {
    ping.isAsked = true;
    ping.askedNanos = now;
    hosts
        .ask(info.spec().target(), info.spec().family(), HostResolver.PATIENCE)
        .whenComplete((address, failure) ->
            executor.execute(() -> {
              ping.isAsked = false;
              Optional<Duration> ttl = failure == null ? address.ttl() : Optional.empty();
              ping.dueNanos = ping.askedNanos + pause(ttl).toNanos();
              pings
                  .find(info.id().value())
                  .filter(current -> current.state() == PingState.RUNNING)
                  .ifPresent(current -> {
                    if (failure == null) {
                      resolved(ping, current, address);
                    } else {
                      stays(ping, current, sentence(failure));
                    }
                  });
            }));
  }

  private void resolved(Watched ping, PingInfo info, ResolvedHost address) {
    Endpoint to = address.chosen();
    if (address.all().contains(info.address())) {
      ping.told = "";
      return;
    }
    List<Fault> faults = limits.check(info.spec(), to);
    Optional<String> refusal =
        faults.isEmpty() ? pings.makeRoom(info, to) : Optional.of(sentence(faults));
    if (refusal.isPresent()) {
      stays(ping, info, "the name now resolves to " + to.host() + ", but " + refusal.get());
      return;
    }
    ping.told = "";
    ping.unanswered = 0;
    ping.hasAnswered = false;
    ping.familyChanges = 0;
    AddressChange change =
        new AddressChange(
            Instant.now(), info.address(), to, "the name now resolves to a different address");
    moves(ping, info.at(address.others(), change), ping.askedNanos);
  }

  private void stays(Watched ping, PingInfo info, String reason) {
    if (!reason.equals(ping.told)) {
      ping.told = reason;
      Endpoint same = info.address();
      AddressChange change = new AddressChange(Instant.now(), same, same, reason);
      pings.change(info.at(info.others(), change), _ -> {});
    }
  }

  /// The state with which a ping of an earlier run resumes: at the current address of its name,
  /// otherwise at the previous one.
  ///
  /// @param address null if the name could not be resolved
  public static PingInfo resumed(
      PingInfo ping, int worker, ResolvedHost address, Throwable failure, PingLimits limits) {
    Endpoint before = ping.address();
    if (failure != null) {
      String reason = "when it started again " + sentence(failure);
      return ping.resumed(worker, before, ping.others())
          .at(ping.others(), new AddressChange(Instant.now(), before, before, reason));
    }
    boolean same = address.all().contains(before);
    Endpoint to = same ? before : address.chosen();
    if (same || to.toString().equals(before.toString())) {
      return ping.resumed(worker, to, address.all().stream().filter(a -> !a.equals(to)).toList());
    }
    List<Fault> faults = limits.check(ping.spec(), to);
    PingInfo resumed = ping.resumed(worker, before, ping.others());
    return faults.isEmpty()
        ? resumed.at(
            address.others(),
            new AddressChange(
                Instant.now(),
                before,
                to,
                "the name resolves to a different address than when it ran before"))
        : resumed.at(
            ping.others(),
            new AddressChange(
                Instant.now(),
                before,
                before,
                "the name now resolves to " + to.host() + ", but " + sentence(faults)));
  }

  /// Whether a lookup is in progress.
  boolean isAsking() {
    return watched.values().stream().anyMatch(ping -> ping.isAsked);
  }

  private static String sentence(Throwable failure) {
    return failure instanceof FaultException refused
        ? sentence(refused.faults())
        : "the name cannot be resolved: " + failure;
  }

  private static String sentence(List<Fault> faults) {
    return faults.stream().map(Fault::message).collect(Collectors.joining("; "));
  }
}
