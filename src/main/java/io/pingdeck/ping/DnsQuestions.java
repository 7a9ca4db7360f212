package io.pingdeck.ping;

import io.pingdeck.packet.DnsMessage;
import io.pingdeck.probe.PingSpec;
import java.util.HashMap;
import java.util.Map;

/// The question sections of DNS pings, each written once.
final class DnsQuestions {
  private static final int MOST = 10_000;

  private final Map<String, byte[]> written = new HashMap<>();

  byte[] of(PingSpec spec) {
    if (written.size() > MOST) {
      written.clear();
    }
    return written.computeIfAbsent(
        spec.target().path().orElseThrow(), path -> DnsMessage.question(spec.target().question()));
  }
}
