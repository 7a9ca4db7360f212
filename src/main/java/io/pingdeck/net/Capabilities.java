package io.pingdeck.net;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/// The socket features available to this process on this machine.
///
/// @param implementation `native` or `portable`
/// @param icmpErrors whether the process receives ICMP errors for UDP and TCP
/// @param kernelStamps whether RTTs come from kernel timestamps
/// @param icmp whether ICMP pings are possible
/// @param noIcmpAnswers why echo servers cannot reply with ICMP errors, and the command that grants
///   the permission; empty if they can
/// @param missing one sentence for each ping feature that does not work: what, why, and the command
///   that grants it
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
