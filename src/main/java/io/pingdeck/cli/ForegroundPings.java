package io.pingdeck.cli;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.EpochNanos;
import io.pingdeck.base.FaultException;
import io.pingdeck.cli.print.PingPrinter;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.AddressChange;
import io.pingdeck.ping.api.PingHistory;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingState;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.loop.PingRefusedException;
import io.pingdeck.ping.resolve.AddressWatch;
import io.pingdeck.ping.resolve.FamilyFallback;
import io.pingdeck.ping.resolve.HostResolver;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.stats.PingStats;
import io.pingdeck.stats.api.PingSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/// Runs pings and prints until all have ended or are interrupted. It prints on the caller's thread,
/// so that a slow or blocked terminal does not delay a probe.
final class ForegroundPings {
  private static final long WATCH_NANOS = 1_000_000_000;

  private final PingRunner runner;
  private final PingPrinter printer;
  private final Optional<Duration> deadline;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Map<Long, Running> pings = new LinkedHashMap<>();
  private final AddressWatch watch;
  private long watchedNanos = System.nanoTime();

  /// @param limits limits that apply when a name changes its address
  /// @param deadline time after which the pings end, including probes in flight
  ForegroundPings(
      PingRunner runner,
      PingPrinter printer,
      HostResolver hosts,
      PingLimits limits,
      Optional<Duration> deadline) {
    this.runner = requireNonNull(runner, "runner");
    this.printer = requireNonNull(printer, "printer");
    this.deadline = requireNonNull(deadline, "deadline");
    watch =
        new AddressWatch(hosts, limits, new Followed(), task -> events.add(new Event.Task(task)));
  }

  private sealed interface Event {
    record Samples(SampleBatch batch) implements Event {}

    record Bare(BareIcmpError error) implements Event {}

    record Ended(PingId ping, PingState state) implements Event {}

    record Died(Throwable cause) implements Event {}

    record Interrupted() implements Event {}

    record Task(Runnable task) implements Event {}
  }

  /// Sample `i` of a batch.
  private record Decided(SampleBatch batch, int i) {
    Outcome outcome() {
      return batch.outcome(i);
    }

    long sequence() {
      return batch.sequences()[i];
    }

    long sentEpochNanos() {
      return batch.sentEpochNanos()[i];
    }
  }

  private static final class Running {
    private final PingStats stats;
    private PingInfo info;
    private boolean hasEnded;
    private boolean fellBack;
    private Optional<Decided> held = Optional.empty();
    private long sinceEpochNanos; // when probes switched to the current address

    Running(PingInfo info) {
      this.info = info;
      stats = new PingStats(info, 0);
    }

    void info(PingInfo changed) {
      info = changed;
      stats.info(changed);
    }
  }

  /// Runs to the end and prints the summaries.
  ///
  /// @return the pings at their end
  /// @throws FaultException if the system refuses to start them
  /// @throws IOException if the loop failed
  List<PingSnapshot> run(List<ResolvedPing> planned) throws IOException, InterruptedException {
    Instant now = Instant.now();
    for (ResolvedPing ping : planned) {
      PingInfo info = PingInfo.running(ping, 0, now);
      pings.put(info.id().value(), new Running(info));
    }
    try {
      runner.start(planned, new ToQueue());
    } catch (PingRefusedException refusal) {
      String which = planned.size() == 1 ? "" : planned.get(refusal.index()).spec().target() + ": ";
      throw new FaultException("target", which + refusal.getMessage());
    } catch (IOException refusal) {
      throw new FaultException("target", refusal.getMessage());
    }
    printer.start(planned);
    long started = System.nanoTime();
    for (ResolvedPing ping : planned) {
      watch.follow(pings.get(ping.spec().id().value()).info, ping.ttl(), started);
    }
    follow();
    List<PingSnapshot> ended = new ArrayList<>();
    for (Running ping : List.copyOf(pings.values())) {
      release(ping);
      PingSnapshot snapshot = ping.stats.snapshot(EpochNanos.now());
      if (!snapshot.info().state().isEnded()) {
        end(ping.info.id().value(), PingState.STOPPED);
        snapshot = ping.stats.snapshot(EpochNanos.now());
      }
      ended.add(snapshot);
      printer.summary(snapshot);
    }
    return ended;
  }

  /// Ends the pings immediately; [#run] then prints the summaries. Thread-safe.
  void interrupt() {
    events.add(new Event.Interrupted());
  }

  private void follow() throws IOException, InterruptedException {
    int running = pings.size();
    long end = System.nanoTime() + deadline.map(Duration::toNanos).orElse(0L);
    while (running > 0) {
      switch (next(end)) {
        case Event.Samples(SampleBatch batch) -> {
          print(batch);
          watch.samples(batch, System.nanoTime());
        }
        case Event.Bare(BareIcmpError error) -> printer.bareError(error);
        case Event.Ended(PingId ping, PingState state) -> {
          if (!fallsBack(pings.get(ping.value()))) {
            end(ping.value(), state);
            running--;
          }
        }
        case Event.Died(Throwable cause) ->
            throw new IOException("the thread that pings died: " + cause, cause);
        case Event.Interrupted() -> {
          return;
        }
        case Event.Task(Runnable task) -> task.run();
      }
    }
  }

