package io.pingdeck.ping.policy;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.AddressRange;
import java.util.List;

/// The addresses that the configuration allows and denies to remote callers, by role.
public record PolicyRules(Ranges operator, Ranges admin) {
  public static final PolicyRules NONE = new PolicyRules(Ranges.NONE, Ranges.NONE);

  public PolicyRules {
    requireNonNull(operator, "operator");
    requireNonNull(admin, "admin");
  }

  public record Ranges(List<AddressRange> allow, List<AddressRange> deny) {
    public static final Ranges NONE = new Ranges(List.of(), List.of());

    public Ranges {
      allow = List.copyOf(allow);
      deny = List.copyOf(deny);
    }
  }
}
