package io.pingdeck.heartbeat;

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

/// One thread that owns a [BeatMonitor]: it takes datagrams in batches, lets time pass, and answers
/// questions in between. It never sends anything. Everything that touches the monitor happens here,
/// without locks.
final class BeatLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BeatLoop.class);
  private static final int BATCH = 64;
  private static final int SLOT_BYTES = 1024; // more than a beat: what is cut is too long anyway
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
  /// @throws IOException if the system refuses; the message says what and where
  static DatagramPort openPort(Endpoint bind, Sockets sockets) throws IOException {
    return sockets.udp(bind, DatagramOptions.BEATS);
  }

  /// Starts the thread.
  ///
  /// @param fresh where the monitor puts its changes; the loop takes them from there
  /// @param announce hears them in batches, on the loop's thread
  /// @param port where beats arrive; closed with the loop. Empty: only time passes
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

  /// Datagrams the system dropped; -1 if it does not say. Any thread may ask.
  long kernelDrops() {
    return kernelDrops;
  }

  /// Lets the monitor's own thread answer. Any thread may ask.
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
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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

  /// Time first: whoever was paused must know it before it judges, and before what waited in the
  /// socket meanwhile is taken for news.
  private void turn() {
    Moment now = clock.now();
    if (now.nanos() - nextTick >= 0) {
      monitor.advance(now);
      // From when it was due: a tick that comes a little late must not make all later ones late.
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

  /// Before any question is answered: an answer must not be ahead of what led to it.
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

  /// The kernel's stamp is of the wall clock, which may have jumped since: a datagram was not there
  /// when this thread looked the last time, and is not of the future.
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
