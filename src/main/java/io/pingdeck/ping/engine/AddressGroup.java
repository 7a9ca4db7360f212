package io.pingdeck.ping.engine;

import io.pingdeck.ping.api.PingSpec;
import java.util.function.Predicate;

/// The pings to one address and port. Matches answers that carry no token to a ping.
///
/// Invariant: `inFlight` is the number of probes in flight of all members.
final class AddressGroup {
  /// Maximum members searched for an answer without a token. Otherwise a server that sends such
  /// answers could make every reply search thousands of pings.
  static final int MAX_CANDIDATES = 256;

  private final long high;
  private final long low;
  private final int port;
  private PingLeg first;
  private PingLeg last;
  private int inFlight;

  /// The next group in the same bucket of the [AddressIndex].
  AddressGroup nextInBucket;

  AddressGroup(long high, long low, int port) {
    this.high = high;
    this.low = low;
    this.port = port;
  }

  boolean is(long otherHigh, long otherLow, int otherPort) {
    return high == otherHigh && low == otherLow && port == otherPort;
  }

  int hash() {
    return hash(high, low, port);
  }

  static int hash(long high, long low, int port) {
    long mixed = (high * 31 + low) * 31 + port;
    mixed *= 0x9e37_79b9_7f4a_7c15L;
    return (int) (mixed >>> 32);
  }

  boolean isEmpty() {
    return first == null;
  }

  /// The only ping, or null if there is none or more than one. A ping that left this address and
  /// came back has several legs here.
  PingRun only() {
    PingRun only = first == null ? null : first.run;
    for (PingLeg leg = first; leg != null; leg = leg.nextInGroup) {
      if (leg.run != only) {
        return null;
      }
    }
    return only;
  }

  /// The only member that asks this question, or the only such member with a probe in flight. If no
  /// member asks it, the only member. Null if the choice is ambiguous.
  PingRun onlyThatAsks(Predicate<PingSpec> asks) {
    PingRun found = null;
    boolean several = false;
    int candidates = MAX_CANDIDATES;
    for (PingLeg leg = first; leg != null && candidates > 0; leg = leg.nextInGroup, candidates--) {
      PingRun run = leg.run;
      if (run == found || !asks.test(run.spec())) {
        continue;
      }
      boolean waits = run.probes().inFlight() > 0;
      boolean foundWaits = found != null && found.probes().inFlight() > 0;
      if (found == null || waits && !foundWaits) {
        found = run;
        several = false;
      } else {
        several |= waits == foundWaits;
      }
    }
    return found == null ? only() : several ? null : found;
  }

  void add(PingLeg leg) {
    leg.previousInGroup = last;
    if (last == null) {
      first = leg;
    } else {
      last.nextInGroup = leg;
    }
    last = leg;
  }

  void remove(PingLeg leg) {
    if (leg.previousInGroup == null) {
      first = leg.nextInGroup;
    } else {
      leg.previousInGroup.nextInGroup = leg.nextInGroup;
    }
    if (leg.nextInGroup == null) {
      last = leg.previousInGroup;
    } else {
      leg.nextInGroup.previousInGroup = leg.previousInGroup;
    }
    leg.previousInGroup = null;
    leg.nextInGroup = null;
  }

  void sent() {
    inFlight++;
  }

  void concluded() {
    inFlight--;
  }

  /// The leg of the only probe that an ICMP error without a usable quote can be about: the only
  /// open probe, which is in flight or was recently lost. Lost probes count because an error may
  /// arrive after its probe's timeout.
  ///
  /// @return null if there is none, if there are several, or if too many must be searched
  PingLeg onlyOpen(long now) {
    if (inFlight > 1) {
      return null;
    }
    PingLeg found = null;
    int candidates = MAX_CANDIDATES;
    for (PingLeg leg = first; leg != null; leg = leg.nextInGroup, candidates--) {
      long open = leg.onlyOpen(now);
      if (open == InFlight.SEVERAL || open > 0 && found != null || candidates == 0) {
        return null;
      }
      found = open > 0 ? leg : found;
    }
    return found;
  }

  /// The ping whose probe an answer without a token most likely answers. A member with this
  /// sequence in flight precedes one that lost it, which precedes any other that remembers it. Ties
  /// go to the probe sent first.
  ///
  /// @return null if no member knows the sequence
  PingRun bestFor(long wireSequence, long now) {
    PingRun best = null;
    int bestRank = 0;
    int candidates = MAX_CANDIDATES;
    for (PingLeg leg = first; leg != null && candidates > 0; leg = leg.nextInGroup, candidates--) {
      int rank = leg.claim(wireSequence, now);
      if (rank > bestRank
          || rank > 0 && rank == bestRank && leg.run.sentBefore(best, wireSequence)) {
        best = leg.run;
        bestRank = rank;
      }
    }
    return best;
  }
}
