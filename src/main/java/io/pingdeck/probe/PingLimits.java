package io.pingdeck.probe;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a ping may ask of an address, so that Pingdeck is no weapon. Checked against the resolved
/// address, never the name.
///
/// @param minInterval shortest interval to any other host
/// @param minIntervalLoopback shortest interval to this host; zero allows flood
/// @param maxPayloadBytes largest payload to any other host; on loopback 65507 is allowed
/// @param maxTimeout longest timeout
/// @param maxPings how many pings may run at once
public record PingLimits(
    Duration minInterval,
    Duration minIntervalLoopback,
    int maxPayloadBytes,
    Duration maxTimeout,
    int maxPings) {
  public PingLimits {
    requireNonNull(minInterval, "minInterval");
    requireNonNull(minIntervalLoopback, "minIntervalLoopback");
    requireNonNull(maxTimeout, "maxTimeout");
  }

  /// Every fault of this ping towards this address; empty if it may run.
  public List<Fault> check(PingSpec spec, Endpoint address) {
    List<Fault> faults = new ArrayList<>();
    boolean loopback = address.isLoopback();
    Duration shortest = loopback ? minIntervalLoopback : minInterval;
    if (spec.interval().compareTo(shortest) < 0) {
      faults.add(
          new Fault(
              "interval",
              Durations.format(spec.interval())
                  + " is below the allowed "
                  + Durations.format(shortest)
                  + (loopback ? " to this host" : " to other hosts")));
    }
    if (spec.timeout().compareTo(maxTimeout) > 0) {
      faults.add(
          new Fault(
              "timeout",
              Durations.format(spec.timeout())
                  + " is above the allowed "
                  + Durations.format(maxTimeout)));
    }
    if (!loopback && spec.payloadBytes() > maxPayloadBytes) {
      faults.add(
          new Fault(
              "size",
              spec.payloadBytes()
                  + " bytes is above the allowed "
                  + maxPayloadBytes
                  + " to other hosts"));
    }
    if (address.isMulticast()) {
      faults.add(new Fault("target", address.host() + " is a multicast address: ping one host"));
    } else if (address.isBroadcast()) {
      faults.add(new Fault("target", address.host() + " is a broadcast address: ping one host"));
    } else if (address.isUnspecified()) {
      faults.add(new Fault("target", address.host() + " is not the address of a host"));
    }
    return faults;
  }
}
