package io.pingdeck.ping.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Durations;
import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.base.Faults;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.policy.PingPolicy;
import io.pingdeck.ping.target.HostGrammar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Limits of a ping towards an address, which prevent abuse of Pingdeck. Checked against the
/// resolved address, never the name.
///
/// @param minInterval shortest interval to any other host
/// @param minIntervalLoopback shortest interval to this host; zero allows flood
/// @param maxPayloadBytes largest payload to any other host; on loopback 65507 is allowed
/// @param maxTimeout longest timeout
/// @param maxPings maximum number of running pings
/// @param morePings how to allow more of them, as text
/// @param maxConnections maximum number of concurrent connections of TCP probes, and separately of
///   HTTP probes
/// @param sending limits of everything sent together
/// @param policy which addresses remote callers may ping
public record PingLimits(
    Duration minInterval,
    Duration minIntervalLoopback,
    int maxPayloadBytes,
    Duration maxTimeout,
    int maxPings,
    String morePings,
    int maxConnections,
    SendLimits sending,
    PingPolicy policy) {
  private static final int MAX_CONNECTIONS = 4096;
  private static final String RAISE_THE_SETTING = "raise ping.limits.maxPings";

  /// Moderate towards other hosts, fast on this one; 1472 bytes fit into one Ethernet frame.
  public static final PingLimits DEFAULT =
      new PingLimits(
          Duration.ofMillis(200), Duration.ofMillis(10), 1472, Duration.ofSeconds(60), 1000);

  public PingLimits {
    requireNonNull(minInterval, "minInterval");
    requireNonNull(minIntervalLoopback, "minIntervalLoopback");
    requireNonNull(maxTimeout, "maxTimeout");
    requireNonNull(morePings, "morePings");
    requireNonNull(sending, "sending");
    requireNonNull(policy, "policy");
  }

  /// With the default limits of everything sent together.
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

  /// With the default number of connections.
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
        sending,
        PingPolicy.BUILT_IN);
  }

  /// A copy with fewer concurrent pings than configured.
  ///
  /// @param remedy how to allow more of them, as text
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
            sending,
            policy);
  }

  /// A copy with another number of connections.
  public PingLimits withConnections(int connections) {
    return new PingLimits(
        minInterval,
        minIntervalLoopback,
        maxPayloadBytes,
        maxTimeout,
        maxPings,
        morePings,
        connections,
        sending,
        policy);
  }

  /// A copy with another policy.
  public PingLimits with(PingPolicy other) {
    return new PingLimits(
        minInterval,
        minIntervalLoopback,
        maxPayloadBytes,
        maxTimeout,
        maxPings,
        morePings,
        maxConnections,
        sending,
        other);
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
        .or(() -> refusal(spec, address))
        .ifPresent(sentence -> faults.add(new Fault("target", sentence)));
    return faults;
  }

  /// Why whoever started the ping may not ping this address, as a sentence; empty if it may.
  public Optional<String> refusal(PingSpec spec, Endpoint address) {
    return policy.refusal(spec.startedBy(), spec.target().hasDatagrams(), address);
  }

  /// Every fault of the pings of a list towards their addresses, each with its line.
  public List<Fault> check(List<ListedPing> list, List<ResolvedPing> planned) {
    Faults faults = new Faults();
    for (int i = 0; i < planned.size(); i++) {
      ListedPing listed = list.get(i);
      check(listed.spec(), planned.get(i).address())
          .forEach(fault -> faults.add(listed.fault(fault)));
    }
    return faults.list();
  }

  /// @throws FaultException if `more` additional pings would exceed the limit
  public void checkRoom(String field, long running, int more) {
    if (running + more > maxPings) {
      throw new FaultException(
          field, running + " pings are running, at most " + maxPings + " may: " + morePings);
    }
  }
}
