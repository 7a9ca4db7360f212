package io.pingdeck.ping.sim;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.OutcomeCounts;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.target.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One ping of the [Reference], with all its probes.
final class ReferencePing {
  private static final int FLOOD_WINDOW = 64;

  /// A probe; it has no outcome while it waits.
  static final class Probe {
    final long sequence;
    final long planned;
    long sent;
    long epoch;
    long stamp;
    boolean begun;
    Outcome outcome;

    Probe(long sequence, long planned, long sent, long epoch) {
      this.sequence = sequence;
      this.planned = planned;
      this.sent = sent;
      this.epoch = epoch;
    }
  }

  /// The address of the probes from one sequence until the next leg.
  record Leg(Endpoint address, long first, long order) {}

  record Rtt(long nanos, RttSource source) {}

  final long id;
  final List<Leg> legs = new ArrayList<>();
  final Protocol protocol;
  final long timeout;
  final long limit;
  final List<Probe> probes = new ArrayList<>();
  final List<Probe> waiting = new ArrayList<>();
  final List<Long> arrivals = new ArrayList<>();
  long duplicates;
  long corrupt;
  long wrongSource;
  long conflicts;
  long corrected;
  boolean stopped;
  Long heard; // all earlier arrivals were read; null: always
  Probe unheard; // the probe whose sender is asked again
  long askAgain;
  long floodDue;
  private final long first;
  private final long interval;
  private long nextSlot;
  private long skipped;

  ReferencePing(PingSpec spec, Endpoint address, long first, long legOrder) {
    id = spec.id().value();
    legs.add(new Leg(address, 1, legOrder));
    protocol = spec.target().protocol();
    timeout = spec.timeout().toNanos();
    interval = spec.interval().toNanos();
    limit = spec.count().orElse(Long.MAX_VALUE);
    this.first = first;
    floodDue = first;
  }

  void readdress(Endpoint address, long legOrder) {
    if (legs.getLast().address().equals(address)) {
      return;
    }
    long next = probes.size() + 1L;
    if (legs.getLast().first() == next) {
      legs.removeLast();
    }
    legs.add(new Leg(address, next, legOrder));
  }

  /// The leg of a sent probe; empty if it is forgotten.
  Optional<Leg> leg(long sequence) {
    for (int i = legs.size() - 1; i >= 0; i--) {
      if (sequence >= legs.get(i).first()) {
        return Optional.of(legs.get(i));
      }
    }
    return Optional.empty();
  }

  boolean wentTo(long sequence, Endpoint address) {
    return leg(sequence).filter(leg -> leg.address().equals(address)).isPresent();
  }

  /// Forgets earlier legs together with their last probe.
  void forgetLegs(long now) {
    for (int i = legs.size() - 2; i >= 0; i--) {
      long last = legs.get(i + 1).first() - 1;
      boolean waits = waiting.stream().anyMatch(probe -> probe.sequence <= last);
      if (!waits && !remembers(last, now)) {
        legs.subList(0, i + 1).clear();
        return;
      }
    }
  }

  void sentAnew(Probe probe) {
    unheard = probe == unheard ? null : unheard;
  }

  /// Whether a timed-out probe is still waited for, because earlier arrivals have not been read.
  boolean waitsForSender(Probe probe, long now) {
    long deadline = probe.sent + timeout;
    if (heard == null || heard - deadline >= 0 || now - deadline >= 2_000_000_000L) {
      return false;
    }
    unheard = probe;
    askAgain = now + 1_000_000;
    return true;
  }

  List<Probe> sendDue(long now, long nowEpoch) {
    List<Probe> due = new ArrayList<>();
    if (interval == 0) {
      while (now - floodDue >= 0 && maySend() && waiting.size() < FLOOD_WINDOW) {
        due.add(add(now, now, nowEpoch));
      }
      if (!due.isEmpty()) {
        floodDue = now + 1;
      }
    } else if (maySend() && now - first >= 0 && (now - first) / interval >= nextSlot) {
      long slot = (now - first) / interval;
      skipped += slot - nextSlot;
      nextSlot = slot + 1;
      due.add(add(first + slot * interval, now, nowEpoch));
    }
    return due;
  }

  private Probe add(long planned, long now, long nowEpoch) {
    Probe probe = new Probe(probes.size() + 1L, planned, now, nowEpoch);
    probes.add(probe);
    waiting.add(probe);
    return probe;
  }

  /// Delay between the planned and the actual send time; 0 for a flood.
  long lag(Probe probe) {
    return interval == 0 ? 0 : probe.sent - probe.planned;
  }

  private boolean maySend() {
    return !stopped && probes.size() < limit;
  }

  long nanosUntilNext(long now) {
    long shortest = Long.MAX_VALUE;
    for (Probe probe : waiting) {
      shortest = Math.min(shortest, probe.sent + timeout - now);
    }
    if (!waiting.isEmpty() && waiting.getFirst() == unheard) {
      shortest = askAgain - now;
    }
    if (maySend() && interval > 0) {
      shortest = Math.min(shortest, first + nextSlot * interval - now);
    } else if (maySend() && waiting.size() < FLOOD_WINDOW) {
      shortest = Math.min(shortest, floodDue - now);
    }
    return shortest;
  }

  boolean remembers(long sequence, long now) {
    if (sequence < 1 || sequence > probes.size()) {
      return false;
    }
    Probe probe = probes.get((int) sequence - 1);
    return probe.outcome == null || now - probe.sent <= 4 * timeout + 10_000_000_000L;
  }

  /// The probes that may still get an outcome: in flight, or lost and remembered.
  Stream<Probe> open(long now) {
    return probes.stream()
        .filter(probe -> probe.outcome == null || probe.outcome == Outcome.LOST)
        .filter(probe -> remembers(probe.sequence, now));
  }

  /// The best RTT that agrees with the monotonic clock.
  static Rtt rtt(Probe probe, long received, long receivedEpoch) {
    long process = Math.max(0, received - probe.sent);
    long most = process + process / 1000 + 50_000;
    if (receivedEpoch != 0) {
      long kernel = receivedEpoch - probe.stamp;
      if (probe.stamp != 0 && kernel >= 0 && kernel <= most) {
        return new Rtt(kernel, RttSource.KERNEL);
      }
      long half = receivedEpoch - probe.epoch;
      if (half >= 0 && half <= most) {
        return new Rtt(half, RttSource.KERNEL_RECEIVE);
      }
    }
    return new Rtt(process, RttSource.PROCESS);
  }

  PingCounters counters() {
    OutcomeCounts outcomes = new OutcomeCounts();
    for (Probe probe : probes) {
      if (probe.outcome != null) {
        outcomes.add(probe.outcome, 1);
      }
    }
    return new PingCounters(
        outcomes,
        probes.size() - outcomes.count(Outcome.SEND_FAILED),
        waiting.size(),
        skipped,
        duplicates,
        reordered(),
        corrupt,
        wrongSource,
        conflicts,
        corrected);
  }

  /// Number of arrivals after one with a higher sequence.
  private long reordered() {
    long reordered = 0;
    long highest = 0;
    for (long sequence : arrivals) {
      if (sequence < highest) {
        reordered++;
      }
      highest = Math.max(highest, sequence);
    }
    return reordered;
  }
}
