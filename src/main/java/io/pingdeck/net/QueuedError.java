package io.pingdeck.net;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.icmp.MplsLabel;
import java.nio.ByteBuffer;
import java.util.List;

/// An ICMP error about something that a socket sent. Each error queue reuses one object, so that it
/// is valid only during the call that passes it.
public final class QueuedError {
  public boolean ipv6;

  /// ICMP or ICMPv6 type.
  public int type;

  public int code;

  /// Next-hop MTU for "packet too big", otherwise 0.
  public long info;

  /// Address of the host that sent the error.
  public long fromHigh;

  public long fromLow;

  /// Where the datagram was sent to; the port is 0 for ICMP.
  public long toHigh;

  public long toLow;
  public int toPort;

  /// What the error quotes of our payload (UDP) or message (ICMP), from position 0 to its limit;
  /// empty if the router quoted headers only.
  public ByteBuffer quoted;

  public long stampEpochNanos;

  /// Labels that the router added (RFC 4950), outermost first.
  public List<MplsLabel> mplsLabels = List.of();

  public Endpoint from() {
    return new Endpoint(fromHigh, fromLow, 0, 0);
  }
}
