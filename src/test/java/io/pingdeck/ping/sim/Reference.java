package io.pingdeck.ping.sim;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.EngineCounters;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.target.Protocol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The expected behavior of the engine, written as simply as possible: each step visits every ping,
/// keeps every probe forever, and recounts every counter. Shares no code with the engine. The
/// expectations of the current call are in `lines`, `sends` and `ends`.
final class Reference {
  /// A probe that is due.
  record Send(long ping, long sequence) {}

  /// A ping that ended.
  record End(long ping, PingState state) {}

  private static final long NONE = SampleColumns.NO_TIME;
  private static final List<ReferencePing.Probe> NOBODY = List.of();

  final List<Line> lines = new ArrayList<>();
  final List<Send> sends = new ArrayList<>();
  final List<End> ends = new ArrayList<>();
  private final Map<Long, ReferencePing> live = new LinkedHashMap<>();
  private final Map<Long, ReferencePing> ended = new LinkedHashMap<>();
  private long legs;
  private long stale;
  private long forged;
  private long corrupt;
  private long unmatchedReplies;
  private long unmatchedErrors;
  private long advisory;

  Map<Long, PingCounters> counters() {
    Map<Long, PingCounters> all = new LinkedHashMap<>();
    ended.forEach((id, ping) -> all.put(id, ping.counters()));
    live.forEach((id, ping) -> all.put(id, ping.counters()));
    return all;
  }

  EngineCounters engineCounters() {
    return new EngineCounters(
        stale, forged, corrupt, unmatchedReplies, unmatchedErrors, advisory, 0);
  }

  void start(PingSpec spec, Endpoint address, long firstNanos) {
    live.put(spec.id().value(), new ReferencePing(spec, address, firstNanos, legs++));
  }

  void readdress(long id, Endpoint address) {
    if (live.containsKey(id)) {
      live.get(id).readdress(address, legs++);
    }
  }

  void stop(long id) {
    if (live.containsKey(id)) {
      live.get(id).stopped = true;
      settle();
    }
  }

  void abort(long id) {
    live.remove(id);
  }

  long nanosUntilNext(long now) {
    long shortest = Long.MAX_VALUE;
    for (ReferencePing ping : live.values()) {
      shortest = Math.min(shortest, ping.nanosUntilNext(now));
    }
    return Math.max(0, shortest);
  }

  void advance(long now, long nowEpoch) {
    for (ReferencePing ping : live.values()) {
      boolean isDue = ping.nanosUntilNext(now) <= 0;
      for (ReferencePing.Probe probe : isDue ? List.copyOf(ping.waiting) : NOBODY) {
        if (now - probe.sent >= ping.timeout) {
          if (ping.waitsForSender(probe, now)) {
            break;
          }
          conclude(ping, probe, probe.begun ? Outcome.MALFORMED : Outcome.LOST, NONE, 0, null);
        }
      }
      for (ReferencePing.Probe probe : ping.sendDue(now, nowEpoch)) {
        sends.add(new Send(ping.id, probe.sequence));
      }
      if (isDue) {
        ping.forgetLegs(now);
      }
    }
    settle();
  }

  void begin(long id, long sequence) {
    waiting(id, sequence).ifPresent(probe -> probe.begun = true);
  }

  void heard(long id, long nanos) {
    if (live.containsKey(id)) {
      live.get(id).heard = nanos;
    }
  }

  void hears(long id) {
    if (live.containsKey(id)) {
      live.get(id).heard = null;
    }
  }

  void sent(long id, long sequence, long nanos, long epochNanos) {
    waiting(id, sequence)
        .ifPresent(probe -> {
          probe.sent = nanos;
          live.get(id).sentAnew(probe);
          probe.epoch = epochNanos;
        });
  }

  void sendFailed(long id, long sequence, int errno) {
    waiting(id, sequence)
        .ifPresent(probe -> {
          live.get(id).floodDue = probe.sent + 100_000_000;
          conclude(live.get(id), probe, Outcome.SEND_FAILED, NONE, errno, null);
        });
    settle();
  }

