package io.pingdeck.ping.engine;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.EngineCounters;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.SampleColumns;
import java.util.Objects;
import java.util.function.Predicate;

/// Decides when probes are sent and the outcome of each, for all pings of one worker.
///
/// A single-threaded state machine without I/O or clock. Commands, times and packets go in; probes
/// go out through a [ProbeSender], samples through an [EngineListener]. It allocates nothing.
///
/// The driver's loop: read every socket and its error queue and report the results here, then call
/// [#advance(long, long, ProbeSender)], report the sends, then wait for packets or for
/// [#nanosUntilNext(long)]. Read before advancing: after a pause of this process, replies in the
/// kernel must not count as lost. A probe expires only after its sender has read everything.
///
/// Times named `nanos` are readings of one monotonic clock (differences only, may be negative).
/// Times named `epochNanos` are wall-clock nanoseconds since 1970 UTC, 0 if unknown. Addresses are
/// in the form of [Endpoint].
public final class ProbeEngine {
  /// After a pause thousands may be due, whose answers would overflow the socket buffer.
  private static final int PINGS_AT_ONCE = 512;

  private final ProbeTokens tokens;
  private final EngineListener listener;
  private final PingTable pings = new PingTable();
  private final AddressIndex addresses = new AddressIndex();
  private final DueHeap due = new DueHeap();
  private final ChangedPings touched = new ChangedPings();
  private final UnmatchedCounters unmatched = new UnmatchedCounters();
  private final ReplyMatcher matcher;
  private final Arrival times = new Arrival();

  public ProbeEngine(ProbeTokens tokens, EngineListener listener) {
    this.tokens = Objects.requireNonNull(tokens, "tokens");
    this.listener = Objects.requireNonNull(listener, "listener");
    matcher = new ReplyMatcher(tokens, pings, addresses, unmatched);
  }

  /// Starts a ping; its first probe is due after `firstDelayNanos` (0 for immediately).
  ///
  /// Slot k of its schedule is planned at `nowNanos + firstDelayNanos + k * interval`. Probes that
  /// were sent or refused by the kernel, including those of its history, use up the count; skipped
  /// slots do not.
  ///
  /// @throws IllegalArgumentException if a ping with this id is running
  public void start(ResolvedPing ping, long nowNanos, long firstDelayNanos) {
    PingSpec spec = ping.spec();
    if (pings.contains(spec.id().value())) {
      throw new IllegalArgumentException("already running: " + spec.id());
    }
    int slot = pings.freeSlot();
    PingRun run =
        new PingRun(
            slot,
            pings.firstNumber(slot),
            ping,
            addresses.join(spec, ping.address()),
            listener,
            nowNanos + firstDelayNanos);
    pings.add(run);
    settle(run);
  }

  /// Sends a running ping's following probes to another address; those in flight keep theirs.
  public void readdress(long ping, Endpoint address) {
    PingRun run = pings.byId(ping);
    if (run != null && !run.probes().leg().address.equals(address)) {
      addresses.leave(run.readdress(address, addresses.join(run.spec(), address)));
    }
  }

  /// Stops sending; the ping ends when its probes in flight have their outcomes.
  public void stop(long ping) {
    PingRun run = pings.byId(ping);
    if (run != null) {
      run.stop();
      settle(run);
    }
  }

  /// Removes a ping at once; no further samples or counters of it are reported.
  public void abort(long ping) {
    PingRun run = pings.byId(ping);
    if (run != null) {
      touched.drop(run);
      remove(run);
    }
  }

  public int size() {
    return pings.size();
  }

  /// A stopped ping is running until its last probe has its outcome.
  public boolean isRunning(long ping) {
    return pings.contains(ping);
  }

  /// Time until [#advance(long, long, ProbeSender)] has work to do: 0 if it is due already,
  /// [Long#MAX_VALUE] if nothing is planned.
  public long nanosUntilNext(long nowNanos) {
    return due.isEmpty() ? Long.MAX_VALUE : Math.max(0, due.firstNanos() - nowNanos);
  }

  /// For each due ping: expires its probes, then sends the one that is due. After a pause, sends
  /// only the latest due slot and skips those before it. One call handles a limited number of
  /// pings: read the sockets before the next call.
  ///
  /// @param nowEpochNanos the send time until [#sent(long, long, long)] reports the actual one
  /// @throws RuntimeException or an error, if anything throws: the probes that are due then fail
  ///   with EIO, and all pings continue
  public void advance(long nowNanos, long nowEpochNanos, ProbeSender sender) {
    for (int i = 0; i < PINGS_AT_ONCE && nanosUntilNext(nowNanos) == 0; i++) {
      PingRun run = pings.bySlot(due.first());
      try {
        run.advance(nowNanos, nowEpochNanos, tokens, sender);
        addresses.leave(run.probes().forgetLegs(nowNanos));
      } finally {
        settle(run);
      }
    }
  }

  /// The kernel accepted this probe. Report it before its reply; the RTT starts here.
  ///
  /// @param sentEpochNanos this process's wall clock at the same time as `sentNanos`, before the
  ///   system call
  public void sent(long token, long sentNanos, long sentEpochNanos) {
    long name = tokens.nameOf(token);
    PingRun run = pings.named(name);
    if (run != null && run.probes().sent(run.sequenceOf(name), sentNanos, sentEpochNanos)) {
      due.put(run.slot(), run.nextNanos()); // only the expiry changed
    }
  }

