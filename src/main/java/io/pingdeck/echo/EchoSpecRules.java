package io.pingdeck.echo;

import io.pingdeck.base.Fault;
import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.api.ImpairmentKey;
import io.pingdeck.net.Capabilities;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.IpLiteral;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Validates the spec of an echo server for this host.
final class EchoSpecRules {
  private EchoSpecRules() {}

  /// All faults of the spec; empty if the server can be started.
  ///
  /// @param allowOpen whether it may listen on addresses that are reachable from other hosts
  static List<Fault> faults(EchoSpec spec, boolean allowOpen, Capabilities capabilities) {
    List<Fault> faults = new ArrayList<>(impairmentFaults(spec, spec.impairment(), capabilities));
    switch (spec.protocol()) {
      case UDP -> {
        if (spec.mode() == EchoMode.GREETING) {
          faults.add(new Fault("mode", "a greeting needs a connection: choose tcp"));
        }
      }
      case TCP -> {} // only its impairment can be invalid
      case ICMP ->
          faults.add(new Fault("protocol", "icmp is handled by the operating system; choose udp"));
    }
    faults.addAll(addressFaults(spec, allowOpen));
    return faults;
  }

  /// Faults that do not depend on the protocol.
  static List<Fault> addressFaults(EchoSpec spec, boolean allowOpen) {
    List<Fault> faults = new ArrayList<>();
    hostFault(spec.host())
        .or(() -> allowOpen ? Optional.empty() : openFault(spec.host()))
        .ifPresent(faults::add);
    if (spec.port() < 0 || spec.port() > 65_535) {
      faults.add(new Fault("port", spec.port() + " is not a port (1-65535, or 0 for a free one)"));
    }
    return faults;
  }

  private static Optional<Fault> openFault(String address) {
    return InetAddress.ofLiteral(address).isLoopbackAddress()
        ? Optional.empty()
        : Optional.of(
            new Fault(
                "host",
                address
                    + " can be reached by other hosts: that needs echo.allowOpen: true in the"
                    + " configuration file"));
  }

  /// Every impairment that this server does not support.
  static List<Fault> impairmentFaults(
      EchoSpec spec, Impairment impairment, Capabilities capabilities) {
    List<Fault> faults = new ArrayList<>();
    if (impairment.get(ImpairmentKey.ICMP_ERROR) > 0) {
      capabilities.noIcmpAnswers().ifPresent(why -> faults.add(new Fault("icmpError", why)));
    }
    for (ImpairmentKey<?> key : ImpairmentKey.all()) {
      key.only()
          .filter(only -> only.protocol() != spec.protocol() && impairment.differs(key))
          .ifPresent(only -> faults.add(new Fault(key.name(), only.toString())));
    }
    return faults;
  }

  /// The same spec with its address in canonical form, so that equal addresses have equal names.
  static EchoSpec canonical(EchoSpec spec) {
    String host =
        IpLiteral.parse(spec.host())
            .map(address -> Endpoint.of(address, 0).host())
            .orElse(spec.host());
    return new EchoSpec(spec.protocol(), host, spec.port(), spec.mode(), spec.impairment());
  }

  private static Optional<Fault> hostFault(String host) {
    Optional<InetAddress> address = IpLiteral.parse(host);
    if (address.isEmpty()) {
      return Optional.of(
          new Fault("host", host + " is not an IP address (such as 127.0.0.1 or ::1)"));
    }
    return isLocal(address.get())
        ? Optional.empty()
        : Optional.of(new Fault("host", host + " is not an address of this host"));
  }

  private static boolean isLocal(InetAddress address) {
    if (address.isAnyLocalAddress() || address.isLoopbackAddress()) {
      return true;
    }
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true; // unknown: opening the socket decides
    }
  }
}
