package io.pingdeck.ping.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Fault;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.policy.OwnServers;
import io.pingdeck.ping.policy.TargetQuota;
import io.pingdeck.ping.policy.UserLimits;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import io.pingdeck.user.api.Caller;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Tracks the load that each sender puts on other hosts, and enforces the limits. One instance
/// serves the whole process: pinger workers and heartbeat senders share it. Thread-safe.
public final class SendBudget {
  private static final double NANOS = 1e9;
  private static final Load NOTHING = new Load(0, 0, 0);

  private final SendLimits limits;
  private final OwnServers own;
  private final TargetQuota targets;
  private final Map<Object, Reserved> reserved = new HashMap<>();
  private final Map<String, Load> perHost = new HashMap<>();
  private final Map<String, Load> perUser = new HashMap<>();
  private final Map<String, Load> redirectsPerHost = new HashMap<>(); // in the current second
  private Load redirectsInAll = NOTHING;
  private long redirectSecond;
  private Load inAll = NOTHING;

  public SendBudget(SendLimits limits) {
    this(limits, new OwnServers());
  }

  /// @param own servers of this process; they do not count as targets of a user
  public SendBudget(SendLimits limits, OwnServers own) {
    this.limits = requireNonNull(limits, "limits");
    this.own = requireNonNull(own, "own");
    targets = new TargetQuota(limits.perUser().targetsPerHour());
  }

  /// @param senders how many it is the sum of: sums of doubles are not exact
  private record Load(int senders, double packets, double bits) {
    Load plus(Load other) {
      return new Load(senders + other.senders, packets + other.packets, bits + other.bits);
    }

    Load minus(Load other) {
      return senders == other.senders
          ? NOTHING
          : new Load(senders - other.senders, packets - other.packets, bits - other.bits);
    }
  }

  /// @param load of the sender on its own host; nothing on loopback
  /// @param user key of the remote user; empty for local callers
  private record Reserved(String host, Load load, String user) {}

  /// Reserves the load of a ping until it is released.
  ///
  /// @param sender identity of the sender; its previous reservation is replaced
  /// @return why it exceeds the limits; then nothing is reserved
  public synchronized Optional<Fault> reserve(Object sender, PingSpec spec, Endpoint address) {
    release(sender);
    Optional<Fault> refusal = reserveLoad(sender, spec, address).or(() -> visit(spec, address));
    refusal.ifPresent(_ -> release(sender));
    return refusal;
  }

  private Optional<Fault> reserveLoad(Object sender, PingSpec spec, Endpoint address) {
    Load load = address.isLoopback() ? new Load(1, 0, 0) : load(spec, address);
    Caller by = spec.startedBy();
    String user = by.isRemote() ? UserLimits.keyOf(by) : "";
    Optional<Fault> refusal =
        refusal(load, address)
            .or(() -> user.isEmpty() ? Optional.empty() : refusal(load, user, by));
    if (refusal.isEmpty()) {
      put(sender, new Reserved(address.isLoopback() ? "" : address.host(), load, user));
    }
    return refusal;
  }

  private Optional<Fault> refusal(Load load, Endpoint address) {
    if (address.isLoopback()) {
      return Optional.empty();
    }
    String host = address.host();
    return refusal(host, perHost.getOrDefault(host, NOTHING).plus(load), inAll.plus(load));
  }

  private Optional<Fault> refusal(String host, Load there, Load everywhere) {
    return above("packets/s to " + host, there.packets(), limits.packetsPerTarget(), "PerTarget")
        .or(() -> above("bit/s to " + host, there.bits(), limits.bitsPerTarget(), "PerTarget"))
        .or(() -> above("packets/s in all", everywhere.packets(), limits.packetsInAll(), "InAll"))
        .or(() -> above("bit/s in all", everywhere.bits(), limits.bitsInAll(), "InAll"))
        .map(why -> new Fault("interval", why));
  }

  private Optional<Fault> refusal(Load load, String user, Caller caller) {
    UserLimits most = limits.perUser();
    Load all = perUser.getOrDefault(user, NOTHING).plus(load);
    if (all.senders() > most.pings()) {
      return Optional.of(
          new Fault(
              "target",
              "%s runs %,d pings, at most %,d may run: ping.limits.maxPingsPerUser"
                  .formatted(UserLimits.nameOf(caller), all.senders() - 1, most.pings())));
    }
    String by = UserLimits.nameOf(caller);
    return above("packets/s by " + by, all.packets(), most.packets(), "PerUser")
        .or(() -> above("bit/s by " + by, all.bits(), most.bits(), "PerUser"))
        .map(why -> new Fault("interval", why));
  }

  private void put(Object sender, Reserved share) {
    reserved.put(sender, share);
    if (!share.host().isEmpty()) {
      perHost.merge(share.host(), share.load(), Load::plus);
      inAll = inAll.plus(share.load());
    }
    if (!share.user().isEmpty()) {
      perUser.merge(share.user(), share.load(), Load::plus);
    }
  }

  /// Counts a request of a redirect. The server that redirects chooses its host, so that no ping
  /// has reserved its load: the redirects of one second are added to the reservations.
  ///
  /// @param redirect spec with the target of the redirect
  /// @return why it may not be sent now
  public synchronized Optional<Fault> redirect(PingSpec redirect, Endpoint address) {
    if (address.isLoopback()) {
      return visit(redirect, address);
    }
    long second = System.nanoTime() / (long) NANOS;
    if (second != redirectSecond) {
      redirectSecond = second;
      redirectsPerHost.clear();
      redirectsInAll = NOTHING;
    }
    String host = address.host();
    Load one = probe(redirect, address);
    Load there = redirectsPerHost.getOrDefault(host, NOTHING).plus(one);
    Load everywhere = redirectsInAll.plus(one);
    Optional<Fault> refusal =
        refusal(host, perHost.getOrDefault(host, NOTHING).plus(there), inAll.plus(everywhere))
            .or(() -> visit(redirect, address));
    if (refusal.isEmpty()) {
      redirectsPerHost.put(host, there);
      redirectsInAll = everywhere;
    }
    return refusal;
  }

