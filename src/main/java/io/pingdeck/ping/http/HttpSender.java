package io.pingdeck.ping.http;

import io.pingdeck.base.EpochClock;
import io.pingdeck.base.Errno;
import io.pingdeck.base.NanoClock;
import io.pingdeck.net.Poller;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.ConnectionSlots;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.engine.ProbeEngine;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sender.LoopParts;
import io.pingdeck.ping.sender.PacketSender;
import io.pingdeck.ping.sender.ProbeFaults;
import io.pingdeck.ping.sender.SlotNotice;
import io.pingdeck.ping.sender.SocketStatus;
import io.pingdeck.ping.sender.TokenTable;
import io.pingdeck.ping.tcp.TcpSender;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// HTTP probes, and probes of mail servers with STARTTLS. Each has its own connection and is run by
/// [HttpProbes] on a separate thread. This class is confined to the pinger's thread: it hands
/// requests over and reports their results to the engine.
///
/// RTT: from the SYN to the last byte of the last response, including TLS. It excludes the name
/// lookup, which happens when the ping starts.
public final class HttpSender implements PacketSender {
  /// Minimum time between two wake-ups of a thread.
  private static final long LOOK_NANOS = 1_000_000;

  private final HttpProbes probes;
  private final Poller poller;
  private final ProbeEngine engine;
  private final NanoClock clock;
  private final EpochClock epochClock;
  private final int most;
  private final Queue<News> arrived = new ConcurrentLinkedQueue<>();
  private final Map<PingId, AtomicBoolean> wanted = new HashMap<>(); // false once a ping has ended
  private final TokenTable<ToQueue> waiting = new TokenTable<>();
  private final SlotNotice slots;
  private final ProbeFaults faults;
  private final long[] heardNanos = new long[HttpProbes.LOOPS]; // by thread
  private final long[] lookNanos = new long[HttpProbes.LOOPS]; // last wake-up
  private int open;
  private long sent;

  private sealed interface News {
    record Begun(long token, long nanos) implements News {}

    record Ended(long token, HttpResult result, long nanos) implements News {}
  }

  /// A probe that exceeds the connections of the loop fails with NO_SLOT.
  public HttpSender(HttpProbes probes, LoopParts loop) {
    most = loop.connections();
    clock = loop.clock();
    slots = new SlotNotice("HTTP", most);
    Arrays.fill(lookNanos, clock.nanoTime() - LOOK_NANOS);
    this.probes = probes;
    poller = loop.poller();
    engine = loop.engine();
    faults = new ProbeFaults(engine, clock);
    epochClock = loop.epochClock();
  }

  @Override
  public void prepare(PingSpec spec, Endpoint address) throws IOException {
    probes.prepare(spec);
    new ToQueue(0, new AtomicBoolean())
        .begun(0); // loads classes early: the first probe would load them after its SYN
    arrived.removeIf(news -> news instanceof News.Begun(long token, _) && token == 0);
  }

  @Override
  public void send(long token, long sequence, PingSpec spec, Endpoint address) {
    if (open >= most) {
      slots.full();
      engine.sendFailed(token, Errno.NO_SLOT);
      return;
    }
    slots.free();
    open++;
    sent++;
    engine.sent(token, clock.nanoTime(), epochClock.epochNanos());
    AtomicBoolean isWanted = wanted.computeIfAbsent(spec.id(), id -> new AtomicBoolean(true));
    long patienceNanos = TcpSender.patienceNanos(spec, open, most);
    ToQueue listener = new ToQueue(token, isWanted);
    waiting.put(token, listener);
    probes.send(spec, address, patienceNanos, listener);
  }

  /// False while a thread of [HttpProbes] has not run since the deadline.
  @Override
  public boolean hasHeard(PingSpec spec, long deadlineNanos) {
    boolean heard = true;
    if (open == 0) {
      return true; // every result has been taken
    }
    for (int which = 0; which < HttpProbes.LOOPS; which++) {
      if (HttpProbes.uses(spec, which) && heardNanos[which] - deadlineNanos < 0) {
        heard = false;
        look(which);
      }
    }
    return heard;
  }

  private void look(int which) {
    long now = clock.nanoTime();
    if (now - lookNanos[which] >= LOOK_NANOS) {
      lookNanos[which] = now;
      probes.look(which);
    }
  }

  @Override
  public Response unfinished(long token, PingSpec spec) {
    ToQueue probe = waiting.get(token);
    Supplier<Response> told = probe == null ? null : probe.unfinished;
    if (told == null) {
      return null;
    }
    probe.givenUp = true;
    waiting.remove(token);
    return told.get();
  }

