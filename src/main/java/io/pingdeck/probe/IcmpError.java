package io.pingdeck.probe;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.IcmpErrorNames;
import io.pingdeck.packet.MplsLabel;
import java.util.List;
import java.util.OptionalLong;

/// An ICMP or ICMPv6 error that a host or router sent about one of our probes (RFC 792, RFC 4443).
///
/// @param type ICMP type; its meaning depends on the family of `from`
/// @param code ICMP code
/// @param from who sent the error; the port is 0
/// @param info the error's extra word: next-hop MTU for "packet too big", otherwise 0
/// @param afterNanos how long after its probe was sent it arrived; known once the engine has found
///   that probe, and therefore in every sample
/// @param mplsLabels the label stack that a router saw on the probe (RFC 4950), outermost first
public record IcmpError(
    int type,
    int code,
    Endpoint from,
    long info,
    OptionalLong afterNanos,
    List<MplsLabel> mplsLabels) {
  private static final int SOURCE_QUENCH = 4;
  private static final int REDIRECT = 5;

  public IcmpError {
    requireNonNull(from, "from");
    requireNonNull(afterNanos, "afterNanos");
    mplsLabels = List.copyOf(mplsLabels);
    if ((type & ~0xff) != 0 || (code & ~0xff) != 0) {
      throw new IllegalArgumentException("ICMP type and code are bytes: " + type + "/" + code);
    }
  }

  /// An error whose probe is still to be found.
  public IcmpError(int type, int code, Endpoint from, long info) {
    this(type, code, from, info, OptionalLong.empty(), List.of());
  }

  /// The same error, so long after its probe.
  public IcmpError after(long nanos) {
    return new IcmpError(type, code, from, info, OptionalLong.of(nanos), mplsLabels);
  }

  /// What it says, in words: `port unreachable`, `time to live exceeded in transit`.
  public String name() {
    return IcmpErrorNames.name(!from.isIpv4(), type, code);
  }

  /// Source quench (deprecated by RFC 6633) and redirect: they say nothing of what became of the
  /// probe.
  boolean isAdvisory() {
    return from.isIpv4() && (type == SOURCE_QUENCH || type == REDIRECT);
  }
}
