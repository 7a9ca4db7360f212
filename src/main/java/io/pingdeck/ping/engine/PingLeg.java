package io.pingdeck.ping.engine;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.target.Protocol;

/// The probes of a ping that went to one address: a range of sequences. A ping has one leg until
/// its address changes. Older legs stay while their probes are remembered, so that probes in flight
/// are matched by the address they were sent to.
final class PingLeg {
  /// Interface identifiers `fdff:ffff:ffff:ff80` and above, without their last seven bits.
  private static final long RESERVED_ANYCAST = 0xfdff_ffff_ffff_ff80L >>> 7;

  final PingRun run;
  final Endpoint address;
  final AddressGroup group;
  private final long first;
  private long last = Long.MAX_VALUE;

  /// The previous leg; null if there is none or if it is forgotten.
  PingLeg older;

  /// Links of the [AddressGroup]'s list.
  PingLeg nextInGroup;

  PingLeg previousInGroup;

  PingLeg(PingRun run, Endpoint address, AddressGroup group, long first, PingLeg older) {
    this.run = run;
    this.address = address;
    this.group = group;
    this.first = first;
    this.older = older;
  }

  /// Ends the leg with this sequence.
  void end(long sequence) {
    last = sequence;
  }

  long last() {
    return last;
  }

  boolean isEmpty() {
    return last < first;
  }

  /// The leg of a probe, searched from this one backwards.
  PingLeg of(long sequence) {
    PingLeg leg = this;
    while (sequence < leg.first && leg.older != null) {
      leg = leg.older;
    }
    return leg;
  }

  /// Whether an answer to this probe may come from this address. Always true if the probe's leg is
  /// forgotten, because such an answer is too old to count.
  boolean isFrom(long sequence, long high, long low, int port) {
    return sequence < first
        || address.sameAddress(high, low) && address.port() == port
        || isAnycast() && isIpv6Unicast(high, low);
  }

  /// A router answers an echo request to an anycast address from one of its unicast addresses (RFC
  /// 4443 section 4.2). Anycast addresses are not distinguishable by syntax. Recognized are those
  /// with zeros behind the prefix (RFC 4291 section 2.6.1), which is assumed to be 64 bits long,
  /// and the 128 highest of the prefix (RFC 2526). No such rule exists for UDP.
  private boolean isAnycast() {
    long low = address.low();
    boolean reserved = low == 0 || low >>> 7 == RESERVED_ANYCAST;
    return reserved
        && isIpv6Unicast(address.high(), low)
        && run.spec().target().protocol() == Protocol.ICMP;
  }

  private static boolean isIpv6Unicast(long high, long low) {
    return high != 0 && high >>> 56 != 0xff && !Endpoint.isIpv4(high, low);
  }

  /// Rank of this leg's claim to an answer without a token; see [ProbeLedger#claim(long, long)].
  int claim(long wireSequence, long now) {
    long sequence = run.latestOf(wireSequence);
    return sequence >= first && sequence <= last ? run.probes().claim(sequence, now) : 0;
  }

  /// The only open probe of this leg; see [InFlight#onlyOpen(long, long, long)].
  long onlyOpen(long now) {
    return run.probes().onlyOpen(first, last, now);
  }
}