  /// The kernel did not accept this probe: it does not count as sent and is not retried.
  public void sendFailed(long token, int errno) {
    long name = tokens.nameOf(token);
    PingRun run = pings.named(name);
    if (run != null) {
      run.sendFailed(run.sequenceOf(name), errno);
      settle(run);
    }
  }

  /// The kernel's transmit timestamp of this probe; ignored after its reply.
  public void transmitted(long token, long stampEpochNanos) {
    long name = tokens.nameOf(token);
    PingRun run = pings.named(name);
    if (run != null) {
      run.probes().stamp(run.sequenceOf(name), stampEpochNanos);
    }
  }

  /// A reply that carries a token.
  ///
  /// @param sequence the sequence in the reply (16 bits for ICMP); a mismatch makes it corrupt
  public void reply(long token, long sequence, Arrival arrival, AnswerReader reader) {
    settle(matcher.reply(token, sequence, arrival, reader));
  }

  /// A reply without a token, matched by source and sequence; of several pings the oldest matches.
  public void untaggedReply(long sequence, Arrival arrival, AnswerReader reader) {
    settle(matcher.untaggedReply(sequence, arrival, reader));
  }

  /// A reply too damaged to identify its probe.
  public void corruptReply(Arrival arrival) {
    settle(matcher.corruptReply(arrival));
  }

  /// Like `corruptReply`, for a DNS message; see [AddressGroup#onlyThatAsks(Predicate)].
  public void corruptDnsReply(Arrival arrival, Predicate<PingSpec> asks) {
    settle(matcher.corruptDnsReply(arrival, asks));
  }

  /// An ICMP error whose quote contains this token. The 64 bits alone identify the probe, even if a
  /// NAT rewrote the addresses of the quote.
  public void icmpError(long token, IcmpError error, long receivedNanos, long receivedEpochNanos) {
    settle(matcher.icmpError(token, error, times.at(receivedNanos, receivedEpochNanos)));
  }

  /// An ICMP error about a datagram to this address, whose quote contains the sequence but no
  /// token. It matches the ping there that has the sequence in flight, the oldest first.
  ///
  /// @param sequence the 16 bits of the quoted ICMP header
  public void icmpErrorOfSequence(long sequence, IcmpError error, Arrival arrival) {
    settle(matcher.icmpErrorOfSequence(sequence, error, arrival));
  }

  /// An ICMP error whose quote identifies nothing. Accepted only if exactly one probe can have
  /// caused it; see [AddressGroup#onlyOpen(long)].
  public void icmpErrorWithoutQuote(IcmpError error, Arrival arrival) {
    settle(matcher.icmpErrorWithoutQuote(error, arrival));
  }

  /// Counts an ICMP error without a usable quote; returns whether a ping goes to its sender.
  public boolean bareError(long fromHigh, long fromLow) {
    unmatched.bareErrors++;
    return pings.anyTo(fromHigh, fromLow);
  }

  /// The answer to a probe on its own connection, timed by its sender. Lateness is still measured
  /// from [#sent(long, long, long)].
  ///
  /// @param untagged the answer does not carry the token
  public void timedReply(
      long token,
      long rttNanos,
      RttSource source,
      long receivedNanos,
      boolean untagged,
      Response answer) {
    settle(matcher.timedReply(token, rttNanos, source, receivedNanos, untagged, answer));
  }

  /// A corrupt answer on a probe's own connection.
  public void corruptAnswer(long token, long receivedNanos) {
    settle(matcher.corruptAnswer(token, receivedNanos));
  }

  /// The outcome of a connection without a reply; after the timeout it corrects the probe's loss.
  ///
  /// @param errno how a reset one ended (ENODATA: orderly close, but too early), else 0
  /// @param answer null if there is no content to report
  public void conclude(long token, Outcome outcome, int errno, Response answer, long nanos) {
    settle(matcher.conclude(token, outcome, errno, answer, nanos));
  }

  /// The sockets are gone: each probe in flight becomes `sendFailed` with this errno (the network's
  /// state is unknown), and each ping ends as failed.
  public void failAll(int errno) {
    for (PingRun run : pings.copy()) {
      run.probes().failAll(errno);
      touched.add(run);
      remove(run);
      listener.ended(run.ping(), PingState.FAILED, run.probes().last());
    }
  }

  public int changedCounters() {
    return touched.size();
  }

  /// Adds a row for each ping whose counters changed since the last call.
  public void writeCounters(SampleColumns buffer) {
    touched.write(buffer);
  }

  public EngineCounters counters() {
    return unmatched.counters();
  }

  /// After each change of a ping: marks its counters as changed, then schedules or ends it.
  ///
  /// @param run null if none changed
  private void settle(PingRun run) {
    if (run == null || run.isGone()) {
      return;
    }
    touched.add(run);
    if (run.isOver()) {
      PingState state = run.endState();
      remove(run);
      listener.ended(run.ping(), state, run.probes().last());
    } else {
      due.put(run.slot(), run.nextNanos());
    }
  }

  private void remove(PingRun run) {
    due.remove(run.slot());
    pings.remove(run);
    run.leave();
    addresses.leave(run.probes().leg());
  }
}
