package io.pingdeck.net;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/// What this process may do with sockets on this machine.
///
/// @param implementation `native` or `portable`
/// @param icmpErrors ICMP errors reach us for UDP and TCP
/// @param kernelStamps RTTs come from kernel stamps
/// @param icmp ICMP pings are possible
/// @param noIcmpAnswers why echo servers cannot answer with ICMP errors, and the command that
///   grants it; empty if they can
/// @param missing one sentence for each thing about pings that does not work: what, why, and the
///   command that grants it
public record Capabilities(
    String implementation,
    boolean icmpErrors,
    boolean kernelStamps,
    boolean icmp,
    Optional<String> noIcmpAnswers,
    List<String> missing) {
  public Capabilities {
    requireNonNull(implementation, "implementation");
    requireNonNull(noIcmpAnswers, "noIcmpAnswers");
    missing = List.copyOf(missing);
  }
}
