package io.pingdeck.ping.sender;

import io.pingdeck.ping.api.ConnectionSlots;
import io.pingdeck.ping.sample.RttSource;
import java.util.OptionalLong;

/// Statistics of the probe sockets since the last call.
///
/// @param sent probes handed to the kernel since then
/// @param kernelDrops answers the kernel dropped because its buffer was full, since the sockets
///   were opened; empty if the platform does not report it
/// @param clocks the least exact clocks that any of the sockets uses
/// @param slots connection slots
public record SocketStatus(
    long sent, OptionalLong kernelDrops, RttSource clocks, ConnectionSlots slots) {
  /// No socket is open.
  public static final SocketStatus NONE =
      new SocketStatus(0, OptionalLong.empty(), RttSource.KERNEL);

  /// Status of sockets without connections.
  public SocketStatus(long sent, OptionalLong kernelDrops, RttSource clocks) {
    this(sent, kernelDrops, clocks, ConnectionSlots.NONE);
  }

  public SocketStatus and(SocketStatus other) {
    OptionalLong drops =
        kernelDrops.isEmpty() && other.kernelDrops.isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(kernelDrops.orElse(0) + other.kernelDrops.orElse(0));
    RttSource worse = clocks.compareTo(other.clocks) >= 0 ? clocks : other.clocks;
    return new SocketStatus(sent + other.sent, drops, worse, slots.and(other.slots));
  }
}
