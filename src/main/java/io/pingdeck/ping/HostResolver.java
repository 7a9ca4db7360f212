package io.pingdeck.ping;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.probe.AddressFamily;
import io.pingdeck.probe.Fault;
import io.pingdeck.probe.FaultException;
import io.pingdeck.probe.ListedPing;
import io.pingdeck.probe.PingSpec;
import io.pingdeck.probe.PlannedPing;
import io.pingdeck.probe.Target;
import io.pingdeck.probe.TargetList;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Finds the address behind a target's host. It asks the system's resolver and therefore blocks:
/// never call it on an event loop.
public final class HostResolver {
  private static final int ASKERS = 16;

  private HostResolver() {}

  /// The first address of the wanted family; it is pinned for the whole run of a ping, so that a
  /// name whose address changes cannot lead the probes elsewhere.
  ///
  /// @throws FaultException if the name has no such address
  public static Endpoint resolve(Target target, AddressFamily family) {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(target.host());
    } catch (UnknownHostException e) {
      throw new FaultException("target", "the host name " + target.host() + " has no address");
    }
    return Arrays.stream(addresses)
        .filter(address -> matches(address, family))
        .findFirst()
        .map(address -> Endpoint.of(address, target.port()))
        .orElseThrow(() ->
            new FaultException(
                "family",
                target.host()
                    + " has no "
                    + (family == AddressFamily.IPV4 ? "IPv4" : "IPv6")
                    + " address"));
  }

  /// The addresses of a whole list, in its order. Names are asked for many at a time.
  ///
  /// @throws FaultException with every line whose name has no such address
  public static List<PlannedPing> resolveAll(List<ListedPing> pings) {
    List<Fault> faults = new ArrayList<>();
    List<PlannedPing> planned = new ArrayList<>();
    try (ExecutorService askers = Executors.newFixedThreadPool(ASKERS)) {
      List<Future<Endpoint>> answers = new ArrayList<>();
      for (ListedPing ping : pings) {
        PingSpec spec = ping.spec();
        answers.add(askers.submit(() -> resolve(spec.target(), spec.family())));
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
