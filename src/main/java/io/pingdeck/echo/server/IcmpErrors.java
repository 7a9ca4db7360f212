package io.pingdeck.echo.server;

import io.pingdeck.echo.api.DropReason;
import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.api.IcmpErrorAs;
import io.pingdeck.echo.guard.TokenBucket;
import io.pingdeck.net.DatagramBatch;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.icmp.ArrivedDatagram;
import io.pingdeck.packet.icmp.IcmpErrorWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;

/// Sends ICMP errors for datagrams received by an echo server, from the address they were sent to,
/// to their source. The rate is limited. Not thread-safe.
///
/// The caller must check whether the source may get a reply at all: an error must not go where a
/// reply would not.
final class IcmpErrors implements AutoCloseable {
  private static final int USUAL_HOP_LIMIT = 64;
  private static final int INTERNETWORK_CONTROL = 0xc0; // RFC 1812 4.3.2.5

  private final Sockets sockets;
  private final EchoReports reports;
  private final TokenBucket bucket;
  private final int burst;
  private final Map<Family, DatagramPort> ports = new EnumMap<>(Family.class);
  private final DatagramBatch out = new DatagramBatch(1, IcmpErrorWriter.MAX_MESSAGE_BYTES);
  private final ByteBuffer quote = ByteBuffer.allocate(IcmpErrorWriter.MAX_MESSAGE_BYTES);
  private long fullAt;

  private enum Family {
    IPV4,
    IPV6
  }

  IcmpErrors(Sockets sockets, EchoLimits limits, EchoReports reports, long now) {
    this.sockets = sockets;
    this.reports = reports;
    bucket = new TokenBucket(limits.icmpErrorsPerSecond());
    burst = limits.icmpErrorsPerSecond();
    fullAt = now;
  }

  /// Sends an error for the UDP datagram in a slot.
  ///
  /// @param port local port that the datagram was sent to
  /// @return the reason under which it is counted
  DropReason answerUdp(DatagramBatch in, int slot, int port, IcmpErrorAs as, long now) {
    if (!mayAnswer(now)) {
      return DropReason.RATE_LIMITED;
    }
    ArrivedDatagram arrived = arrived(in, slot, in.port(slot), port);
    int length = arrived.writeUdp(quote.clear(), in.payload(slot), in.length(slot));
    return send(in, slot, quote.limit(length), as, now);
  }

  /// Sends an error for the TCP segment in a slot, which starts with its header.
  ///
  /// @return the reason under which it is counted
  DropReason answerTcp(DatagramBatch in, int slot, IcmpErrorAs as, long now) {
    if (!mayAnswer(now)) {
      return DropReason.RATE_LIMITED;
    }
    ByteBuffer segment = in.payload(slot);
    int from = Short.toUnsignedInt(segment.getShort(0));
    int to = Short.toUnsignedInt(segment.getShort(2));
    int length = arrived(in, slot, from, to).writeTcp(quote.clear(), segment, in.length(slot));
    return send(in, slot, quote.limit(length), as, now);
  }

  private boolean mayAnswer(long now) {
    boolean allowed = bucket.allows(fullAt, burst, now);
    if (allowed) {
      fullAt = bucket.take(fullAt, now);
    }
    return allowed;
  }

  private static ArrivedDatagram arrived(DatagramBatch in, int slot, int from, int to) {
    int hopLimit = in.hopLimit(slot) == 0 ? USUAL_HOP_LIMIT : in.hopLimit(slot);
    return new ArrivedDatagram(
        new Endpoint(in.addressHigh(slot), in.addressLow(slot), from, 0),
        new Endpoint(in.localHigh(slot), in.localLow(slot), to, 0),
        hopLimit,
        in.trafficClass(slot));
  }

  private DropReason send(
      DatagramBatch in, int slot, ByteBuffer datagram, IcmpErrorAs as, long now) {
    boolean ipv6 = !Endpoint.isIpv4(in.addressHigh(slot), in.addressLow(slot));
    int length =
        IcmpErrorWriter.write(out.payload(0), as.type(ipv6), as.code(ipv6), datagram.position(0));
    out.size(1);
    out.length(0, length);
    out.address(0, in.addressHigh(slot), in.addressLow(slot), 0, in.scope(slot));
    out.local(0, in.localHigh(slot), in.localLow(slot));
    out.trafficClass(0, INTERNETWORK_CONTROL);
    try {
      port(ipv6 ? Family.IPV6 : Family.IPV4).send(out, 0, 1);
    } catch (IOException e) {
      reports.refused(e, now);
      return DropReason.SEND_FAILED;
    }
    return out.errno(0) == 0 ? as.reason() : DropReason.SEND_FAILED;
  }

  private DatagramPort port(Family family) throws IOException {
    DatagramPort open = ports.get(family);
    if (open == null) {
      open = sockets.icmpErrors(family == Family.IPV6);
      ports.put(family, open);
    }
    return open;
  }

  @Override
  public void close() {
    ports.values().forEach(DatagramPort::close);
    ports.clear();
  }
}
