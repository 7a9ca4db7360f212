package io.pingdeck.probe;

/// The pings towards one address and port: what is needed to place an answer that does not carry a
/// token.
///
/// Invariants: `inFlight` is the number of probes in flight of all members, `names` the exclusive
/// or of their names; with exactly one in flight, `names` therefore is its name.
final class AddressGroup {
  /// An answer without a token looks at this many members at most, so that a server that answers so
  /// cannot make every reply cost a search through thousands of pings.
  static final int MAX_CANDIDATES = 256;

  private final long high;
  private final long low;
  private final int port;
  private PingRun first;
  private PingRun last;
  private int inFlight;
  private long names;

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

  /// The only member, or null if there are several.
  PingRun only() {
    return first == last ? first : null;
  }

  void add(PingRun run) {
    run.previousInGroup = last;
    if (last == null) {
      first = run;
    } else {
      last.nextInGroup = run;
    }
    last = run;
  }

  void remove(PingRun run) {
    if (run.previousInGroup == null) {
      first = run.nextInGroup;
    } else {
      run.previousInGroup.nextInGroup = run.nextInGroup;
    }
    if (run.nextInGroup == null) {
      last = run.previousInGroup;
    } else {
      run.nextInGroup.previousInGroup = run.previousInGroup;
    }
    run.previousInGroup = null;
    run.nextInGroup = null;
  }

  void sent(long name) {
    inFlight++;
    names ^= name;
  }

  void concluded(long name) {
    inFlight--;
    names ^= name;
  }

  boolean hasOneInFlight() {
    return inFlight == 1;
  }

  /// The name of the one probe in flight. Only if there is exactly one.
  long nameInFlight() {
    return names;
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
    for (PingRun run = first; run != null && candidates > 0; run = run.nextInGroup, candidates--) {
      int rank = run.claim(wireSequence, now);
      if (rank > bestRank || rank > 0 && rank == bestRank && run.sentBefore(best, wireSequence)) {
        best = run;
        bestRank = rank;
      }
    }
    return best;
  }
}
