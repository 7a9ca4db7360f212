package io.pingdeck.ping.sender;

import io.pingdeck.packet.dns.DnsMessage;
import io.pingdeck.ping.api.PingSpec;
import java.util.HashMap;
import java.util.Map;

/// Encoded question sections of DNS pings, each encoded once.
public final class DnsQuestions {
  private static final int MOST = 10_000;

  private final Map<String, byte[]> written = new HashMap<>();

  public byte[] of(PingSpec spec) {
    if (written.size() > MOST) {
      written.clear();
    }
    return written.computeIfAbsent(
        spec.target().path().orElseThrow(), path -> DnsMessage.question(spec.target().question()));
  }
}
