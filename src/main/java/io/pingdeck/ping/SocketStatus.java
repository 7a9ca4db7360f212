package io.pingdeck.ping;

import io.pingdeck.probe.ConnectionSlots;
import io.pingdeck.probe.RttSource;
import java.util.OptionalLong;

/// How the probe sockets did since they were last asked.
///
/// @param sent probes handed to the kernel since then
/// @param kernelDrops answers the kernel dropped for want of room, since the sockets were opened;
///   empty where the platform does not say
/// @param clocks the least exact clocks that any of the sockets works with
/// @param slots the places for connections
record SocketStatus(long sent, OptionalLong kernelDrops, RttSource clocks, ConnectionSlots slots) {
  /// No socket is open.
  static final SocketStatus NONE = new SocketStatus(0, OptionalLong.empty(), RttSource.KERNEL);

  /// Of sockets without connections.
  SocketStatus(long sent, OptionalLong kernelDrops, RttSource clocks) {
    this(sent, kernelDrops, clocks, ConnectionSlots.NONE);
  }

  SocketStatus and(SocketStatus other) {
    OptionalLong drops =
        kernelDrops.isEmpty() && other.kernelDrops.isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(kernelDrops.orElse(0) + other.kernelDrops.orElse(0));
    RttSource worse = clocks.compareTo(other.clocks) >= 0 ? clocks : other.clocks;
    return new SocketStatus(sent + other.sent, drops, worse, slots.and(other.slots));
  }
}
