package io.pingdeck.ping.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Durations;
import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.base.Faults;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.target.HostGrammar;
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
/// @param morePings what to do for more of them, in words
/// @param maxConnections that probes of TCP may wait on at once, and as many for those of HTTP
/// @param sending what everything together may send
public record PingLimits(
    Duration minInterval,
    Duration minIntervalLoopback,
    int maxPayloadBytes,
    Duration maxTimeout,
    int maxPings,
    String morePings,
    int maxConnections,
    SendLimits sending) {
  private static final int MAX_CONNECTIONS = 4096;
  private static final String RAISE_THE_SETTING = "raise ping.limits.maxPings";

  /// Polite to other hosts, quick on this one; 1472 bytes fit into one Ethernet frame.
  public static final PingLimits DEFAULT =
      new PingLimits(
          Duration.ofMillis(200), Duration.ofMillis(10), 1472, Duration.ofSeconds(60), 1000);

  public PingLimits {
    requireNonNull(minInterval, "minInterval");
    requireNonNull(minIntervalLoopback, "minIntervalLoopback");
    requireNonNull(maxTimeout, "maxTimeout");
    requireNonNull(morePings, "morePings");
    requireNonNull(sending, "sending");
  }

  /// With the usual limits for everything together.
  public PingLimits(
      Duration minInterval,
      Duration minIntervalLoopback,
      int maxPayloadBytes,
      Duration maxTimeout,
      int maxPings) {
    this(
        minInterval,
        minIntervalLoopback,
        maxPayloadBytes,
        maxTimeout,
        maxPings,
        SendLimits.DEFAULT);
  }

  /// With the usual number of connections.
  public PingLimits(
      Duration minInterval,
      Duration minIntervalLoopback,
      int maxPayloadBytes,
      Duration maxTimeout,
      int maxPings,
      SendLimits sending) {
    this(
        minInterval,
        minIntervalLoopback,
        maxPayloadBytes,
        maxTimeout,
        maxPings,
        RAISE_THE_SETTING,
        MAX_CONNECTIONS,
        sending);
  }

  /// The same with fewer pings at once than the setting allows.
  ///
  /// @param remedy what to do for more of them, in words
  public PingLimits atMost(int pings, String remedy) {
    return pings >= maxPings
        ? this
        : new PingLimits(
            minInterval,
            minIntervalLoopback,
            maxPayloadBytes,
            maxTimeout,
            pings,
            remedy,
            maxConnections,
            sending);
  }

  /// The same with another number of connections.
  public PingLimits withConnections(int connections) {
    return new PingLimits(
        minInterval,
        minIntervalLoopback,
        maxPayloadBytes,
        maxTimeout,
        maxPings,
        morePings,
        connections,
        sending);
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
    HostGrammar.unpingable(address)
        .ifPresent(sentence -> faults.add(new Fault("target", sentence)));
    return faults;
  }

  /// Every fault of the pings of a list towards their addresses, each with its line.
  public List<Fault> check(List<ListedPing> list, List<PlannedPing> planned) {
    Faults faults = new Faults();
    for (int i = 0; i < planned.size(); i++) {
      ListedPing listed = list.get(i);
      check(listed.spec(), planned.get(i).address())
          .forEach(fault -> faults.add(listed.fault(fault)));
    }
    return faults.list();
  }

  /// @throws FaultException if so many more than are running would be too many
  public void checkRoom(String field, long running, int more) {
    if (running + more > maxPings) {
      throw new FaultException(
          field, running + " pings are running, at most " + maxPings + " may: " + morePings);
    }
  }
}
