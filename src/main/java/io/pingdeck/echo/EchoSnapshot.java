package io.pingdeck.echo;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// An echo server at one instant.
///
/// @param listening where it is bound; empty if it is stopped
/// @param reason why it failed, in words; empty otherwise
/// @param received datagrams that reached it: `received = replied + sum of drops`
/// @param drops datagrams not answered, under exactly one reason each (`emulatedLoss`,
///   `servicePort`, ...), in a fixed order
/// @param kernelDrops datagrams lost before they reached it because its buffer was full; empty if
///   the platform does not say
public record EchoSnapshot(
    EchoServerId id,
    EchoSpec spec,
    Optional<Endpoint> listening,
    String reason,
    long received,
    long replied,
    Map<String, Long> drops,
    OptionalLong kernelDrops) {
  public EchoSnapshot {
    requireNonNull(id, "id");
    requireNonNull(spec, "spec");
    requireNonNull(listening, "listening");
    requireNonNull(reason, "reason");
    requireNonNull(kernelDrops, "kernelDrops");
    drops = Collections.unmodifiableMap(new LinkedHashMap<>(drops));
  }
}
