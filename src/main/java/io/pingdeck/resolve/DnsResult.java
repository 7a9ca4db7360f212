package io.pingdeck.resolve;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/// The result of one question to the name servers.
sealed interface DnsResult {
  record Found(List<InetAddress> addresses, Duration ttl) implements DnsResult {}

  /// The name exists but has no address of this family.
  record NoAddress() implements DnsResult {}

  /// @param server the server that returned NXDOMAIN
  record NoName(String server) implements DnsResult {}

  /// @param reason such as `SERVFAIL from 192.0.2.53; no answer from 192.0.2.54`
  record Failed(String reason) implements DnsResult {}
}
