package io.pingdeck.echo;

import io.pingdeck.base.Fault;
import io.pingdeck.echo.api.EchoConfig;
import io.pingdeck.echo.api.EchoServerId;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.net.Capabilities;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What can be known to be wrong with the configured echo servers before they are started.
public final class EchoConfigRules {
  private EchoConfigRules() {}

  /// Everything for which a server would not start, by its key: `echo.servers.0.protocol`. A port
  /// that another program has is found only by trying.
  public static List<Fault> faults(EchoConfig config, Capabilities capabilities) {
    List<Fault> faults = new ArrayList<>();
    Set<EchoServerId> ids = new HashSet<>();
    for (int i = 0; i < config.servers().size(); i++) {
      EchoSpec spec = EchoSpecRules.canonical(config.servers().get(i));
      String entry = "echo.servers." + i;
      for (Fault fault : EchoSpecRules.faults(spec, config.allowOpen(), capabilities)) {
        faults.add(new Fault(entry + "." + fault.field(), fault.message()));
      }
      EchoServerId id = EchoServerId.of(spec.protocol(), spec.host(), spec.port());
      if (spec.port() != 0 && !ids.add(id)) {
        faults.add(new Fault(entry + ".port", "the echo server " + id + " is there already"));
      }
    }
    if (config.servers().size() > EchoServersVerticle.MAX_SERVERS) {
      faults.add(new Fault("echo.servers", EchoServersVerticle.MAX_SERVERS + " are the most"));
    }
    return faults;
  }
}
