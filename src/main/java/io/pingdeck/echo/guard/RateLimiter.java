package io.pingdeck.echo.guard;

import static io.pingdeck.packet.Endpoint.isIpv4;

import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.packet.Endpoint;
import java.util.Arrays;

/// Rate limits for replies, per source and in total: one token bucket for each IPv4 address or IPv6
/// /64, and one for all. Loopback has its own limits, because other hosts cannot forge a loopback
/// address.
///
/// New sources may use only half of the common bucket, so that a flood from ever new, forged
/// sources leaves enough for known ones.
public final class RateLimiter {
  private final TokenBucket sourcePace;
  private final int sourceBurst;
  private final TokenBucket loopbackPace;
  private final int loopbackBurst;
  private final TokenBucket totalPace;
  private final int totalBurst;
  private final LruTable sources;
  private long[] fullAt;
  private long totalFullAt;

  public RateLimiter(EchoLimits limits, long now) {
    sourcePace = new TokenBucket(limits.perSourcePerSecond());
    sourceBurst = limits.perSourceBurst();
    loopbackPace = new TokenBucket(limits.perSourcePerSecondLoopback());
    loopbackBurst = limits.perSourceBurstLoopback();
    totalPace = new TokenBucket(limits.totalPerSecond());
    totalBurst = limits.totalBurst();
    sources = new LruTable(limits.maxSources());
    fullAt = new long[sources.capacity()];
    totalFullAt = now;
  }

  /// Takes a token for a reply to this address, if its own bucket and the common one both have one.
  public boolean take(long high, long low, long now) {
    boolean loopback = Endpoint.isLoopback(high, low);
    TokenBucket bucket = loopback ? loopbackPace : sourcePace;
    int source = slot(high, low);
    boolean stranger = sources.isFresh();
    if (stranger) {
      fullAt[source] = now;
    }
    int burst = stranger ? Math.ceilDiv(totalBurst, 2) : totalBurst;
    if (!bucket.allows(fullAt[source], loopback ? loopbackBurst : sourceBurst, now)
        || !totalPace.allows(totalFullAt, burst, now)) {
      return false;
    }
    fullAt[source] = bucket.take(fullAt[source], now);
    totalFullAt = totalPace.take(totalFullAt, now);
    return true;
  }

  /// Returns the token just taken to the common bucket, because the reply is not sent. The source's
  /// own token stays spent: it did send a request.
  public void giveBack() {
    totalFullAt = totalPace.giveBack(totalFullAt);
  }

  int sources() {
    return sources.size();
  }

  /// The source of an address as one number: the IPv4 address or the IPv6 /64.
  static long source(long high, long low) {
    // An IPv4-mapped low half looks like the prefix 0:ffff:a.b.c.d::/64, which is not assigned to
    // anyone.
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