  private final class ToQueue implements HttpProbes.Listener {
    private final long token;
    private final AtomicBoolean isWanted;
    private volatile Supplier<Response> unfinished; // null: nothing has arrived
    private volatile boolean givenUp;
    private long begunNanos;

    ToQueue(long token, AtomicBoolean isWanted) {
      this.token = token;
      this.isWanted = isWanted;
    }

    @Override
    public boolean isWanted() {
      return !givenUp && isWanted.get();
    }

    @Override
    public void unfinished(Supplier<Response> told) {
      unfinished = told;
    }

    @Override
    public void begun(long nanos) {
      begunNanos = nanos;
      arrived.add(new News.Begun(token, nanos));
    }

    @Override
    public void ended(HttpResult result) {
      arrived.add(new News.Ended(token, result, arrivedNanos(result)));
      poller.wakeup();
    }

    /// An answer counts from its arrival, which may be long before it is read.
    private long arrivedNanos(HttpResult result) {
      return switch (result) {
        case HttpResult.Answered(var answer, _, _) -> begunNanos + answer.totalNanos();
        case HttpResult.Smtp(Outcome outcome, _, _, long rttNanos) when outcome == Outcome.REPLY ->
            begunNanos + rttNanos;
        default -> clock.nanoTime();
      };
    }
  }

  @Override
  public void receive() {
    for (int which = 0; which < HttpProbes.LOOPS && open > 0; which++) {
      heardNanos[which] = probes.heardNanos(which); // before their results are taken
    }
    for (News next = arrived.poll(); next != null; next = arrived.poll()) {
      switch (next) {
        case News.Begun(long token, long nanos) -> engine.sent(token, nanos, epochNanos(nanos));
        case News.Ended(long token, HttpResult result, long nanos) -> {
          open--; // before anything that might throw
          if (waiting.remove(token) != null) {
            tryToReport(token, result, nanos);
          }
        }
      }
    }
  }

  private long epochNanos(long nanos) {
    long now = clock.nanoTime();
    return epochClock.epochNanos(now) - (now - nanos);
  }

  private void tryToReport(long token, HttpResult result, long nanos) {
    try {
      report(token, result, nanos);
    } catch (RuntimeException | Error e) {
      faults.ends(token, e);
    }
  }

  private void report(long token, HttpResult result, long nanos) {
    switch (result) {
      case HttpResult.Answered(var answer, var source, _) ->
          engine.timedReply(token, answer.totalNanos(), source, nanos, false, answer);
      case HttpResult.Smtp(var outcome, var answer, var source, var rtt) -> {
        if (outcome == Outcome.REPLY) {
          engine.timedReply(token, rtt, source, nanos, false, answer);
        } else {
          conclude(token, outcome, answer, nanos);
        }
      }
      case HttpResult.Flooded(String bound) -> conclude(token, Outcome.FLOODED, more(bound), nanos);
      case HttpResult.Malformed(String reason) ->
          conclude(token, Outcome.MALFORMED, new Response.Malformed(reason), nanos);
      case HttpResult.TlsFailed(var answer) -> conclude(token, Outcome.TLS_FAILED, answer, nanos);
      case HttpResult.Refused _ -> conclude(token, Outcome.REFUSED, null, nanos);
      case HttpResult.Reset(int errno) -> engine.conclude(token, Outcome.RESET, errno, null, nanos);
      case HttpResult.Unreachable(var error, long receivedEpoch) ->
          engine.icmpError(token, error, nanos, receivedEpoch);
      case HttpResult.NotSent(int errno) -> engine.sendFailed(token, errno);
      case HttpResult.Silent _ -> {} // already lost
    }
  }

  private static Response more(String bound) {
    return new Response.Malformed("more than " + bound);
  }

  private void conclude(long token, Outcome outcome, Response answer, long nanos) {
    engine.conclude(token, outcome, 0, answer, nanos);
  }

  @Override
  public void flush() {
    // No-op: requests are handed over immediately.
  }

  /// Every sample names its clocks, so this reports the neutral [RttSource#KERNEL].
  @Override
  public SocketStatus status(long elapsedNanos) {
    leaveEnded();
    ConnectionSlots taken = new ConnectionSlots(0, open, most);
    SocketStatus status = new SocketStatus(sent, OptionalLong.empty(), RttSource.KERNEL, taken);
    sent = 0;
    return status;
  }

  /// Requests of an ended or deleted ping release their slots.
  private void leaveEnded() {
    wanted
        .entrySet()
        .removeIf(ping -> {
          boolean isRunning = engine.isRunning(ping.getKey().value());
          ping.getValue().set(isRunning);
          return !isRunning;
        });
  }

  @Override
  public void close() {
    probes.close(); // pending results are dropped
  }
}
