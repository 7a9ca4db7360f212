package io.pingdeck.echo.guard;

import static io.pingdeck.packet.Endpoint.isIpv4;

import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.packet.Endpoint;
import java.util.Arrays;

/// How many answers a source may have, and all sources together: token buckets for each IPv4
/// address or IPv6 /64 and one for all. Loopback, whose addresses nobody outside can forge, has
/// limits of its own.
///
/// Sources met for the first time may take the common bucket only down to its half, so that a flood
/// from ever new, forged sources leaves enough for those that were there before.
public final class AnswerRates {
  private final Pace sourcePace;
  private final int sourceBurst;
  private final Pace loopbackPace;
  private final int loopbackBurst;
  private final Pace totalPace;
  private final int totalBurst;
  private final SlotTable sources;
  private long[] fullAt;
  private long totalFullAt;

  public AnswerRates(EchoLimits limits, long now) {
    sourcePace = new Pace(limits.perSourcePerSecond());
    sourceBurst = limits.perSourceBurst();
    loopbackPace = new Pace(limits.perSourcePerSecondLoopback());
    loopbackBurst = limits.perSourceBurstLoopback();
    totalPace = new Pace(limits.totalPerSecond());
    totalBurst = limits.totalBurst();
    sources = new SlotTable(limits.maxSources());
    fullAt = new long[sources.capacity()];
    totalFullAt = now;
  }

  /// Takes one answer to this address, if its source and all together still have one.
  public boolean take(long high, long low, long now) {
    boolean loopback = Endpoint.isLoopback(high, low);
    Pace pace = loopback ? loopbackPace : sourcePace;
    int source = slot(high, low);
    boolean stranger = sources.isFresh();
    if (stranger) {
      fullAt[source] = now;
    }
    int burst = stranger ? Math.ceilDiv(totalBurst, 2) : totalBurst;
    if (!pace.allows(fullAt[source], loopback ? loopbackBurst : sourceBurst, now)
        || !totalPace.allows(totalFullAt, burst, now)) {
      return false;
    }
    fullAt[source] = pace.take(fullAt[source], now);
    totalFullAt = totalPace.take(totalFullAt, now);
    return true;
  }

  /// The answer just taken is not given after all. Its source has asked all the same; the others
  /// shall not pay for it.
  public void giveBack() {
    totalFullAt = totalPace.giveBack(totalFullAt);
  }

  int sources() {
    return sources.size();
  }

  /// The source that an address belongs to, as one number: the IPv4 address or the IPv6 /64.
  static long source(long high, long low) {
    // An IPv4-mapped low half looks like 0:ffff:a.b.c.d::/64, which nobody is given.
    return isIpv4(high, low) ? low : high;
  }

  private int slot(long high, long low) {
    int slot = sources.touch(source(high, low), 0, 0);
    if (sources.capacity() > fullAt.length) {
      fullAt = Arrays.copyOf(fullAt, sources.capacity());
    }
    return slot;
  }
}
