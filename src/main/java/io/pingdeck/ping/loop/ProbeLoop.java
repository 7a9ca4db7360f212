package io.pingdeck.ping.loop;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.EndedThread;
import io.pingdeck.base.EpochClock;
import io.pingdeck.base.NanoClock;
import io.pingdeck.net.Poller;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.LoopStatus;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.engine.ProbeEngine;
import io.pingdeck.ping.engine.ProbeTokens;
import io.pingdeck.ping.http.HttpProbes;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.sender.AnswerTexts;
import io.pingdeck.ping.sender.LoopParts;
import io.pingdeck.ping.sender.ProbeFaults;
import io.pingdeck.ping.sender.SocketStatus;
import io.pingdeck.ping.tcp.TcpSender;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;

/// A thread that sends and receives probes: it waits for packets and for the next due time, and
/// drives a [ProbeEngine] with both. All work on probes happens on this thread, without locks;
/// other threads send it commands.
public final class ProbeLoop implements AutoCloseable {
  /// Input/output error: the errno of probes in flight when this thread dies.
  private static final int EIO = 5;

  private static final long HAND_OVER_NANOS = 1_000_000;
  private static final long STATUS_NANOS = 1_000_000_000;

  /// Above this rate, one wake-up per probe would cost more than the probe.
  private static final long MANY_PROBES_PER_SECOND = 5_000;

  /// Fewer pings reach that rate only with short intervals or floods, which must not wait.
  private static final int MANY_PINGS = 500;

  /// How long the first probe of many pings waits for more, so that one system call sends them all.
  /// Every sample reports its lateness.
  private static final long GATHER_NANOS = 200_000;

  /// After this many probes at once, some answer has probably arrived already. The loop then reads
  /// without polling, because polling costs two system calls.
  private static final int BUSY_PROBES = 8;

  /// While busy, the loop polls once per this many turns.
  private static final int BUSY_TURNS = 16;

  private final NanoClock clock = NanoClock.SYSTEM;
  private final EpochClock epochClock = EpochClock.system();
  private final LoopCommands commands = new LoopCommands();
  private final ProbeSenders senders;
  private final UnclaimedErrors unclaimed;
  private final LoopListener listener;
  private final Poller poller;
  private final SampleCollector collector;
  private final ProbeEngine engine;
  private final ProbeFaults faults;
  private final Thread thread;
  private final RttSource bestClocks;
  private final StallDetector stalls = new StallDetector(clock.nanoTime(), epochClock.epochNanos());
  private long statusAt;
  private boolean sendsMany;
  private long gatherNanos;
  private int busyTurns;
  private volatile boolean closing;

  /// Starts the thread of a loop without HTTP probes.
  ///
  /// @throws IOException if the system has no descriptors left for the loop
  public ProbeLoop(String name, Sockets sockets, Duration flushInterval, LoopListener listener)
      throws IOException {
    this(name, sockets, flushInterval, listener, Optional.empty());
  }

  /// Starts the thread.
  ///
  /// @param flushInterval how long samples may be buffered before delivery
  /// @throws IOException if the system has no descriptors left for the loop
  public ProbeLoop(
      String name,
      Sockets sockets,
      Duration flushInterval,
      LoopListener listener,
      Optional<HttpProbes> http)
      throws IOException {
    this(
        name,
        sockets,
        flushInterval,
        listener,
        http,
        PingLimits.DEFAULT.maxConnections(),
        AnswerTexts.NONE);
  }

  /// Starts the thread.
  ///
  /// @param connections maximum concurrent connections of TCP probes, and also of HTTP probes
  /// @throws IOException if the system has no descriptors left for the loop
  public ProbeLoop(
      String name,
      Sockets sockets,
      Duration flushInterval,
      LoopListener listener,
      Optional<HttpProbes> http,
      int connections,
      AnswerTexts texts)
      throws IOException {
    this.listener = requireNonNull(listener, "listener");
    poller = sockets.poller();
    collector = new SampleCollector(listener, flushInterval.toNanos());
    engine = new ProbeEngine(ProbeTokens.random(new SecureRandom()), collector);
    faults = new ProbeFaults(engine, clock);
    LoopParts parts = new LoopParts(sockets, poller, engine, clock, epochClock, connections, texts);
    TcpSender tcp = new TcpSender(parts);
    unclaimed = new UnclaimedErrors(parts, tcp, listener::bareError);
    tcp.readErrorsWith(unclaimed::receiveNow);
    senders = new ProbeSenders(ProtocolSenders.make(parts, tcp, http), faults);
    bestClocks = sockets.capabilities().kernelStamps() ? RttSource.KERNEL : RttSource.PROCESS;
    statusAt = clock.nanoTime() + STATUS_NANOS;
    thread =
        Thread.ofPlatform()
            .name(name)
            .daemon(true)
            .unstarted(() -> {
              sockets.putCallerFirst();
              run();
            });
    thread.start();
  }

  /// Starts a ping; its first probe is sent immediately.
  ///
  /// @return completes when the ping runs; fails with an [IOException] whose message says what the
  ///   system refused, and then nothing has started
  public CompletionStage<Void> start(PingSpec spec, Endpoint address) {
    return startAll(List.of(new ResolvedPing(spec, address)));
  }

  /// Starts pings together, all or none. Their first probes are spread evenly over their interval,
  /// because thousands of simultaneous probes would measure each other.
  ///
  /// @return as of [#start(PingSpec, Endpoint)]; the exception is a [PingRefusedException]
  public CompletionStage<Void> startAll(List<ResolvedPing> pings) {
    return onLoop(() -> {
      for (int i = 0; i < pings.size(); i++) {
        prepare(pings.get(i), i);
      }
      long now = clock.nanoTime();
      int started = 0;
      try {
        for (ResolvedPing ping : pings) {
          engine.start(ping, now, share(ping.spec().interval(), started, pings.size()));
          started++;
        }
      } catch (RuntimeException | Error e) {
        pings.subList(0, started).forEach(ping -> engine.abort(ping.spec().id().value()));
        throw e;
      }
    });
  }

