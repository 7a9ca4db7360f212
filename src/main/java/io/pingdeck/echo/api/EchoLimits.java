package io.pingdeck.echo.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Set;

/// Limits that prevent abuse of an echo server (CVE-2024-2169, RFC 862's missing limits).
///
/// @param maxDatagramBytes longer datagrams are dropped, never cut
/// @param perSourcePerSecond replies per second to one IPv4 address or IPv6 /64 of another host
/// @param perSourceBurst burst of replies to one source
/// @param perSourcePerSecondLoopback replies per second to one loopback address
/// @param perSourceBurstLoopback burst of replies to one loopback address
/// @param totalPerSecond replies per second in total
/// @param totalBurst burst of replies in total
/// @param maxSources number of tracked sources; the least recently seen is evicted first
/// @param refuseSystemPorts drop datagrams from ports below 1024
/// @param refusedPorts source ports of services that reply to any datagram
/// @param icmpErrorsPerSecond ICMP errors per second, and burst, of one server; beyond it none are
///   sent
/// @param maxConnections concurrent TCP connections
/// @param maxConnectionsPerSource concurrent TCP connections of one IPv4 address or IPv6 /64
/// @param idleTimeout a TCP connection that sends fewer than 16 bytes in this time is closed
public record EchoLimits(
    int maxDatagramBytes,
    int perSourcePerSecond,
    int perSourceBurst,
    int perSourcePerSecondLoopback,
    int perSourceBurstLoopback,
    int totalPerSecond,
    int totalBurst,
    int maxSources,
    boolean refuseSystemPorts,
    Set<Integer> refusedPorts,
    int icmpErrorsPerSecond,
    int maxConnections,
    int maxConnectionsPerSource,
    Duration idleTimeout) {
  private static final int MAX_DATAGRAM_BYTES = 65_535; // UDP's length field
  private static final int MAX_RATE = 1_000_000_000;
  private static final int MAX_SOURCES = 1 << 20;

  /// Enough for 1000 pings from this host and 200 from another. Refuses, in addition to the system
  /// ports, SSDP (1900), WS-Discovery (3702), mDNS (5353) and memcached (11211).
  public static final EchoLimits DEFAULT =
      new EchoLimits(
          65_507,
          1_000,
          1_000,
          10_000,
          10_000,
          100_000,
          100_000,
          65_536,
          true,
          Set.of(1900, 3702, 5353, 11211),
          1_000,
          2_000,
          1_000,
          Duration.ofSeconds(60));

  public EchoLimits {
    within("maxDatagramBytes", maxDatagramBytes, MAX_DATAGRAM_BYTES);
    within("perSourcePerSecond", perSourcePerSecond, MAX_RATE);
    within("perSourceBurst", perSourceBurst, MAX_RATE);
    within("perSourcePerSecondLoopback", perSourcePerSecondLoopback, MAX_RATE);
    within("perSourceBurstLoopback", perSourceBurstLoopback, MAX_RATE);
    within("totalPerSecond", totalPerSecond, MAX_RATE);
    within("totalBurst", totalBurst, MAX_RATE);
    within("maxSources", maxSources, MAX_SOURCES);
    requireNonNull(refusedPorts, "refusedPorts");
    refusedPorts = Set.copyOf(refusedPorts);
    refusedPorts.forEach(port -> within("refusedPorts", port, 65_535));
    within("icmpErrorsPerSecond", icmpErrorsPerSecond, MAX_RATE);
    within("maxConnections", maxConnections, MAX_SOURCES);
    within("maxConnectionsPerSource", maxConnectionsPerSource, MAX_SOURCES);
    if (idleTimeout.isNegative() || idleTimeout.isZero()) {
      throw new IllegalArgumentException("idleTimeout must be positive: " + idleTimeout);
    }
  }

  /// A copy with at most `most` connections per server, and at most half of them from one source.
  ///
  /// @param most 2 or more
  public EchoLimits withConnections(int most) {
    if (maxConnections <= most) {
      return this;
    }
    return new EchoLimits(
        maxDatagramBytes,
        perSourcePerSecond,
        perSourceBurst,
        perSourcePerSecondLoopback,
        perSourceBurstLoopback,
        totalPerSecond,
        totalBurst,
        maxSources,
        refuseSystemPorts,
        refusedPorts,
        icmpErrorsPerSecond,
        most,
        Math.min(maxConnectionsPerSource, most / 2),
        idleTimeout);
  }

  private static void within(String name, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(name + " out of range (1-" + max + "): " + value);
    }
  }
}