  void transmitted(long id, long sequence, long stamp) {
    waiting(id, sequence).ifPresent(probe -> probe.stamp = stamp);
  }

  private Optional<ReferencePing.Probe> waiting(long id, long sequence) {
    return Optional.ofNullable(live.get(id))
        .map(ping -> ping.probes.get((int) sequence - 1))
        .filter(probe -> probe.outcome == null);
  }

  void reply(
      long id, long sequence, long text, Endpoint from, long received, long epoch, int hopLimit) {
    ReferencePing ping = live.get(id);
    if (ping == null) {
      stale++;
    } else if (ping.leg(sequence).isPresent() && !ping.wentTo(sequence, from)) {
      ping.wrongSource++;
    } else if (text != sequence) {
      ping.corrupt++;
    } else if (ping.remembers(sequence, received)) {
      answer(ping, ping.probes.get((int) sequence - 1), received, epoch, false, hopLimit);
    } else {
      stale++;
    }
  }

  /// @param asExpected the answer has the expected content
  void timedReply(long id, long sequence, long rtt, boolean asExpected, long received) {
    ReferencePing ping = live.get(id);
    if (ping == null || !ping.remembers(sequence, received)) {
      stale++;
      return;
    }
    ReferencePing.Probe probe = ping.probes.get((int) sequence - 1);
    if (!asExpected) {
      decide(id, sequence, Outcome.UNEXPECTED, null, received);
    } else if (probe.outcome == null || probe.outcome == Outcome.LOST) {
      boolean inTime = probe.outcome == null && received - probe.sent <= ping.timeout;
      probe.outcome = inTime ? Outcome.REPLY : Outcome.LATE;
      reply(ping, probe, new ReferencePing.Rtt(rtt, RttSource.KERNEL), false, 0);
    } else {
      ping.conflicts++;
    }
  }

  void forgedReply(Endpoint from) {
    List<ReferencePing> there = datagramPingsTo(from);
    if (there.size() == 1) {
      there.getFirst().corrupt++;
    } else {
      forged++;
    }
  }

  void corruptReply(Endpoint from) {
    List<ReferencePing> there = datagramPingsTo(from);
    if (there.size() == 1) {
      there.getFirst().corrupt++;
    } else {
      corrupt++;
    }
  }

  void untaggedReply(long sequence, Endpoint from, long received, long epoch, int hopLimit) {
    List<ReferencePing> candidates = new ArrayList<>(datagramPingsTo(from));
    candidates.removeIf(
        ping -> !ping.remembers(sequence, received) || !ping.wentTo(sequence, from));
    int index = (int) sequence - 1;
    candidates.sort(
        Comparator.comparingInt(
                (ReferencePing ping) -> {
                  Outcome outcome = ping.probes.get(index).outcome;
                  return outcome == null ? 0 : outcome == Outcome.LOST ? 1 : 2;
                })
            .thenComparingLong(ping -> ping.probes.get(index).sent - received)
            .thenComparingLong(ping -> ping.leg(sequence).orElseThrow().order()));
    if (candidates.isEmpty()) {
      unmatchedReplies++;
    } else {
      ReferencePing ping = candidates.getFirst();
      answer(ping, ping.probes.get(index), received, epoch, true, hopLimit);
    }
  }

  private List<ReferencePing> datagramPingsTo(Endpoint from) {
    return live.values().stream()
        .filter(ping -> ping.protocol == Protocol.UDP)
        .filter(ping -> ping.legs.stream().anyMatch(leg -> leg.address().equals(from)))
        .toList();
  }

  private void answer(
      ReferencePing ping,
      ReferencePing.Probe probe,
      long received,
      long epoch,
      boolean untagged,
      int hopLimit) {
    if (probe.outcome == Outcome.REPLY || probe.outcome == Outcome.LATE) {
      ping.duplicates++;
    } else if (probe.outcome != null && probe.outcome != Outcome.LOST) {
      ping.conflicts++;
    } else {
      ReferencePing.Rtt rtt = ReferencePing.rtt(probe, received, epoch);
      probe.outcome =
          probe.outcome == null && rtt.nanos() <= ping.timeout ? Outcome.REPLY : Outcome.LATE;
      reply(ping, probe, rtt, untagged, hopLimit);
    }
  }

