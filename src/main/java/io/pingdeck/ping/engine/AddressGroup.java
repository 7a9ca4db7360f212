package io.pingdeck.ping.engine;

import io.pingdeck.ping.api.PingSpec;
import java.util.function.Predicate;

/// The pings towards one address and port: what is needed to place an answer that does not carry a
/// token.
///
/// Invariant: `inFlight` is the number of probes in flight of all members.
final class AddressGroup {
  /// An answer without a token looks at this many members at most, so that a server that answers so
  /// cannot make every reply cost a search through thousands of pings.
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

  /// The only ping, or null if there are several. A ping that left this address and came back has
  /// several legs here.
  PingRun only() {
    PingRun only = first == null ? null : first.run;
    for (PingLeg leg = first; leg != null; leg = leg.nextInGroup) {
      if (leg.run != only) {
        return null;
      }
    }
    return only;
  }

  /// Of the members that ask this the only one, or the only one with a probe in flight; if none
  /// asks this, the only member. Null if there is no such.
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

  /// The leg of the one probe that an ICMP error may be about if it quotes nothing of it: the only
  /// one in flight if none was lost not long ago, or the only one lost. An error may arrive after
  /// the timeout of its probe, so a lost probe is as likely to have caused it.
  ///
  /// @return null if there is none, or several, or too many to look at
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

  /// Whose probe an answer without a token answers: of the members that know this sequence, the one
  /// that has it in flight, else the one that lost it, else any; of several, the one that sent it
  /// first.
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
