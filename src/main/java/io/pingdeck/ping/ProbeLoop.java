package io.pingdeck.ping;

import static java.util.Objects.requireNonNull;

import io.pingdeck.net.Poller;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.probe.NanoClock;
import io.pingdeck.probe.PingId;
import io.pingdeck.probe.PingSpec;
import io.pingdeck.probe.ProbeEngine;
import io.pingdeck.probe.ProbeSender;
import io.pingdeck.probe.ProbeTokens;
import io.pingdeck.probe.Protocol;
import io.pingdeck.probe.SampleBuffer;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/// One thread that pings: it waits for packets and for the next due time, and drives a
/// [ProbeEngine] with both. Everything that touches a probe happens on this thread, without locks;
/// other threads hand it commands.
public final class ProbeLoop implements AutoCloseable {
  /// Input/output error: what probes in flight get when this thread dies.
  private static final int EIO = 5;

  private static final long HAND_OVER_NANOS = 1_000_000;

  private final NanoClock clock = NanoClock.SYSTEM;
  private final EpochClock epochClock = EpochClock.SYSTEM;
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final Map<Protocol, PacketSender> senders = new EnumMap<>(Protocol.class);
  private final LoopListener listener;
  private final Poller poller;
  private final Harvest harvest;
  private final ProbeEngine engine;
  private final Thread thread;
  private final ProbeSender toSender = this::send;
  private volatile boolean closing;

  /// Starts the thread.
  ///
  /// @param flushInterval how long samples may gather before they are handed over
  /// @throws IOException if the system has no room for the loop's own descriptors
  public ProbeLoop(String name, Sockets sockets, Duration flushInterval, LoopListener listener)
      throws IOException {
    this.listener = requireNonNull(listener, "listener");
    poller = sockets.poller();
    harvest = new Harvest(listener, flushInterval.toNanos());
    engine = new ProbeEngine(ProbeTokens.random(new SecureRandom()), harvest);
    senders.put(Protocol.UDP, new UdpSender(sockets, poller, engine, clock, epochClock));
    senders.put(Protocol.TCP, new TcpSender(poller, engine, clock, epochClock));
    thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
    thread.start();
  }

  /// Starts a ping; its first probe goes at once.
  ///
  /// @return completes when it runs; fails with an [IOException] whose message says what the system
  ///   refused, and then nothing has started
  public CompletionStage<Void> start(PingSpec spec, Endpoint address) {
    return onLoop(() -> {
      PacketSender sender = senders.get(spec.target().protocol());
      if (sender == null) {
        throw new IOException(spec.target().protocol().scheme() + " pings are not available here");
      }
      sender.prepare(spec, address);
      engine.start(spec, address, clock.nanoTime(), 0);
    });
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
    if (harvest.giveBack(buffer)) {
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

  private interface Command {
    void run() throws IOException;
  }

  private CompletionStage<Void> onLoop(Command command) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    commands.add(() -> {
      try {
        command.run();
        done.complete(null);
      } catch (IOException e) {
        done.completeExceptionally(e);
      }
    });
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
      engine.failAll(EIO);
      while (!harvest.flush(engine)) {
        LockSupport.parkNanos(HAND_OVER_NANOS);
      }
      listener.died(e);
    } finally {
      senders.values().forEach(PacketSender::close);
      poller.close();
    }
  }

  private void turn() {
    for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
      command.run();
    }
    for (PacketSender sender : senders.values()) {
      sender.receive();
    }
    long untilProbe = Long.MAX_VALUE;
    if (!harvest.isFull()) {
      engine.advance(clock.nanoTime(), epochClock.epochNanos(), toSender);
      for (PacketSender sender : senders.values()) {
        sender.flush();
      }
      untilProbe = engine.nanosUntilNext(clock.nanoTime());
    }
    poller.await(Math.min(untilProbe, harvest.flushIfDue(clock.nanoTime(), engine)));
  }

  private void send(long token, long sequence, PingSpec spec, Endpoint address) {
    senders.get(spec.target().protocol()).send(token, sequence, spec, address);
  }
}
