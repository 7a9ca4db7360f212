package io.pingdeck.echo.server;

import io.pingdeck.base.EndedThread;
import io.pingdeck.base.NanoClock;
import io.pingdeck.echo.api.DropReason;
import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.api.IcmpErrorAs;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.api.ImpairmentKey;
import io.pingdeck.echo.guard.EchoPorts;
import io.pingdeck.echo.guard.SourceRules;
import io.pingdeck.echo.impairment.LossModel;
import io.pingdeck.net.Broadcasts;
import io.pingdeck.net.DatagramBatch;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.Poller;
import io.pingdeck.net.Sockets;
import io.pingdeck.net.SynTrap;
import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ObjLongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Replies to a share of the connection attempts at a TCP echo server with ICMP errors, on its own
/// thread. The kernel diverts their SYNs here instead of replying. The quote contains the sequence
/// number that the client sent, so the client's kernel ends the attempt.
///
/// Established connections are not affected: for them such an error is advisory and does not abort
/// the connection (RFC 1122 4.2.3.9).
final class SynErrors implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SynErrors.class);
  private static final int BATCH = 64;
  private static final int SLOT_BYTES = 128; // a TCP header has at most 60 bytes
  private static final int TCP_HEADER = 20;
  // On one host the error can arrive before the client's connect(2) returns. The client would then
  // treat it as advisory and retry after a second.
  private static final long CLIENT_CALL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private final SynTrap trap;
  private final Poller poller;
  private final IcmpErrors errors;
  private final SourceRules rules;
  private final IcmpErrorAs as;
  private final NanoClock clock;
  private final Runnable onNews;
  private final DatagramBatch batch = new DatagramBatch(BATCH, SLOT_BYTES);
  private final ConcurrentMap<DropReason, LongAdder> counted = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean closing;

  /// Diverts the share `icmpError` of the SYNs from the listener.
  ///
  /// @param onNews called on this thread whenever something was counted
  /// @throws IOException if the system refuses; the message says why
  static SynErrors open(
      Sockets sockets,
      Endpoint listening,
      Impairment wanted,
      EchoLimits limits,
      NanoClock clock,
      Runnable onNews)
      throws IOException {
    long now = clock.nanoTime();
    IcmpErrors errors = new IcmpErrors(sockets, limits, new EchoReports(listening, now), now);
    SourceRules rules =
        new SourceRules(limits, new EchoPorts(), Broadcasts.ofThisHost(), listening);
    int salt = Long.hashCode(LossModel.seeded(wanted.seed()).nextLong());
    Poller poller = sockets.poller();
    try {
      SynTrap trap = sockets.trapSyns(listening, wanted.get(ImpairmentKey.ICMP_ERROR), salt);
      SynErrors opened =
          new SynErrors(
              trap, poller, errors, rules, wanted.get(ImpairmentKey.ICMP_ERROR_AS), clock, onNews);
      opened.thread.start();
      return opened;
    } catch (IOException | RuntimeException | Error e) {
      poller.close();
      throw e;
    }
  }

  private SynErrors(
      SynTrap trap,
      Poller poller,
      IcmpErrors errors,
      SourceRules rules,
      IcmpErrorAs as,
      NanoClock clock,
      Runnable onNews) {
    this.trap = trap;
    this.poller = poller;
    this.errors = errors;
    this.rules = rules;
    this.as = as;
    this.clock = clock;
    this.onNews = onNews;
    trap.ports().forEach(poller::register);
    thread = Thread.ofPlatform().daemon().name("echo icmp errors").unstarted(this::run);
  }

  /// Passes on the number of SYNs per reason since the last call. Thread-safe.
  void drain(ObjLongConsumer<DropReason> counts) {
    counted.forEach((reason, count) -> {
      long since = count.sumThenReset();
      if (since > 0) {
        counts.accept(reason, since);
      }
    });
  }

  private void run() {
    try {
      while (!closing) {
        poller.await(Long.MAX_VALUE);
        LockSupport.parkNanos(CLIENT_CALL_NANOS);
        trap.ports().forEach(this::answer);
      }
    } catch (RuntimeException e) {
      LOG.error("{} failed", Thread.currentThread().getName(), e);
    } finally {
      try (poller;
          trap;
          errors) {
        trap.ports().forEach(poller::deregister);
      }
    }
  }

  private void answer(DatagramPort port) {
    int received = port.receive(batch);
    long now = clock.nanoTime();
    for (int slot = 0; slot < received; slot++) {
      if (batch.length(slot) >= TCP_HEADER && !batch.isCut(slot)) {
        counted.computeIfAbsent(answer(slot, now), reason -> new LongAdder()).increment();
      }
    }
    if (received > 0) {
      onNews.run();
    }
  }

  private DropReason answer(int slot, long now) {
    int from = Short.toUnsignedInt(batch.payload(slot).getShort(0));
    batch.address(slot, batch.addressHigh(slot), batch.addressLow(slot), from, batch.scope(slot));
    return rules.check(batch, slot).orElseGet(() -> errors.answerTcp(batch, slot, as, now));
  }

  /// Returns all SYNs to the listener.
  @Override
  public void close() {
    closing = true;
    poller.wakeup();
    EndedThread.await(thread);
  }
}