  /// Waits for the next event. The deadline counts as an interruption. Meanwhile, checks names for
  /// new addresses.
  private Event next(long end) throws InterruptedException {
    while (true) {
      long now = System.nanoTime();
      if (deadline.isPresent() && end - now <= 0) {
        return new Event.Interrupted(); // pending output is dropped
      }
      if (now - watchedNanos >= WATCH_NANOS) {
        watchedNanos = now;
        watch.tick(now);
      }
      long wait = WATCH_NANOS - (now - watchedNanos);
      Event event =
          events.poll(
              deadline.isPresent() ? Math.min(wait, end - now) : wait, TimeUnit.NANOSECONDS);
      if (event != null) {
        return event;
      }
    }
  }

  private void end(long id, PingState state) {
    watch.forget(id);
    Running ping = pings.get(id);
    release(ping);
    ping.hasEnded = true;
    ping.info(ping.info.ended(state, Instant.now(), ""));
  }

  /// If a ping used up its count before it fell back to the other address family, its last probe is
  /// retried there once. Otherwise a single probe would never detect that the service is up. It
  /// remains the same probe: it keeps its number, and its first attempt is neither counted nor
  /// printed.
  private boolean fallsBack(Running ping) throws IOException {
    Optional<Decided> first = ping.held;
    if (first.isEmpty() || first.get().sentEpochNanos() >= ping.sinceEpochNanos) {
      return false;
    }
    ping.held = Optional.empty();
    ping.fellBack = true;
    PingInfo info = ping.info;
    watch.forget(info.id().value()); // keeps the address of the last attempt
    PingCounters counters =
        ping.stats.snapshot(EpochNanos.now()).counters().without(first.get().outcome());
    ping.stats.counters(counters);
    PingHistory past = new PingHistory(first.get().sequence() - 1, counters);
    runner.goOn(new ResolvedPing(info.spec(), info.address(), info.others(), past));
    return true;
  }

  /// Whether this sample may be retried: the last probe of a ping, which failed, to the address
  /// before any change.
  private static boolean mayFallBack(Running ping, Decided sample) {
    OptionalLong count = ping.info.spec().count();
    return !ping.fellBack
        && !ping.info.spec().pin()
        && !ping.info.others().isEmpty()
        && count.isPresent()
        && sample.sequence() == count.getAsLong()
        && (ping.sinceEpochNanos == 0 || sample.sentEpochNanos() < ping.sinceEpochNanos)
        && (sample.outcome() == Outcome.LOST
            || FamilyFallback.isTurnedAway(sample.batch().sample(sample.i())));
  }

  /// Prints the held sample, because its probe is not retried.
  private void release(Running ping) {
    Optional<Decided> held = ping.held;
    ping.held = Optional.empty();
    held.ifPresent(sample -> print(ping, sample));
  }

  /// The view of the pings for the address watch.
  private final class Followed implements AddressWatch.Pings {
    @Override
    public Optional<PingInfo> find(long ping) {
      return Optional.ofNullable(pings.get(ping)).filter(p -> !p.hasEnded).map(p -> p.info);
    }

    @Override
    public void change(PingInfo wanted, LongConsumer since) {
      Running ping = pings.get(wanted.id().value());
      PingInfo changed = wanted;
      try {
        ping.sinceEpochNanos = runner.readdress(wanted.spec(), wanted.address());
        since.accept(ping.sinceEpochNanos);
      } catch (IOException e) {
        since.accept(0);
        changed = refused(ping.info, wanted.address(), e);
      }
      ping.info(changed);
      printer.addressChanged(changed);
    }

    private static PingInfo refused(PingInfo ping, Endpoint to, IOException refusal) {
      Endpoint from = ping.address();
      String reason = "the name now resolves to " + to.host() + ", but " + refusal.getMessage();
      return ping.at(ping.others(), new AddressChange(Instant.now(), from, from, reason));
    }
  }

  private void print(SampleBatch batch) {
    for (int i = 0; i < batch.size(); i++) {
      Running ping = pings.get(batch.ping(i));
      Decided sample = new Decided(batch, i);
      if (ping.held.filter(held -> held.sequence() == sample.sequence()).isPresent()) {
        release(ping); // the new sample corrects it
        print(ping, sample);
      } else if (mayFallBack(ping, sample)) {
        ping.held = Optional.of(sample);
      } else {
        print(ping, sample);
      }
    }
    for (int row = 0; row < batch.counterPings().length; row++) {
      pings.get(batch.counterPings()[row]).stats.counters(batch.counters(row));
    }
  }

  private void print(Running ping, Decided sample) {
    ping.stats.record(sample.batch(), sample.i(), EpochNanos.now());
    printer.sample(sample.batch(), sample.i());
  }

  private final class ToQueue implements PingRunner.Listener {
    @Override
    public void samples(SampleBatch batch) {
      events.add(new Event.Samples(batch));
    }

    @Override
    public void bareError(BareIcmpError error) {
      events.add(new Event.Bare(error));
    }

    @Override
    public void ended(PingId ping, PingState state) {
      events.add(new Event.Ended(ping, state));
    }

    @Override
    public void died(Throwable cause) {
      events.add(new Event.Died(cause));
    }
  }
}
