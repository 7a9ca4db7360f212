package io.pingdeck.ping.engine;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.target.Protocol;

/// The probes of a ping that went to one address, from one sequence to another. A ping has one leg
/// until its address changes; those before stay while their probes are remembered, so that what is
/// in flight is matched by the address it went to.
final class PingLeg {
  /// Interface identifiers `fdff:ffff:ffff:ff80` and above, without their last seven bits.
  private static final long RESERVED_ANYCAST = 0xfdff_ffff_ffff_ff80L >>> 7;

  final PingRun run;
  final Endpoint address;
  final AddressGroup group;
  private final long first;
  private long last = Long.MAX_VALUE;

  /// The leg before; null if there is none, or if it is forgotten.
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

  /// No probe after this one went this way.
  void end(long sequence) {
    last = sequence;
  }

  long last() {
    return last;
  }

  boolean isEmpty() {
    return last < first;
  }

  /// The leg of a probe, looked for from this one back.
  PingLeg of(long sequence) {
    PingLeg leg = this;
    while (sequence < leg.first && leg.older != null) {
      leg = leg.older;
    }
    return leg;
  }

  /// Whether an answer to this probe may come from there; to one whose leg is forgotten, from
  /// anywhere: it is too old to count.
  boolean isFrom(long sequence, long high, long low, int port) {
    return sequence < first
        || address.sameAddress(high, low) && address.port() == port
        || isAnycast() && isIpv6Unicast(high, low);
  }

  /// A router answers an echo request to an anycast address from one of its own (RFC 4443 section
  /// 4.2). Such an address looks like any other; known are those with zeros behind the prefix (RFC
  /// 4291 section 2.6.1), which is 64 bits long as a rule, and the 128 highest of it (RFC 2526).
  /// For UDP no such rule exists.
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

  /// How good a claim this leg has to an answer without a token; see [ProbeLedger#claim(long,
  /// long)].
  int claim(long wireSequence, long now) {
    long sequence = run.latestOf(wireSequence);
    return sequence >= first && sequence <= last ? run.probes().claim(sequence, now) : 0;
  }

  /// The only probe of this leg that may still get an outcome; see [InFlight#onlyOpen(long, long,
  /// long)].
  long onlyOpen(long now) {
    return run.probes().onlyOpen(first, last, now);
  }
}
