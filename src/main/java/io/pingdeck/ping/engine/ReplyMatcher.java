package io.pingdeck.ping.engine;

import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import java.util.function.Predicate;

/// Finds the probe that a packet belongs to and reports the packet to it; counts what belongs to
/// none. Each method returns the ping that changed, null if none did. [ProbeEngine] documents them.
final class ReplyMatcher {
  private final ProbeTokens tokens;
  private final PingTable pings;
  private final AddressIndex addresses;
  private final UnmatchedCounters unmatched;
  private final RoundTrip roundTrip = new RoundTrip();

  ReplyMatcher(
      ProbeTokens tokens, PingTable pings, AddressIndex addresses, UnmatchedCounters unmatched) {
    this.tokens = tokens;
    this.pings = pings;
    this.addresses = addresses;
    this.unmatched = unmatched;
  }

  PingRun reply(long token, long sequence, Arrival arrival, AnswerReader reader) {
    long name = tokens.nameOf(token);
    PingRun run = pings.named(name);
    long probe = run == null ? 0 : run.sequenceOf(name);
    if (probe < 1) {
      return notOfARunningPing(name, arrival);
    }
    if (!run.isFrom(probe, arrival.high, arrival.low, arrival.port)) {
      run.probes().tally().wrongSource();
    } else if (!run.isSpelled(probe, sequence)) {
      run.probes().tally().corrupt();
    } else if (run.probes().remembers(probe, arrival.nanos)) {
      run.reply(probe, roundTrip, arrival, reader);
    } else {
      unmatched.staleReplies++;
      return null;
    }
    return run;
  }

  private PingRun notOfARunningPing(long name, Arrival arrival) {
    if (pings.isIssued(name)) {
      unmatched.staleReplies++;
      return null;
    }
    PingRun blamed = damaged(addresses.only(arrival.high, arrival.low, arrival.port));
    unmatched.forgedReplies += blamed == null ? 1 : 0;
    return blamed;
  }

  /// Counts a damaged reply to this ping, which may be null.
  private static PingRun damaged(PingRun run) {
    if (run != null) {
      run.probes().tally().corrupt();
    }
    return run;
  }

  PingRun untaggedReply(long sequence, Arrival arrival, AnswerReader reader) {
    PingRun run = bestFor(sequence, arrival);
    if (run == null) {
      unmatched.unmatchedReplies++;
    } else if (run.echoesToken()) {
      damaged(run); // truncated before its token
    } else {
      run.untaggedReply(sequence, roundTrip, arrival, reader);
    }
    return run;
  }

  private PingRun bestFor(long sequence, Arrival arrival) {
    AddressGroup group = addresses.find(arrival.high, arrival.low, arrival.port);
    return group == null ? null : group.bestFor(sequence, arrival.nanos);
  }

  PingRun corruptReply(Arrival arrival) {
    return corrupt(addresses.only(arrival.high, arrival.low, arrival.port));
  }

  PingRun corruptDnsReply(Arrival arrival, Predicate<PingSpec> asks) {
    return corrupt(addresses.onlyThatAsks(arrival.high, arrival.low, arrival.port, asks));
  }

  private PingRun corrupt(PingRun run) {
    unmatched.corruptReplies += run == null ? 1 : 0;
    return damaged(run);
  }

  PingRun icmpError(long token, IcmpError error, Arrival arrival) {
    long name = tokens.nameOf(token);
    PingRun run = pings.named(name);
    return icmpError(run, run == null ? 0 : run.sequenceOf(name), error, arrival);
  }

  PingRun icmpErrorOfSequence(long sequence, IcmpError error, Arrival arrival) {
    PingRun run = bestFor(sequence, arrival);
    return icmpError(run, run == null ? 0 : run.latestOf(sequence), error, arrival);
  }

  PingRun icmpErrorWithoutQuote(IcmpError error, Arrival arrival) {
    AddressGroup group = addresses.find(arrival.high, arrival.low, arrival.port);
    PingLeg leg = group == null ? null : group.onlyOpen(arrival.nanos);
    return leg == null
        ? icmpError(null, 0, error, arrival)
        : icmpError(leg.run, leg.onlyOpen(arrival.nanos), error, arrival);
  }

  private PingRun icmpError(PingRun run, long sequence, IcmpError error, Arrival arrival) {
    if (error.isAdvisory()) {
      unmatched.advisoryErrors++;
    } else if (run != null && run.probes().icmpError(sequence, error, roundTrip, arrival)) {
      return run;
    } else {
      unmatched.unmatchedErrors++;
    }
    return null;
  }

  PingRun timedReply(
      long token,
      long rttNanos,
      RttSource source,
      long receivedNanos,
      boolean untagged,
      Response answer) {
    long name = tokens.nameOf(token);
    PingRun run = pings.remembering(name, receivedNanos);
    if (run == null) {
      unmatched.staleReplies++;
    } else {
      roundTrip.timed(rttNanos, source);
      run.timed(run.sequenceOf(name), roundTrip, receivedNanos, untagged, answer);
    }
    return run;
  }

  PingRun corruptAnswer(long token, long receivedNanos) {
    PingRun run = damaged(pings.remembering(tokens.nameOf(token), receivedNanos));
    unmatched.staleReplies += run == null ? 1 : 0;
    return run;
  }

  PingRun conclude(long token, Outcome outcome, int errno, Response answer, long nanos) {
    outcome.requireConclusion();
    long name = tokens.nameOf(token);
    PingRun run = pings.remembering(name, nanos);
    if (run != null) {
      run.probes().decided(run.sequenceOf(name), outcome, errno, answer, nanos);
    }
    return run;
  }
}
