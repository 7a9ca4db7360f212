package io.pingdeck.ping.loop;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.EpochClock;
import io.pingdeck.base.NanoClock;
import io.pingdeck.net.Poller;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.LoopStatus;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.datagram.DatagramSender;
import io.pingdeck.ping.engine.ProbeEngine;
import io.pingdeck.ping.engine.ProbeTokens;
import io.pingdeck.ping.http.HttpProbes;
import io.pingdeck.ping.http.HttpSender;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.SampleBuffer;
import io.pingdeck.ping.sender.AnswerTexts;
import io.pingdeck.ping.sender.PacketSender;
import io.pingdeck.ping.sender.ProbeFaults;
import io.pingdeck.ping.sender.SocketStatus;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.tcp.TcpSender;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;

/// One thread that pings: it waits for packets and for the next due time, and drives a
/// [ProbeEngine] with both. Everything that touches a probe happens on this thread, without locks;
/// other threads hand it commands.
public final class ProbeLoop implements AutoCloseable {
  /// Input/output error: what probes in flight get when this thread dies.
  private static final int EIO = 5;

  private static final long HAND_OVER_NANOS = 1_000_000;
  private static final long STATUS_NANOS = 1_000_000_000;

  /// Above this rate a wake-up for each probe would cost more than the probe.
  private static final long MANY_PROBES_PER_SECOND = 5_000;

  /// Fewer pings send that many because they are fast or floods, and must not wait.
  private static final int MANY_PINGS = 500;

  /// How long the first probe of many pings waits for those behind it, so that one system call
  /// sends them all. Every sample says how late it was.
  private static final long GATHER_NANOS = 200_000;

  /// After so many probes at once some answer is likely to be there already, and is looked for
  /// without waiting: to be told of it takes two system calls.
  private static final int BUSY_PROBES = 8;

  /// What else there may be is then asked for this often.
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

  /// Starts the thread of a loop that makes no HTTP requests.
  ///
  /// @throws IOException if the system has no room for the loop's own descriptors
  public ProbeLoop(String name, Sockets sockets, Duration flushInterval, LoopListener listener)
      throws IOException {
    this(name, sockets, flushInterval, listener, Optional.empty());
  }

  /// Starts the thread.
  ///
  /// @param flushInterval how long samples may gather before they are handed over
  /// @throws IOException if the system has no room for the loop's own descriptors
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
  /// @param connections that probes of TCP may wait on at once, and as many for those of HTTP
  /// @throws IOException if the system has no room for the loop's own descriptors
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
    Map<Protocol, PacketSender> byProtocol = new EnumMap<>(Protocol.class);
    byProtocol.put(
        Protocol.UDP, DatagramSender.udp(sockets, poller, engine, clock, epochClock, texts));
    byProtocol.put(Protocol.DNS, DatagramSender.dns(sockets, poller, engine, clock, epochClock));
    byProtocol.put(Protocol.ICMP, DatagramSender.icmp(sockets, poller, engine, clock, epochClock));
    TcpSender tcp = new TcpSender(poller, engine, clock, epochClock, connections, texts);
    byProtocol.put(Protocol.TCP, tcp);
    Arrays.stream(Protocol.values())
        .filter(Protocol::isGreeting)
        .forEach(protocol -> byProtocol.put(protocol, tcp));
    http.map(probes -> new HttpSender(probes, poller, engine, clock, epochClock, connections))
        .ifPresent(sender -> {
          byProtocol.put(Protocol.HTTP, sender);
          byProtocol.put(Protocol.HTTPS, sender);
        });
    unclaimed =
        new UnclaimedErrors(sockets, poller, engine, tcp, clock, epochClock, listener::bareError);
    tcp.readErrorsWith(unclaimed::receiveNow);
    senders = new ProbeSenders(byProtocol, faults);
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

  /// Starts a ping; its first probe goes at once.
  ///
  /// @return completes when it runs; fails with an [IOException] whose message says what the system
  ///   refused, and then nothing has started
  public CompletionStage<Void> start(PingSpec spec, Endpoint address) {
    return startAll(List.of(new ResolvedPing(spec, address)));
  }

  /// Starts pings together, all or none. Their first probes are spread evenly over their interval:
  /// thousands that all fire at one instant would only measure each other.
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

  /// `i` of `parts` equal parts of a duration, in nanoseconds.
  private static long share(Duration duration, int i, int parts) {
    return duration.dividedBy(parts).multipliedBy(i).toNanos();
  }

  /// Sends a ping's probes to another address from the next one on; those in flight keep theirs.
  ///
  /// @return the wall-clock time in nanoseconds that all probes to the new address are sent after,
  ///   and none to the one before; fails with an [IOException] if the system refuses, and then the
  ///   address stays
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

  /// Sends no more probes of a ping; it ends when those in flight have their outcome. A ping that
  /// has ended already is left alone.
  public CompletionStage<Void> stop(PingId ping) {
    return onLoop(() -> engine.stop(ping.value()));
  }

  /// Forgets a ping at once; nothing more is heard of it.
  public CompletionStage<Void> abort(PingId ping) {
    return onLoop(() -> engine.abort(ping.value()));
  }

  /// Gives a buffer back that [LoopListener#samples] was called with. Any thread may call it.
  public void giveBack(SampleBuffer buffer) {
    if (collector.giveBack(buffer)) {
      poller.wakeup();
    }
  }

  /// Ends the thread and waits for it. Probes in flight get no outcome.
  @Override
  public void close() {
    closing = true;
    poller.wakeup();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
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
      // The thread must not die in silence: whoever waits for a probe is told first.
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

  /// A ping that throws has been seen to; the other ones that are due come in the next turn.
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
    stalls.waits(clock.nanoTime(), wait); // handing over may have been held up
    if (busyTurns % BUSY_TURNS == 0) {
      poller.await(wait);
    }
  }

  private long untilProbe(long now) {
    return engine.nanosUntilNext(now - gatherNanos);
  }

  /// Tells the listener what there is to tell.
  ///
  /// @return how long until there is more
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
