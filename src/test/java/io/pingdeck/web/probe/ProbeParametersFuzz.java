package io.pingdeck.web.probe;

import static io.pingdeck.fuzz.FuzzCheck.require;
import static io.pingdeck.fuzz.FuzzCheck.requireFaults;

import io.pingdeck.base.FaultException;
import io.pingdeck.fuzz.FuzzCheck;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.PingId;
import java.util.Optional;

/// Every target and module of `/probe` is a ping of the module's protocol, or refused with the
/// parameter.
public final class ProbeParametersFuzz {
  private ProbeParametersFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    String text = FuzzCheck.text(input);
    check(ProbeModule.forTarget(text), text);
    for (ProbeModule module : ProbeModule.values()) {
      check(module, text);
    }
    try {
      require(ProbeModule.of(text).json().equals(text), "another module");
    } catch (FaultException e) {
      requireFaults(e);
    }
  }

  private static void check(ProbeModule module, String target) {
    try {
      PingSpec spec = module.spec(target, Optional.empty(), new PingId(1));
      require(
          spec.target().protocol() == module.protocol()
              || spec.target().protocol().isHttp() && module.protocol().isHttp(),
          "of another protocol");
    } catch (FaultException e) {
      requireFaults(e);
    }
  }
}
