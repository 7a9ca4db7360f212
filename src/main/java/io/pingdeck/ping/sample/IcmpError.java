package io.pingdeck.ping.sample;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.icmp.IcmpErrorNames;
import io.pingdeck.packet.icmp.MplsLabel;
import java.util.List;
import java.util.OptionalLong;

/// An ICMP or ICMPv6 error that a host or router sent about one of our probes (RFC 792, RFC 4443).
///
/// @param type ICMP type; its meaning depends on the family of `from`
/// @param code ICMP code
/// @param from source of the error; the port is 0
/// @param info the error's extra word: next-hop MTU for "packet too big", otherwise 0
/// @param afterNanos time from the send of its probe to its arrival; set once the engine has found
///   that probe, and therefore in every sample
/// @param mplsLabels label stack that a router reports for the probe (RFC 4950), outermost first
/// @param afterTimeout whether it arrived after the timeout of its probe, which counted as lost
///   until then
public record IcmpError(
    int type,
    int code,
    Endpoint from,
    long info,
    OptionalLong afterNanos,
    List<MplsLabel> mplsLabels,
    boolean afterTimeout) {
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

  /// An error whose probe is not yet known.
  public IcmpError(int type, int code, Endpoint from, long info) {
    this(type, code, from, info, List.of());
  }

  /// An error whose probe is not yet known, with MPLS labels.
  public IcmpError(int type, int code, Endpoint from, long info, List<MplsLabel> mplsLabels) {
    this(type, code, from, info, OptionalLong.empty(), mplsLabels, false);
  }

  /// The same error with the time since its probe was sent, before the timeout.
  public IcmpError after(long nanos) {
    return new IcmpError(type, code, from, info, OptionalLong.of(nanos), mplsLabels, false);
  }

  /// The same error with the time since its probe was sent, after the timeout.
  public IcmpError late(long nanos) {
    return new IcmpError(type, code, from, info, OptionalLong.of(nanos), mplsLabels, true);
  }

  /// Its meaning as text: `port unreachable`, `time to live exceeded in transit`.
  public String name() {
    return IcmpErrorNames.name(!from.isIpv4(), type, code);
  }

  /// Its source as text: the address, unless the system does not report it.
  public String sender() {
    return from.isUnspecified() ? "an unknown sender" : from.host();
  }

  /// Whether the host is reachable and nothing listens on the port.
  public boolean isPortUnreachable() {
    return from.isIpv4() ? type == 3 && code == 3 : type == 1 && code == 4;
  }

  /// Whether it is a source quench (deprecated by RFC 6633) or a redirect, which do not decide the
  /// outcome of a probe.
  public boolean isAdvisory() {
    return from.isIpv4() && (type == SOURCE_QUENCH || type == REDIRECT);
  }
}
