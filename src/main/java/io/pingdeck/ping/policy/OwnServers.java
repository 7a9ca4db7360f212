package io.pingdeck.ping.policy;

import io.pingdeck.packet.Endpoint;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The echo servers and the heartbeat monitor of this process that listen now. They are there to be
/// measured, so every caller may ping them. Thread-safe.
public final class OwnServers {
  private final Set<Listening> servers = ConcurrentHashMap.newKeySet();
  private final AtomicLong removals = new AtomicLong();

  private record Listening(boolean isUdp, Endpoint address) {
    boolean serves(boolean udp, Endpoint target) {
      return isUdp == udp
          && address.port() == target.port()
          && address.isIpv4() == target.isIpv4()
          && (address.sameAddress(target.high(), target.low())
              || isWildcard(address) && ThisMachine.has(target));
    }
  }

  /// @param isUdp whether it receives datagrams; otherwise TCP
  /// @param address the bound address; an unspecified one stands for all of this machine
  public void add(boolean isUdp, Endpoint address) {
    servers.add(new Listening(isUdp, address));
  }

  public void remove(boolean isUdp, Endpoint address) {
    servers.remove(new Listening(isUdp, address));
    removals.incrementAndGet();
  }

  /// Tells when to judge again what was allowed for the sake of servers that may be gone. A server
  /// that restarts is soon back, so it tells so at the look after the one that sees a removal. Not
  /// thread-safe.
  public final class Removals {
    private long seen = removals.get();
    private long judged = seen;

    private Removals() {}

    /// To be asked at a fixed interval.
    public boolean areDue() {
      boolean due = judged != seen;
      judged = seen;
      seen = removals.get();
      return due;
    }
  }

  /// The removals from now on.
  public Removals watchRemovals() {
    return new Removals();
  }

  /// Whether one of them receives what is sent to this address.
  public boolean contains(boolean isUdp, Endpoint target) {
    return target.port() != 0 && servers.stream().anyMatch(server -> server.serves(isUdp, target));
  }

  private static boolean isWildcard(Endpoint address) {
    return address.sameAddress(0, address.isIpv4() ? Endpoint.mapped(0) : 0);
  }
}
