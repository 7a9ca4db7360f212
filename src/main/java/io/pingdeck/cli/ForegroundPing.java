package io.pingdeck.cli;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.probe.PingInfo;
import io.pingdeck.probe.PingSpec;
import io.pingdeck.probe.PingState;
import io.pingdeck.probe.SampleBatch;
import io.pingdeck.stats.PingSnapshot;
import io.pingdeck.stats.PingStats;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/// One ping that prints until it ends or is interrupted. Printing happens on the caller's thread: a
/// terminal that is slow or held up must not delay a probe.
final class ForegroundPing {
  private final PingRunner runner;
  private final PingPrinter printer;
  private final BooleanSupplier unread;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  /// @param unread tells that nobody reads the output any more
  ForegroundPing(PingRunner runner, PingPrinter printer, BooleanSupplier unread) {
    this.runner = requireNonNull(runner, "runner");
    this.printer = requireNonNull(printer, "printer");
    this.unread = requireNonNull(unread, "unread");
  }

  private sealed interface Event {
    record Samples(SampleBatch batch) implements Event {}

    record Ended(PingState state) implements Event {}
  }

  /// Runs to the end and prints the summary.
  ///
  /// @return the ping at its end
  /// @throws IOException if the system refuses to start it
  PingSnapshot run(PingSpec spec, Endpoint address) throws IOException, InterruptedException {
    PingInfo info =
        new PingInfo(spec, 0, address, PingState.RUNNING, Instant.now(), Optional.empty(), "");
    PingStats stats = new PingStats(info, 0);
    runner.start(spec, address, new ToQueue());
    printer.start(spec, address);
    PingState state = follow(spec.id().value(), stats);
    stats.info(info.ended(state, Instant.now(), ""));
    PingSnapshot snapshot = stats.snapshot(epochNanos());
    printer.summary(snapshot);
    return snapshot;
  }

  /// Ends the ping at once; [#run] then prints what there is. Any thread may call it.
  void interrupt() {
    events.add(new Event.Ended(PingState.STOPPED));
  }

  private PingState follow(long ping, PingStats stats) throws InterruptedException {
    while (true) {
      switch (events.take()) {
        case Event.Samples(SampleBatch batch) -> {
          print(batch, stats);
          counters(batch, ping, stats);
          if (unread.getAsBoolean()) {
            return PingState.STOPPED;
          }
        }
        case Event.Ended(PingState state) -> {
          return state;
        }
      }
    }
  }

  private void print(SampleBatch batch, PingStats stats) {
    for (int i = 0; i < batch.size(); i++) {
      stats.record(batch, i, epochNanos());
      printer.sample(batch.sample(i));
    }
  }

  private static void counters(SampleBatch batch, long ping, PingStats stats) {
    for (int row = 0; row < batch.counterPings().length; row++) {
      if (batch.counterPings()[row] == ping) {
        stats.counters(batch.counters(row));
      }
    }
  }

  private static long epochNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  private final class ToQueue implements PingRunner.Listener {
    @Override
    public void samples(SampleBatch batch) {
      events.add(new Event.Samples(batch));
    }

    @Override
    public void ended(PingState state) {
      events.add(new Event.Ended(state));
    }
  }
}
