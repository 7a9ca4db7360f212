package io.pingdeck.ping;

import io.pingdeck.net.Errno;
import io.pingdeck.net.Poller;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.probe.NanoClock;
import io.pingdeck.probe.Outcome;
import io.pingdeck.probe.PingSpec;
import io.pingdeck.probe.ProbeEngine;
import io.pingdeck.probe.RttSource;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// HTTP probes: each is one request on a connection of its own, made by [HttpProbes] on an event
/// loop. This side lives on the pinger's thread: it hands requests over and reports their results
/// to the engine, which judges them as any others.
///
/// RTT: from the start of the TCP handshake to the last byte of the response, TLS included; the
/// name was resolved when the ping was started.
final class HttpSender implements PacketSender {
  /// As many connections as TCP probes may have.
  private static final int MAX_REQUESTS = TcpSender.MAX_CONNECTIONS;

  private final HttpProbes probes;
  private final Poller poller;
  private final ProbeEngine engine;
  private final NanoClock clock;
  private final EpochClock epochClock;
  private final Queue<Arrived> arrived = new ConcurrentLinkedQueue<>();
  private int open;
  private long sent;

  private record Arrived(long token, HttpResult result, long nanos) {}

  HttpSender(
      HttpProbes probes,
      Poller poller,
      ProbeEngine engine,
      NanoClock clock,
      EpochClock epochClock) {
    this.probes = probes;
    this.poller = poller;
    this.engine = engine;
    this.clock = clock;
    this.epochClock = epochClock;
  }

  @Override
  public void prepare(PingSpec spec, Endpoint address) {
    // A connection is opened by the probe that needs it.
  }

  @Override
  public void send(long token, long sequence, PingSpec spec, Endpoint address) {
    if (open == MAX_REQUESTS) {
      engine.sendFailed(token, Errno.EMFILE);
      return;
    }
    open++;
    sent++;
    engine.sent(token, clock.nanoTime(), epochClock.epochNanos());
    probes.send(
        spec,
        address,
        result -> {
          arrived.add(new Arrived(token, result, clock.nanoTime()));
          poller.wakeup();
        });
  }

  @Override
  public void receive() {
    for (Arrived next = arrived.poll(); next != null; next = arrived.poll()) {
      open--;
      report(next.token, next.result, next.nanos);
    }
  }

  private void report(long token, HttpResult result, long nanos) {
    switch (result) {
      case HttpResult.Answered(var answer) ->
          engine.timedReply(token, answer.totalNanos(), RttSource.PROCESS, nanos, false, answer);
      case HttpResult.Flooded(var answer) ->
          engine.conclude(token, Outcome.FLOODED, 0, answer.orElse(null), nanos);
      case HttpResult.TlsFailed(var answer) ->
          engine.conclude(token, Outcome.TLS_FAILED, 0, answer, nanos);
      case HttpResult.Refused _ -> engine.conclude(token, Outcome.REFUSED, 0, null, nanos);
      case HttpResult.Reset(int errno) -> engine.conclude(token, Outcome.RESET, errno, null, nanos);
      case HttpResult.NotSent(int errno) -> engine.sendFailed(token, errno);
      case HttpResult.Garbled _ -> engine.corruptAnswer(token); // no answer: it will count as lost
      case HttpResult.Silent _ -> {} // lost already
    }
  }

  @Override
  public void flush() {
    // Everything was handed over at once.
  }

  /// Which clocks timed it every sample says: here they are no news.
  @Override
  public SocketStatus status(long elapsedNanos) {
    SocketStatus status = new SocketStatus(sent, OptionalLong.empty(), RttSource.KERNEL);
    sent = 0;
    return status;
  }

  @Override
  public void close() {
    // Requests on their way end with their event loop, and nobody hears of them.
  }
}