  /// Counts a target of a remote user that no ping of its own goes to: of a single probe.
  ///
  /// @return why the user may have no other target now
  public Optional<Fault> visit(PingSpec spec, Endpoint address) {
    return visit(List.of(new ResolvedPing(spec, address))).map(Excess::fault);
  }

  /// All of one caller.
  private Optional<Excess> visit(List<ResolvedPing> pings) {
    List<Integer> counted = new ArrayList<>();
    List<TargetQuota.Place> places = new ArrayList<>();
    for (int i = 0; i < pings.size(); i++) {
      Target target = pings.get(i).spec().target();
      Endpoint address = pings.get(i).address();
      boolean isUdp = target.hasDatagrams();
      if (pings.get(i).spec().startedBy().isRemote() && !own.contains(isUdp, address)) {
        counted.add(i);
        String question = target.protocol() == Protocol.DNS ? target.question().toString() : "";
        places.add(new TargetQuota.Place(isUdp, address, question));
      }
    }
    return places.isEmpty()
        ? Optional.empty()
        : targets
            .enter(pings.getFirst().spec().startedBy(), places, System.nanoTime())
            .map(refusal ->
                new Excess(counted.get(refusal.index()), new Fault("target", refusal.why())));
  }

  /// A ping that exceeds the limits.
  ///
  /// @param index index of the first one
  public record Excess(int index, Fault fault) {}

  /// Reserves the load of several pings of one caller, each by its id: all or none.
  public synchronized Optional<Excess> reserveAll(List<ResolvedPing> pings) {
    Optional<Excess> excess = reserveLoads(pings).or(() -> visit(pings));
    excess.ifPresent(_ -> pings.forEach(one -> release(one.spec().id())));
    return excess;
  }

  private Optional<Excess> reserveLoads(List<ResolvedPing> pings) {
    for (int i = 0; i < pings.size(); i++) {
      ResolvedPing ping = pings.get(i);
      release(ping.spec().id());
      Optional<Fault> refusal = reserveLoad(ping.spec().id(), ping.spec(), ping.address());
      if (refusal.isPresent()) {
        return Optional.of(new Excess(i, refusal.get()));
      }
    }
    return Optional.empty();
  }

  /// Reserves the load of a ping of an earlier run. Its target was counted when it started.
  public synchronized Optional<Fault> resume(PingSpec ping, Endpoint address) {
    release(ping.id());
    return reserveLoad(ping.id(), ping, address);
  }

  /// Reduces the reservation of a ping to its place among the pings of a user.
  public synchronized void pause(PingSpec ping) {
    release(ping.id());
    Caller by = ping.startedBy();
    put(ping.id(), new Reserved("", new Load(1, 0, 0), by.isRemote() ? UserLimits.keyOf(by) : ""));
  }

  /// Moves the reservation of a running ping to another address.
  ///
  /// @return why it exceeds the limits there, as a sentence; then the old reservation remains
  public synchronized Optional<String> move(PingSpec ping, Endpoint to) {
    Reserved before = reserved.get(ping.id());
    Optional<Fault> refusal = reserve(ping.id(), ping, to);
    if (refusal.isPresent() && before != null) {
      put(ping.id(), before);
    }
    return refusal.map(Fault::message);
  }

  /// No-op if nothing is reserved.
  public synchronized void release(Object sender) {
    Reserved gone = reserved.remove(sender);
    if (gone == null) {
      return;
    }
    if (!gone.host().isEmpty()) {
      inAll = inAll.minus(gone.load());
      subtract(perHost, gone.host(), gone.load());
    }
    if (!gone.user().isEmpty()) {
      subtract(perUser, gone.user(), gone.load());
    }
  }

  private static void subtract(Map<String, Load> loads, String key, Load gone) {
    loads.computeIfPresent(
        key, (_, load) -> load.senders() == gone.senders() ? null : load.minus(gone));
  }

  private static Optional<String> above(String what, double wanted, long most, String setting) {
    String limit = "ping.limits.max" + (what.startsWith("bit") ? "Bits" : "Packets") + setting;
    return wanted <= most
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "with this one %,.0f %s would be sent, at most %,d may be: %s",
                Math.ceil(wanted),
                what,
                most,
                limit));
  }

  /// Load of a ping per second.
  private static Load load(PingSpec spec, Endpoint address) {
    Load probe = probe(spec, address);
    double perSecond = NANOS / spec.interval().toNanos(); // infinite for a flood
    return new Load(1, probe.packets() * perSecond, probe.bits() * perSecond);
  }

  /// Load of one probe. A probe over TCP, including DNS over TCP, counts as four packets, and one
  /// over HTTP as ten.
  private static Load probe(PingSpec spec, Endpoint address) {
    int header = address.isIpv4() ? 28 : 48;
    Protocol protocol = spec.target().protocol();
    int packets = protocol.isHttp() ? 10 : spec.target().hasDatagrams() ? 1 : 4;
    long bytes =
        switch (protocol) {
          case DNS -> 300L + (packets - 1L) * header;
          case HTTP, HTTPS -> 2_000L;
          default -> spec.payloadBytes() + (long) packets * header;
        };
    return new Load(1, packets, bytes * 8);
  }
}
