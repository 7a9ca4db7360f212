package io.pingdeck.cli.print;

import io.pingdeck.base.EpochNanos;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.AddressChange;

/// The address to which a probe was sent. The address of a ping may change while probes are in
/// flight.
final class SentTo {
  private String now = "";
  private String before = "";
  private long changedEpochNanos = Long.MIN_VALUE;

  void start(Endpoint address) {
    now = address.toString();
    before = now;
  }

  void changed(AddressChange change) {
    before = now;
    now = change.to().toString();
    changedEpochNanos = EpochNanos.of(change.at());
  }

  /// @param sentEpochNanos send time of the probe
  String at(long sentEpochNanos) {
    return sentEpochNanos < changedEpochNanos ? before : now;
  }
}
