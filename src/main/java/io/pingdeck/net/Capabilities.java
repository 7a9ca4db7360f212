package io.pingdeck.net;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// What this process may do with sockets on this machine.
///
/// @param implementation `native` or `portable`
/// @param icmpErrors ICMP errors reach us for UDP and TCP
/// @param kernelStamps RTTs come from kernel stamps
/// @param icmp ICMP pings are possible
/// @param missing one sentence for each thing that does not work: what, why, and the command that
///   grants it
public record Capabilities(
    String implementation,
    boolean icmpErrors,
    boolean kernelStamps,
    boolean icmp,
    List<String> missing) {
  public Capabilities {
    requireNonNull(implementation, "implementation");
    missing = List.copyOf(missing);
  }
}
