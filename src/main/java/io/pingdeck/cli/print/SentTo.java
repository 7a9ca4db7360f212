package io.pingdeck.cli.print;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.AddressChange;
import java.time.Instant;

/// Where the probes of a ping went, as its address may change while some are on their way.
final class SentTo {
  private static final long SECOND = 1_000_000_000;

  private String now = "";
  private String before = "";
  private long changedEpochNanos = Long.MIN_VALUE;

  void start(Endpoint address) {
    now = address.toString();
    before = now;
  }

  void changed(AddressChange change) {
    Instant at = change.at();
    before = now;
    now = change.to().toString();
    changedEpochNanos = at.getEpochSecond() * SECOND + at.getNano();
  }

  /// @param sentEpochNanos of the probe
  String at(long sentEpochNanos) {
    return sentEpochNanos < changedEpochNanos ? before : now;
  }
}
