package io.pingdeck.doctor.api;

import java.util.List;

/// The results of all checks.
public record Diagnosis(List<Check> checks) {
  public Diagnosis {
    checks = List.copyOf(checks);
  }

  /// Whether the main job works: the page, and pings by UDP and TCP.
  public boolean works() {
    return checks.stream().noneMatch(check -> check.state() == Check.State.FAIL);
  }
}
