package io.pingdeck.echo.guard;

import static io.pingdeck.packet.Endpoint.isIpv4;

import io.pingdeck.echo.api.DropReason;
import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.net.Broadcasts;
import io.pingdeck.net.DatagramBatch;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.text.LabText;
import java.util.Optional;

/// Stateless checks for datagrams that must never get a reply, by addresses, ports, first bytes and
/// length.
///
/// A socket bound to all addresses that does not report destination addresses (the JDK's) cannot
/// recognise broadcasts. A socket bound to one address receives none.
public final class SourceRules {
  private static final int FIRST_USER_PORT = 1024;
  // The tag of a probe follows verb, sequence and time; this is more than they need.
  private static final int TAG_WITHIN = 128;

  private final EchoLimits limits;
  private final EchoPorts echoPorts;
  private final Broadcasts broadcasts;
  private final Endpoint bound;
  private final boolean[] refusedPorts = new boolean[1 << 16];

  /// @param bound address the server listens on
  public SourceRules(
      EchoLimits limits, EchoPorts echoPorts, Broadcasts broadcasts, Endpoint bound) {
    this.limits = limits;
    this.echoPorts = echoPorts;
    this.broadcasts = broadcasts;
    this.bound = bound;
    limits.refusedPorts().forEach(port -> refusedPorts[port] = true);
  }

  public Optional<DropReason> check(DatagramBatch batch, int slot) {
    if (isBadSource(batch, slot) || isSharedDestination(batch, slot)) {
      return DropReason.BAD_SOURCE.verdict();
    }
    if (isServicePort(batch.port(slot))) {
      return DropReason.SERVICE_PORT.verdict();
    }
    int length = batch.length(slot);
    // Never replying to replies prevents loops of our own traffic.
    int seen = Math.min(length, Math.min(TAG_WITHIN, batch.slotBytes()));
    if (LabText.hasReplyTag(batch.payload(slot), seen)) {
      return DropReason.IS_REPLY.verdict();
    }
    if (length > limits.maxDatagramBytes() || batch.isCut(slot)) {
      return DropReason.TOO_LONG.verdict();
    }
    return Optional.empty();
  }

  private boolean isBadSource(DatagramBatch batch, int slot) {
    long high = batch.addressHigh(slot);
    long low = batch.addressLow(slot);
    if (batch.port(slot) == 0) {
      return true;
    }
    if (Endpoint.isLoopback(high, low)) {
      return !mayBeLoopback(batch, slot);
    }
    if (isIpv4(high, low)) {
      int network = (int) low >>> 24;
      return network == 0 || network >= 224 || broadcasts.contains(low);
    }
    return isMulticast6(high) || (high == 0 && low == 0);
  }

  /// Whether the datagram was addressed to several hosts (RFC 1122 3.2.2, by analogy).
  private boolean isSharedDestination(DatagramBatch batch, int slot) {
    long high = batch.localHigh(slot);
    long low = batch.localLow(slot);
    return isIpv4(high, low)
        ? (int) low >>> 24 >= 224 || broadcasts.contains(low)
        : isMulticast6(high);
  }

  /// A loopback source requires a loopback destination. If the destination is unknown, the system
  /// has already dropped loopback sources from outside (RFC 1122 3.2.1.3 g).
  private boolean mayBeLoopback(DatagramBatch batch, int slot) {
    long high = batch.localHigh(slot);
    long low = batch.localLow(slot);
    return high == 0 && low == 0
        ? bound.isLoopback() || bound.isUnspecified()
        : Endpoint.isLoopback(high, low);
  }

  private boolean isServicePort(int port) {
    return (limits.refuseSystemPorts() && port < FIRST_USER_PORT)
        || refusedPorts[port]
        || echoPorts.contains(port);
  }

  private static boolean isMulticast6(long high) {
    return high >>> 56 == 0xff;
  }
}
