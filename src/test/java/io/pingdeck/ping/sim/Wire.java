package io.pingdeck.ping.sim;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.target.Protocol;

/// A probe on the wire: its visible fields and its ping.
record Wire(long token, long sequence, PingSpec spec, Endpoint address) {
  long ping() {
    return spec.id().value();
  }

  Protocol protocol() {
    return spec.target().protocol();
  }

  boolean hasConnection() {
    return protocol() != Protocol.UDP;
  }

  long timeoutNanos() {
    return spec.timeout().toNanos();
  }
}
