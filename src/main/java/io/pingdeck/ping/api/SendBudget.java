package io.pingdeck.ping.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Fault;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.target.Protocol;
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
  private final Map<Object, Reserved> reserved = new HashMap<>();
  private final Map<String, Load> perHost = new HashMap<>();
  private Load inAll = NOTHING;

  public SendBudget(SendLimits limits) {
    this.limits = requireNonNull(limits, "limits");
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

  private record Reserved(String host, Load load) {}

  /// Reserves the load of a ping until it is released.
  ///
  /// @param sender identity of the sender; its previous reservation is replaced
  /// @return why it exceeds the limits, as a sentence; then nothing is reserved
  public synchronized Optional<String> reserve(Object sender, PingSpec spec, Endpoint address) {
    release(sender);
    if (address.isLoopback()) {
      return Optional.empty();
    }
    Load load = load(spec, address);
    String host = address.host();
    Load there = perHost.getOrDefault(host, NOTHING).plus(load);
    Load everywhere = inAll.plus(load);
    Optional<String> refusal =
        above("packets/s to " + host, there.packets(), limits.packetsPerTarget(), "PerTarget")
            .or(() -> above("bit/s to " + host, there.bits(), limits.bitsPerTarget(), "PerTarget"))
            .or(() ->
                above("packets/s in all", everywhere.packets(), limits.packetsInAll(), "InAll"))
            .or(() -> above("bit/s in all", everywhere.bits(), limits.bitsInAll(), "InAll"));
    if (refusal.isEmpty()) {
      put(sender, new Reserved(host, load));
    }
    return refusal;
  }

  private void put(Object sender, Reserved share) {
    reserved.put(sender, share);
    perHost.merge(share.host(), share.load(), Load::plus);
    inAll = inAll.plus(share.load());
  }

  /// A ping that exceeds the limits.
  ///
  /// @param index index of the first one
  /// @param why a sentence
  public record Excess(int index, String why) {
    public Fault fault() {
      return new Fault("interval", why);
    }
  }

  /// Reserves the load of several pings, each by its id: all or none.
  public synchronized Optional<Excess> reserveAll(List<ResolvedPing> pings) {
    for (int i = 0; i < pings.size(); i++) {
      ResolvedPing ping = pings.get(i);
      Optional<String> refusal = reserve(ping.spec().id(), ping.spec(), ping.address());
      if (refusal.isPresent()) {
        pings.forEach(one -> release(one.spec().id()));
        return Optional.of(new Excess(i, refusal.get()));
      }
    }
    return Optional.empty();
  }

  /// Moves the reservation of a running ping to another address.
  ///
  /// @return why it exceeds the limits there, as a sentence; then the old reservation remains
  public synchronized Optional<String> move(PingSpec ping, Endpoint to) {
    Reserved before = reserved.get(ping.id());
    Optional<String> refusal = reserve(ping.id(), ping, to);
    if (refusal.isPresent() && before != null) {
      put(ping.id(), before);
    }
    return refusal;
  }

  /// No-op if nothing is reserved.
  public synchronized void release(Object sender) {
    Reserved gone = reserved.remove(sender);
    if (gone == null) {
      return;
    }
    inAll = inAll.minus(gone.load());
    Load left = perHost.get(gone.host()).minus(gone.load());
    if (left.senders() == 0) {
      perHost.remove(gone.host());
    } else {
      perHost.put(gone.host(), left);
    }
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

  /// Load of a ping per second. A probe over TCP, including DNS over TCP, counts as four packets,
  /// and one over HTTP as ten.
  private static Load load(PingSpec spec, Endpoint address) {
    int header = address.isIpv4() ? 28 : 48;
    Protocol protocol = spec.target().protocol();
    int packets = protocol.isHttp() ? 10 : spec.target().hasDatagrams() ? 1 : 4;
    long bytes =
        switch (protocol) {
          case DNS -> 300L + (packets - 1L) * header;
          case HTTP, HTTPS -> 2_000L;
          default -> spec.payloadBytes() + (long) packets * header;
        };
    double perSecond = NANOS / spec.interval().toNanos(); // infinite for a flood
    return new Load(1, packets * perSecond, bytes * 8 * perSecond);
  }
}
