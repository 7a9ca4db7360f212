package io.pingdeck.cli;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.config.AppConfig;
import io.pingdeck.echo.EchoConfigRules;
import io.pingdeck.heartbeat.MonitorKeys;
import io.pingdeck.net.Capabilities;
import io.pingdeck.ping.tls.Authorities;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What `serve` would find wrong with a configuration that can be read, by the code that finds it:
/// servers that cannot be, files that are missing. What only trying tells, such as a port that
/// another program has, is not among it.
final class StartFaults {
  private StartFaults() {}

  /// @param home what files in the configuration are relative to
  static List<Fault> of(AppConfig config, Path home, Capabilities capabilities) {
    List<Fault> faults = new ArrayList<>(EchoConfigRules.faults(config.echo(), capabilities));
    faults.addAll(MonitorKeys.faults(config.heartbeat().applications(), home));
    if (config.heartbeat().enabled() && !isLocal(config.heartbeat().host())) {
      faults.add(
          new Fault(
              "heartbeat.host", config.heartbeat().host() + " is not an address of this host"));
    }
    tryOut("ping.", faults, () -> Authorities.load(config.ping().caFile().map(home::resolve)));
    tryOut("history.", faults, () -> config.history().withPassword(home));
    return faults;
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
      return true; // unknown: opening the socket will tell
    }
  }
}
