package io.pingdeck.doctor;

import static java.util.Objects.requireNonNull;

import io.pingdeck.config.AppConfig;
import io.pingdeck.disk.DataPlace;
import io.pingdeck.doctor.api.Check;
import io.pingdeck.doctor.api.Diagnosis;
import io.pingdeck.net.ClockSync;
import io.pingdeck.net.Sockets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Makes all checks, one after the other, within a few seconds.
public final class Doctor {
  private final AppConfig config;
  private final DataPlace place;
  private final Supplier<Sockets> sockets;

  /// @param sockets opens the best sockets that this process may use, and tries what they can do
  public Doctor(AppConfig config, DataPlace place, Supplier<Sockets> sockets) {
    this.config = requireNonNull(config, "config");
    this.place = requireNonNull(place, "place");
    this.sockets = requireNonNull(sockets, "sockets");
  }

  public Diagnosis examine() {
    Proc proc = Proc.ofThisProcess();
    Sockets best = sockets.get();
    List<Check> checks = new ArrayList<>();
    checks.add(MachineChecks.java());
    checks.add(MachineChecks.privileges(proc, best.capabilities()));
    checks.addAll(new NetworkChecks(best).all());
    checks.add(MachineChecks.limits(proc));
    checks.add(MachineChecks.firewall(proc));
    checks.add(MachineChecks.clock(proc, ClockSync.read()));
    checks.addAll(new PortChecks(config, best).all());
    checks.addAll(DataChecks.all(config, place));
    checks.add(MachineChecks.memory());
    checks.add(MachineChecks.openFiles());
    return new Diagnosis(checks);
  }
}