  private void reply(
      ReferencePing ping,
      ReferencePing.Probe probe,
      ReferencePing.Rtt rtt,
      boolean untagged,
      int hopLimit) {
    ping.waiting.remove(probe);
    ping.arrivals.add(probe.sequence);
    lines.add(
        new Line(
            ping.id,
            probe.sequence,
            probe.epoch,
            ping.lag(probe),
            probe.outcome,
            rtt.nanos(),
            rtt.source(),
            untagged,
            hopLimit,
            0,
            null));
    settle();
  }

  void icmpError(long id, long sequence, IcmpError error, long now) {
    if (error.type() == 4 || error.type() == 5) {
      advisory++;
    } else if (!decide(id, sequence, Outcome.ICMP_ERROR, error, now)) {
      unmatchedErrors++;
    }
  }

  void forgedError(IcmpError error) {
    if (error.type() == 4 || error.type() == 5) {
      advisory++;
    } else {
      unmatchedErrors++;
    }
  }

  void icmpErrorWithoutQuote(Endpoint to, IcmpError error, long now) {
    List<Send> open =
        datagramPingsTo(to).stream()
            .flatMap(ping ->
                ping.open(now)
                    .filter(probe -> ping.wentTo(probe.sequence, to))
                    .map(probe -> new Send(ping.id, probe.sequence)))
            .toList();
    if (open.size() == 1) {
      icmpError(open.getFirst().ping(), open.getFirst().sequence(), error, now);
    } else {
      forgedError(error);
    }
  }

  void conclude(long id, long sequence, Outcome outcome, long now) {
    decide(id, sequence, outcome, null, now);
  }

  private boolean decide(long id, long sequence, Outcome outcome, IcmpError error, long now) {
    ReferencePing ping = live.get(id);
    if (ping == null || !ping.remembers(sequence, now)) {
      return false;
    }
    ReferencePing.Probe probe = ping.probes.get((int) sequence - 1);
    if (probe.outcome == null || probe.outcome == Outcome.LOST) {
      long nanos = now - probe.sent;
      boolean late = probe.outcome == Outcome.LOST || nanos > ping.timeout;
      ping.corrected += probe.outcome == Outcome.LOST ? 1 : 0;
      if (error == null) {
        conclude(ping, probe, outcome, late ? nanos : NONE, 0, null);
      } else {
        long after = Math.max(0, nanos);
        conclude(ping, probe, outcome, NONE, 0, late ? error.late(after) : error.after(after));
      }
      settle();
    } else {
      ping.conflicts++;
    }
    return true;
  }

  void failAll(int errno) {
    for (ReferencePing ping : List.copyOf(live.values())) {
      for (ReferencePing.Probe probe : List.copyOf(ping.waiting)) {
        conclude(ping, probe, Outcome.SEND_FAILED, NONE, errno, null);
      }
      end(ping, PingState.FAILED);
    }
  }

  private void conclude(
      ReferencePing ping,
      ReferencePing.Probe probe,
      Outcome outcome,
      long after,
      int errno,
      IcmpError error) {
    probe.outcome = outcome;
    ping.waiting.remove(probe);
    lines.add(
        new Line(
            ping.id,
            probe.sequence,
            probe.epoch,
            ping.lag(probe),
            outcome,
            after,
            null,
            false,
            0,
            errno,
            error));
  }

  private void settle() {
    for (ReferencePing ping : List.copyOf(live.values())) {
      boolean countUsedUp = ping.probes.size() == ping.limit;
      if ((ping.stopped || countUsedUp) && ping.waiting.isEmpty()) {
        end(ping, countUsedUp ? PingState.FINISHED : PingState.STOPPED);
      }
    }
  }

  private void end(ReferencePing ping, PingState state) {
    live.remove(ping.id);
    ended.put(ping.id, ping);
    ends.add(new End(ping.id, state));
  }
}
