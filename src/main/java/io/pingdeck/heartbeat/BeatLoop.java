package io.pingdeck.heartbeat;

import io.pingdeck.base.EndedThread;
import io.pingdeck.heartbeat.api.BeatChange;
import io.pingdeck.heartbeat.monitor.BeatMonitor;
import io.pingdeck.heartbeat.monitor.Moment;
import io.pingdeck.heartbeat.monitor.MonitorClock;
import io.pingdeck.net.DatagramBatch;
import io.pingdeck.net.DatagramOptions;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.Poller;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One thread that owns a [BeatMonitor]. It receives datagrams in batches, advances the time, and
/// answers queries in between. It never sends anything. All access to the monitor happens on this
/// thread, so no locks are needed.
final class BeatLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BeatLoop.class);
  private static final int BATCH = 64;
  private static final int SLOT_BYTES =
      1024; // longer than any beat: a truncated datagram is too long anyway
  private static final int BATCHES_BEFORE_TICK = 16;
  private static final long REPORT_NANOS = Duration.ofSeconds(10).toNanos();

  private final BeatMonitor monitor;
  private final MonitorClock clock;
  private final long tickNanos;
  private final Poller poller;
  private final Optional<DatagramPort> port;
  private final DatagramBatch batch = new DatagramBatch(BATCH, SLOT_BYTES);
  private final List<BeatChange> fresh;
  private final Consumer<List<BeatChange>> announce;
  private final Queue<Question<?>> questions = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean closing;
  private volatile long kernelDrops = -1;
  private Moment lastReceive;
  private long nextTick;
  private long nextReport;

  /// Opens a port for beats.
  ///
  /// @throws IOException if the port cannot be opened; the message names the operation and the
  ///   address
  static DatagramPort openPort(Endpoint bind, Sockets sockets) throws IOException {
    return sockets.udp(bind, DatagramOptions.BEATS);
  }

  /// Starts the thread.
  ///
  /// @param fresh list to which the monitor appends its changes; the loop drains it
  /// @param announce receives the changes in batches, on the loop's thread
  /// @param port port on which beats arrive; closed with the loop. If empty, the loop only advances
  ///   the time
  BeatLoop(
      BeatMonitor monitor,
      List<BeatChange> fresh,
      Consumer<List<BeatChange>> announce,
      MonitorClock clock,
      Optional<DatagramPort> port,
      Sockets sockets)
      throws IOException {
    this.monitor = monitor;
    this.fresh = fresh;
    this.announce = announce;
    this.clock = clock;
    this.port = port;
    tickNanos = monitor.rules().tick().toNanos();
    poller = sockets.poller();
    port.ifPresent(poller::register);
    lastReceive = clock.now();
    nextTick = lastReceive.nanos() + tickNanos;
    nextReport = lastReceive.nanos();
    thread = Thread.ofPlatform().daemon().name("heartbeats").unstarted(this::run);
    thread.start();
  }

  Optional<Endpoint> listening() {
    return port.map(DatagramPort::local);
  }

  /// Datagrams dropped by the kernel; -1 if unknown. Thread-safe.
  long kernelDrops() {
    return kernelDrops;
  }

  /// Runs a query on the monitor's own thread. Thread-safe.
  <T> CompletionStage<T> ask(BiFunction<BeatMonitor, Moment, T> question) {
    Question<T> asked = new Question<>(question, new CompletableFuture<>());
    questions.add(asked);
    if (thread.isAlive()) {
      poller.wakeup();
    } else {
      refuseQuestions();
    }
    return asked.answer();
  }

  private record Question<T>(
      BiFunction<BeatMonitor, Moment, T> question, CompletableFuture<T> answer) {
    void answer(BeatMonitor monitor, Moment now) {
      try {
        answer.complete(question.apply(monitor, now));
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    }
  }

  private void refuseQuestions() {
    for (Question<?> question = questions.poll(); question != null; question = questions.poll()) {
      question.answer().completeExceptionally(new IllegalStateException("the monitor has ended"));
    }
  }

  /// Ends the thread and closes the port.
  @Override
  public void close() {
    closing = true;
    poller.wakeup();
    EndedThread.await(thread);
  }

  private void run() {
    try {
      while (!closing) {
        poller.await(nextTick - clock.now().nanos());
        turn();
      }
    } catch (RuntimeException | Error e) {
      LOG.error("the heartbeat monitor died", e);
    } finally {
      poller.close();
      port.ifPresent(DatagramPort::close);
      refuseQuestions();
    }
  }

  /// The time advances first: the monitor must detect its own pause before it judges silence, and
  /// before datagrams queued in the socket meanwhile count as recent.
  private void turn() {
    Moment now = clock.now();
    if (now.nanos() - nextTick >= 0) {
      monitor.advance(now);
      // Relative to the due time, so that one late tick does not delay all later ones.
      nextTick = Math.max(nextTick + tickNanos, now.nanos());
      port.ifPresent(open -> kernelDrops = open.kernelDrops());
    }
    port.ifPresent(this::receive);
    announce();
    for (Question<?> question = questions.poll(); question != null; question = questions.poll()) {
      question.answer(monitor, now);
      announce();
    }
  }

  /// Publishes changes before a query completes, so that no reply is ahead of the change that led
  /// to it.
  private void announce() {
    if (!fresh.isEmpty()) {
      announce.accept(List.copyOf(fresh));
      fresh.clear();
    }
  }

  private void receive(DatagramPort open) {
    int received = BATCH;
    for (int i = 0; received == BATCH && i < BATCHES_BEFORE_TICK; i++) {
      received = open.receive(batch);
      Moment now = clock.now();
      for (int slot = 0; slot < received; slot++) {
        receive(slot, now);
      }
      lastReceive = now;
    }
  }

  private void receive(int slot, Moment now) {
    Endpoint sender =
        new Endpoint(
            batch.addressHigh(slot), batch.addressLow(slot), batch.port(slot), batch.scope(slot));
    try {
      monitor.receive(batch.payload(slot), batch.length(slot), sender, arrived(slot, now), now);
    } catch (RuntimeException e) {
      report(e, now);
    }
  }

  /// Arrival time by the kernel timestamp. That is wall-clock time, which may have been set since,
  /// so it is clamped: the datagram arrived after the previous receive and not in the future.
  private Moment arrived(int slot, Moment now) {
    long stamp = batch.stampEpochNanos(slot);
    if (stamp == 0) {
      return now;
    }
    return now.minus(Math.clamp(now.epochNanos() - stamp, 0, now.nanos() - lastReceive.nanos()));
  }

  private void report(RuntimeException e, Moment now) {
    if (now.nanos() - nextReport >= 0) {
      nextReport = now.nanos() + REPORT_NANOS;
      LOG.error("the heartbeat monitor could not handle a datagram", e);
    }
  }
}
