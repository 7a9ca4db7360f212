package io.pingdeck.cli.settings;

import static java.util.Objects.requireNonNull;

import io.pingdeck.alert.ChannelSecrets;
import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.config.AppConfig;
import io.pingdeck.config.ConfigRules;
import io.pingdeck.disk.DataPlace;
import io.pingdeck.disk.DataPlace.Surroundings;
import io.pingdeck.echo.EchoConfigRules;
import io.pingdeck.heartbeat.MonitorKeys;
import io.pingdeck.heartbeat.api.HeartbeatConfig;
import io.pingdeck.net.Capabilities;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.IpLiteral;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.tls.TrustedCertificates;
import io.pingdeck.web.http.TlsFiles;
import io.pingdeck.web.tls.PageCertificate;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The faults that `serve` would report for a readable configuration, found by the same code:
/// invalid servers, missing files. Faults that only an attempt reveals, such as a port in use by
/// another program, are not included.
///
/// @param home base folder of relative files in the configuration
record StartFaults(Path home, Supplier<Capabilities> capabilities) implements ConfigRules {
  StartFaults {
    requireNonNull(home, "home");
    requireNonNull(capabilities, "capabilities");
  }

  @Override
  public List<Fault> fatal(AppConfig config, Predicate<String> misread) {
    List<Fault> faults = new ArrayList<>();
    faults.addAll(MonitorKeys.faults(config.heartbeat().applications(), home));
    tryOut(
        "ping.", faults, () -> TrustedCertificates.load(config.ping().caFile().map(home::resolve)));
    if (!misread.test("data.dir")) {
      tryOut(
          "data.",
          faults,
          () -> DataPlace.find(config.data().dir(), home, Surroundings.ofThisProcess()));
    }
    tryOut("alerts.", faults, () -> ChannelSecrets.read(config.alerts().channels(), home));
    tryOut("history.", faults, () -> config.history().withPassword(home));
    config
        .web()
        .below(home)
        .tls()
        .ifPresent(files -> tryOut("web.", faults, () -> PageCertificate.load(files)));
    return faults;
  }

  @Override
  public List<Fault> leftOut(AppConfig config, Predicate<String> misread) {
    List<Fault> faults =
        new ArrayList<>(EchoConfigRules.faults(config.echo(), capabilities.get(), misread));
    HeartbeatConfig heartbeat = config.heartbeat();
    if (heartbeat.enabled() && !misread.test("heartbeat.enabled") && !isLocal(heartbeat.host())) {
      faults.add(new Fault("heartbeat.host", heartbeat.host() + " is not an address of this host"));
    }
    faults.addAll(ListeningPorts.faults(config, misread));
    faults.addAll(pingTargets(config.ping()));
    config.web().below(home).tls().flatMap(StartFaults::outOfDate).ifPresent(faults::add);
    return faults;
  }

  /// Configured pings of literal addresses that break a limit; names are resolved at the start.
  private static List<Fault> pingTargets(AppConfig.PingConfig config) {
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < config.targets().size(); i++) {
      String field = "ping.targets." + i + ".";
      PingSpec ping = config.targets().get(i);
      IpLiteral.parse(ping.target().host())
          .map(address -> Endpoint.of(address, ping.target().port()))
          .map(address -> config.limits().check(ping, address))
          .orElse(List.of())
          .forEach(fault -> faults.add(new Fault(field + fault.field(), fault.message())));
    }
    return faults;
  }

  private static Optional<Fault> outOfDate(TlsFiles files) {
    try {
      return PageCertificate.load(files).outOfDate(Instant.now());
    } catch (FaultException e) {
      return Optional.empty(); // fatal
    }
  }

  private static void tryOut(String section, List<Fault> faults, Runnable step) {
    try {
      step.run();
    } catch (FaultException e) {
      for (Fault fault : e.faults()) {
        boolean whole = fault.field().startsWith(section);
        faults.add(whole ? fault : new Fault(section + fault.field(), fault.message()));
      }
    }
  }

  private static boolean isLocal(String host) {
    InetAddress address = InetAddress.ofLiteral(host);
    try {
      return address.isAnyLocalAddress()
          || address.isLoopbackAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true; // unknown: opening the socket decides
    }
  }
}
