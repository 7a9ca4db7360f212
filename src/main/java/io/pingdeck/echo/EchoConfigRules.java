package io.pingdeck.echo;

import io.pingdeck.base.Fault;
import io.pingdeck.echo.api.EchoConfig;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.net.Capabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Errors in the configured echo servers that can be detected before they start.
public final class EchoConfigRules {
  private EchoConfigRules() {}

  /// Every fault that prevents a server from starting, by its key: `echo.servers.0.protocol`. Ports
  /// are not checked: whether one is free depends on the other listeners and on the system.
  ///
  /// @param misread whether the value of a key was unreadable, so that the fallback is in use
  public static List<Fault> faults(
      EchoConfig config, Capabilities capabilities, Predicate<String> misread) {
    List<Fault> faults = new ArrayList<>();
    boolean anyAddress = config.allowOpen() || misread.test("echo.allowOpen");
    for (int i = 0; i < config.servers().size(); i++) {
      EchoSpec spec = EchoSpecRules.canonical(config.servers().get(i));
      String entry = "echo.servers." + i + ".";
      List<Fault> found =
          misread.test(entry + "protocol")
              ? EchoSpecRules.addressFaults(spec, anyAddress)
              : EchoSpecRules.faults(spec, anyAddress, capabilities);
      found.stream()
          .map(fault -> new Fault(entry + fault.field(), fault.message()))
          .filter(fault -> !misread.test(fault.field()))
          .forEach(faults::add);
    }
    roomFault(config.servers().size()).ifPresent(faults::add);
    return faults;
  }

  private static Optional<Fault> roomFault(int servers) {
    String most = "are too many (at most " + EchoServersVerticle.MAX_SERVERS + ")";
    return servers > EchoServersVerticle.MAX_SERVERS
        ? Optional.of(new Fault("echo.servers", servers + " " + most))
        : Optional.empty();
  }
}