  private void prepare(ResolvedPing ping, int index) throws PingRefusedException {
    try {
      senders.prepare(ping.spec(), ping.address());
    } catch (IOException e) {
      throw new PingRefusedException(index, e);
    }
  }

  /// The fraction `i / parts` of a duration, in nanoseconds.
  private static long share(Duration duration, int i, int parts) {
    return duration.dividedBy(parts).multipliedBy(i).toNanos();
  }

  /// Sends a ping's following probes to another address; those in flight keep theirs.
  ///
  /// @return a wall-clock time in nanoseconds: every probe to the new address is sent after it, and
  ///   none to the previous one. Fails with an [IOException] if the system refuses; the address
  ///   then stays.
  public CompletionStage<Long> readdress(PingSpec spec, Endpoint address) {
    long[] since = new long[1];
    return onLoop(
            () -> {
              senders.prepare(spec, address);
              engine.readdress(spec.id().value(), address);
              since[0] = epochClock.epochNanos(clock.nanoTime());
            })
        .thenApply(_ -> since[0]);
  }

  /// Stops a ping; it ends when its probes in flight have their outcomes. No-op if the ping has
  /// ended.
  public CompletionStage<Void> stop(PingId ping) {
    return onLoop(() -> engine.stop(ping.value()));
  }

  /// Removes a ping at once; no further samples or counters of it are reported.
  public CompletionStage<Void> abort(PingId ping) {
    return onLoop(() -> engine.abort(ping.value()));
  }

  /// Returns a buffer that was passed to [LoopListener#samples]. Thread-safe.
  public void giveBack(SampleColumns buffer) {
    if (collector.giveBack(buffer)) {
      poller.wakeup();
    }
  }

  /// Ends the thread and waits for it. Probes in flight get no outcome.
  @Override
  public void close() {
    closing = true;
    poller.wakeup();
    EndedThread.await(thread);
  }

  private CompletionStage<Void> onLoop(LoopCommands.Command command) {
    CompletionStage<Void> done = commands.add(command);
    poller.wakeup();
    return done;
  }

  private void run() {
    try {
      while (!closing) {
        turn();
      }
    } catch (Throwable e) {
      // The thread must not die silently: conclude all probes before reporting it.
      commands.end();
      engine.failAll(EIO);
      while (!closing && !collector.flush(engine)) {
        LockSupport.parkNanos(HAND_OVER_NANOS);
      }
      listener.died(e);
    } finally {
      commands.end();
      senders.close();
      unclaimed.close();
      poller.close();
    }
  }

  private void turn() {
    long heardNanos = clock.nanoTime();
    boolean stoodStill = stalls.goesOn(heardNanos);
    commands.run(faults);
    collector.selfDelayed(stoodStill);
    senders.receive(heardNanos);
    unclaimed.receive();
    collector.selfDelayed(false);
    long untilProbe = Long.MAX_VALUE;
    long now = clock.nanoTime();
    if (!collector.isFull()) {
      if (untilProbe(now) == 0) {
        advance(now);
        senders.flush();
        now = clock.nanoTime();
      }
      untilProbe = untilProbe(now);
    }
    long wait = Math.min(untilProbe, tell(now));
    wait = engine.size() == 0 ? wait : Math.min(wait, StallDetector.CHECK_NANOS);
    await(wait);
  }

  /// The failed ping is already handled; the other due pings follow in the next turn.
  private void advance(long now) {
    try {
      engine.advance(now, epochClock.epochNanos(now), senders);
    } catch (RuntimeException | Error e) {
      faults.thrown(e);
    }
  }

  private void await(long nanos) {
    boolean isBusy = senders.takeSent() >= BUSY_PROBES && sendsMany;
    busyTurns = isBusy ? busyTurns + 1 : 0;
    long wait = isBusy ? 0 : nanos;
    stalls.waits(clock.nanoTime(), wait); // delivery may have blocked
    if (busyTurns % BUSY_TURNS == 0) {
      poller.await(wait);
    }
  }

  private long untilProbe(long now) {
    return engine.nanosUntilNext(now - gatherNanos);
  }

  /// Reports status and samples to the listener.
  ///
  /// @return time until the next report is due
  private long tell(long now) {
    try {
      if (now - statusAt >= 0) {
        tellStatus(now);
      }
      return Math.min(statusAt - now, collector.flushIfDue(now, engine));
    } catch (RuntimeException | Error e) {
      faults.thrown(e);
      return statusAt - now;
    }
  }

  private void tellStatus(long now) {
    long elapsed = now - statusAt + STATUS_NANOS;
    statusAt = now + STATUS_NANOS;
    stalls.compare(now, epochClock.epochNanos(now));
    SocketStatus sockets =
        senders.status(elapsed, new SocketStatus(0, OptionalLong.empty(), bestClocks));
    long perSecond = Math.round(sockets.sent() * (double) STATUS_NANOS / elapsed);
    sendsMany = perSecond > MANY_PROBES_PER_SECOND;
    gatherNanos = sendsMany && engine.size() >= MANY_PINGS ? GATHER_NANOS : 0;
    listener.status(
        new LoopStatus(
            engine.size(),
            perSecond,
            collector.lateness().turn(),
            sockets.kernelDrops(),
            sockets.clocks(),
            sockets.slots(),
            stalls.stalls(),
            engine.counters()));
  }
}
