package io.pingdeck.ping;

import io.pingdeck.net.Broadcasts;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.probe.AddressFamily;
import io.pingdeck.probe.Fault;
import io.pingdeck.probe.FaultException;
import io.pingdeck.probe.ListedPing;
import io.pingdeck.probe.PingSpec;
import io.pingdeck.probe.PinnedAddress;
import io.pingdeck.probe.PlannedPing;
import io.pingdeck.probe.Target;
import io.pingdeck.probe.TargetList;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Finds the address behind a target's host. It asks the system's resolver and therefore blocks:
/// never call it on an event loop.
public final class HostResolver {
  private static final int ASKERS = 16;

  private HostResolver() {}

  /// The first address of the wanted family, in the resolver's order; of any family IPv4 comes
  /// first. It is pinned for the whole run of a ping, so that a name whose address changes cannot
  /// lead the probes elsewhere.
  ///
  /// @throws FaultException if the name has no such address, or one that is not a single host's
  public static PinnedAddress resolve(Target target, AddressFamily family) {
    return resolve(target, family, broadcasts());
  }

  private static PinnedAddress resolve(
      Target target, AddressFamily family, Optional<Broadcasts> broadcasts) {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(target.host());
    } catch (UnknownHostException e) {
      throw new FaultException("target", "the host name " + target.host() + " has no address");
    }
    PinnedAddress pinned = choose(target, family, addresses);
    Endpoint chosen = pinned.chosen();
    if (chosen.isIpv4() && broadcasts.map(own -> own.contains(chosen.low())).orElse(false)) {
      throw new FaultException(
          "target",
          chosen.host() + " is the broadcast address of a network of this machine: ping one host");
    }
    return pinned;
  }

  /// @param addresses in the resolver's order
  static PinnedAddress choose(Target target, AddressFamily family, InetAddress... addresses) {
    List<Endpoint> wanted =
        Arrays.stream(addresses)
            .filter(address -> matches(address, family))
            .map(address -> Endpoint.of(address, target.port()))
            .distinct()
            .sorted(Comparator.comparing(address -> !address.isIpv4())) // keeps the order otherwise
            .toList();
    if (wanted.isEmpty()) {
      throw new FaultException(
          "family",
          target.host()
              + " has no "
              + (family == AddressFamily.IPV4 ? "IPv4" : "IPv6")
              + " address");
    }
    return new PinnedAddress(wanted.getFirst(), wanted.subList(1, wanted.size()));
  }

  /// Without them the kernel still refuses to send to one (EACCES).
  private static Optional<Broadcasts> broadcasts() {
    try {
      return Optional.of(Broadcasts.ofThisHost());
    } catch (SocketException e) {
      return Optional.empty();
    }
  }

  /// The addresses of a whole list, in its order. Names are asked for many at a time.
  ///
  /// @throws FaultException with every line whose name has no such address
  public static List<PlannedPing> resolveAll(List<ListedPing> pings) {
    List<Fault> faults = new ArrayList<>();
    List<PlannedPing> planned = new ArrayList<>();
    Optional<Broadcasts> broadcasts = broadcasts();
    try (ExecutorService askers = Executors.newFixedThreadPool(ASKERS)) {
      List<Future<PinnedAddress>> answers = new ArrayList<>();
      for (ListedPing ping : pings) {
        PingSpec spec = ping.spec();
        answers.add(askers.submit(() -> resolve(spec.target(), spec.family(), broadcasts)));
      }
      for (int i = 0; i < pings.size(); i++) {
        ListedPing ping = pings.get(i);
        try {
          planned.add(new PlannedPing(ping.spec(), answers.get(i).get()));
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof FaultException refused)) {
            throw new IllegalStateException("the resolver failed", e.getCause());
          }
          refused.faults().forEach(fault -> faults.add(ping.fault(fault)));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FaultException(TargetList.FIELD, "interrupted while names were asked for");
    }
    if (!faults.isEmpty()) {
      throw new FaultException(faults);
    }
    return planned;
  }

  private static boolean matches(InetAddress address, AddressFamily family) {
    return switch (family) {
      case ANY -> true;
      case IPV4 -> address instanceof Inet4Address;
      case IPV6 -> address instanceof Inet6Address;
    };
  }
}
