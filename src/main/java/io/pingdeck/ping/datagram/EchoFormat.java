package io.pingdeck.ping.datagram;

import io.pingdeck.packet.icmp.EchoData;
import io.pingdeck.packet.icmp.IcmpMessage;
import io.pingdeck.packet.icmp.InternetChecksum;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.Response;
import java.nio.ByteBuffer;

/// Probes as ICMP or ICMPv6 echo requests with [EchoData]. The sequence number on the wire has 16
/// bits. A token identifies the probe uniquely; without one, identifier, sequence number and
/// address must suffice.
final class EchoFormat implements ProbeFormat {
  private final boolean ipv6;
  private final int identifier;
  private long token;
  private long sequence;

  /// @param identifier ICMP identifier of the socket that sends these probes
  EchoFormat(boolean ipv6, int identifier) {
    this.ipv6 = ipv6;
    this.identifier = identifier;
  }

  @Override
  public int headerBytes() {
    return IcmpMessage.HEADER_BYTES;
  }

  /// The whole answer, because with a raw socket the checksum must be verified here.
  @Override
  public int answerBytes(int probeBytes) {
    return probeBytes;
  }

  @Override
  public int write(
      ByteBuffer message, PingSpec spec, long probe, long epochMillis, long probeToken) {
    IcmpMessage.writeEchoRequest(message, ipv6, identifier, (int) probe);
    EchoData.write(message, spec.payloadBytes(), probeToken);
    return IcmpMessage.HEADER_BYTES + spec.payloadBytes();
  }

  @Override
  public Trace readAnswer(ByteBuffer message, int length) {
    boolean whole = length <= message.capacity();
    // The kernel has verified ICMPv6's checksum, which also covers the addresses.
    if (!IcmpMessage.isEchoReply(message, length, ipv6)
        || whole && !ipv6 && InternetChecksum.of(message, 0, length) != 0) {
      return Trace.NOTHING;
    }
    return read(message, length);
  }

  @Override
  public Trace readQuote(ByteBuffer quoted) {
    return IcmpMessage.isEchoRequest(quoted, quoted.limit(), ipv6)
        ? read(quoted, quoted.limit())
        : Trace.NOTHING;
  }

  private Trace read(ByteBuffer message, int length) {
    sequence = IcmpMessage.sequence(message);
    if (!EchoData.hasToken(length - IcmpMessage.HEADER_BYTES)) {
      return Trace.SEQUENCE;
    }
    token = EchoData.token(message);
    return Trace.TOKEN;
  }

  @Override
  public Response answer(PingSpec spec) {
    return null;
  }

  @Override
  public long token() {
    return token;
  }

  @Override
  public long sequence() {
    return sequence;
  }
}
