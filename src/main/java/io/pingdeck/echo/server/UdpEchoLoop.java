package io.pingdeck.echo.server;

import io.pingdeck.base.EndedThread;
import io.pingdeck.base.Errno;
import io.pingdeck.base.NanoClock;
import io.pingdeck.echo.api.ConnectionCounts;
import io.pingdeck.echo.api.DropReason;
import io.pingdeck.echo.api.EchoCounts;
import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.IcmpErrorAs;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.api.ImpairmentKey;
import io.pingdeck.echo.guard.EchoPorts;
import io.pingdeck.echo.guard.LoopBreaker;
import io.pingdeck.echo.guard.RateLimiter;
import io.pingdeck.echo.guard.SourceRules;
import io.pingdeck.echo.impairment.DelayQueue;
import io.pingdeck.net.Broadcasts;
import io.pingdeck.net.DatagramBatch;
import io.pingdeck.net.DatagramOptions;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.Poller;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.text.BannerText;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A UDP echo server on its own thread. It receives a batch, processes each datagram, and sends the
/// replies. Methods for other threads are thread-safe.
public final class UdpEchoLoop implements EchoLoop {
  private static final Logger LOG = LoggerFactory.getLogger(UdpEchoLoop.class);
  private static final int BATCH = 64;
  // longer than any datagram, so that none is truncated
  private static final int SLOT_BYTES = 1 << 16;
  private static final int BATCHES_BEFORE_WAITING = 16;

  private final DatagramPort port;
  private final Poller poller;
  private final Endpoint listening;
  private final UdpEcho echo;
  private final EchoPorts echoPorts;
  private final NanoClock clock;
  private final EchoReports reports;
  private final DatagramBatch batch = new DatagramBatch(BATCH, SLOT_BYTES);
  private final EchoCounters counters = new EchoCounters();
  private final IcmpErrors icmpErrors;
  private final ReplyShaper shaper = new ReplyShaper(counters);
  private DatagramBatch late; // delayed replies that are due; created lazily
  private final Thread thread;
  private final Object pollerLock = new Object();

  private volatile Impairment impairment;
  private volatile EchoLog log = EchoLog.NONE;
  private volatile boolean closing;
  private volatile Optional<String> failure = Optional.empty();
  private boolean released; // guarded by pollerLock
  private Impairment applied; // used by the loop only

  /// Opens the socket and starts the server.
  ///
  /// @throws IOException if the system refuses; the message says what failed and where
  public static UdpEchoLoop open(
      EchoSpec spec, EchoLimits limits, EchoPorts echoPorts, Sockets sockets, NanoClock clock)
      throws IOException {
    Endpoint bind = Endpoint.of(InetAddress.ofLiteral(spec.host()), spec.port());
    DatagramPort port = sockets.udp(bind, DatagramOptions.ECHO);
    try {
      Poller poller = sockets.poller();
      try {
        UdpEchoLoop loop = new UdpEchoLoop(spec, limits, echoPorts, sockets, port, poller, clock);
        loop.start();
        return loop;
      } catch (Throwable e) {
        poller.close();
        throw e;
      }
    } catch (Throwable e) {
      port.close();
      throw e;
    }
  }

  private UdpEchoLoop(
      EchoSpec spec,
      EchoLimits limits,
      EchoPorts echoPorts,
      Sockets sockets,
      DatagramPort port,
      Poller poller,
      NanoClock clock)
      throws IOException {
    this.port = port;
    this.poller = poller;
    this.echoPorts = echoPorts;
    this.clock = clock;
    listening = port.local();
    impairment = spec.impairment();
    applied = spec.impairment();
    long now = clock.nanoTime();
    reports = new EchoReports(listening, now);
    echo =
        new UdpEcho(
            spec.mode(),
            new SourceRules(limits, echoPorts, Broadcasts.ofThisHost(), listening),
            new RateLimiter(limits, now),
            new LoopBreaker(limits.maxSources()),
            applied);
    icmpErrors = new IcmpErrors(sockets, limits, reports, now);
    shape(applied);
    thread =
        Thread.ofPlatform()
            .daemon()
            .name("echo " + listening)
            .unstarted(() -> {
              sockets.wakeCallerAtOnce();
              run();
            });
  }

  private void start() {
    poller.register(port);
    echoPorts.add(listening.port());
    try {
      thread.start();
    } catch (Throwable e) {
      echoPorts.remove(listening.port());
      throw e;
    }
  }

  @Override
  public Endpoint listening() {
    return listening;
  }

  @Override
  public Optional<String> failure() {
    return failure;
  }

  @Override
  public EchoCounts counts() {
    return counters.read();
  }

  @Override
  public Optional<ConnectionCounts> connections() {
    return Optional.empty();
  }

  @Override
  public void impair(Impairment wanted) {
    impairment = wanted;
  }

  @Override
  public void log(EchoLog wanted) {
    log = wanted;
  }

  @Override
  public void close() {
    closing = true;
    synchronized (pollerLock) {
      if (!released) {
        poller.wakeup();
      }
    }
    EndedThread.await(thread);
  }

  private void run() {
    try {
      while (!closing) {
        poller.await(shaper.nanosUntilNext(clock.nanoTime()));
        answerWhatIsThere();
        sendWhatIsDue();
        counters.kernelDrops(port.kernelDrops());
      }
    } catch (RuntimeException | Error e) {
      LOG.error("echo server at {} failed", listening, e);
      failure = Optional.of("stopped answering: " + e.getMessage());
    } finally {
      release();
    }
  }

  private void answerWhatIsThere() {
    int received = BATCH;
    for (int i = 0; received == BATCH && i < BATCHES_BEFORE_WAITING && !closing; i++) {
      received = port.receive(batch);
      answerBatch(received);
    }
  }

  private void answerBatch(int size) {
    long now = clock.nanoTime();
    counters.received(size);
    int unsent = 0;
    for (int slot = 0; slot < size; slot++) {
      if (!leavesNow(slot, now)) {
        send(batch, unsent, slot, now);
        unsent = slot + 1;
      }
    }
    send(batch, unsent, size, now);
    counters.publish();
    reports.loops(echo.loopsBroken(), now);
    reports.loopTests(echo.loopTests(), now);
  }

  /// Processes a slot, and counts it unless it leaves with this batch.
  private boolean leavesNow(int slot, long now) {
    EchoLog listener = log;
    boolean isTold = listener.takes();
    // Must be read first, because the reply overwrites the message.
    String text = isTold ? BannerText.of(batch.payload(slot), shown(slot)) : "";
    Optional<DropReason> reason = decide(slot, now);
    if (isTold) {
      listener.message(sender(slot), text, reason.map(DropReason::json).orElse("answered"));
    }
    boolean shaped = reason.isEmpty() && shaper.isActive();
    if (shaped) {
      reason = shaper.shape(batch, slot, now);
    }
    if (reason.isPresent()) {
      counters.dropped(reason.get());
    } else if (shaped) {
      counters.waiting(1);
    }
    return reason.isEmpty() && !shaped;
  }

  private int shown(int slot) {
    return Math.min(batch.length(slot), batch.slotBytes());
  }

  private Endpoint sender(int slot) {
    return new Endpoint(
        batch.addressHigh(slot), batch.addressLow(slot), batch.port(slot), batch.scope(slot));
  }

  private void sendWhatIsDue() {
    long now = clock.nanoTime();
    while (shaper.nanosUntilNext(now) == 0) {
      if (late == null) {
        late = new DatagramBatch(BATCH, SLOT_BYTES);
      }
      shaper.due(late, now);
      send(late, 0, late.size(), now);
      for (int slot = 0; slot < late.size(); slot++) {
        counters.waiting(late.tag(slot) == DelayQueue.COPY ? 0 : -1);
      }
      counters.publish();
    }
  }

  private Optional<DropReason> decide(int slot, long now) {
    try {
      Impairment wanted = impairment;
      if (wanted != applied) { // compares references: an equal impairment restarts its seed
        applied = wanted;
        echo.impair(wanted);
        shape(wanted);
      }
      Optional<DropReason> reason = echo.answer(batch, slot, now);
      return reason.isPresent() && reason.get().isIcmpError() ? answerWithError(slot, now) : reason;
    } catch (RuntimeException e) {
      reports.bug(e, now);
      return DropReason.HANDLER_FAILED.verdict();
    }
  }

  private void shape(Impairment wanted) {
    shaper.apply(wanted);
    port.tellHeaders(wanted.get(ImpairmentKey.ICMP_ERROR) > 0);
  }

  private Optional<DropReason> answerWithError(int slot, long now) {
    IcmpErrorAs as = applied.get(ImpairmentKey.ICMP_ERROR_AS);
    return icmpErrors.answerUdp(batch, slot, listening.port(), as, now).verdict();
  }

  private void send(DatagramBatch batch, int from, int to, long now) {
    if (from == to) {
      return;
    }
    for (int slot = from; slot < to; slot++) {
      batch.errno(slot, Errno.EIO); // remains if the port throws before it reaches this slot
    }
    try {
      port.send(batch, from, to);
    } catch (RuntimeException e) {
      reports.bug(e, now);
    }
    for (int slot = from; slot < to; slot++) {
      if (batch.tag(slot) == DelayQueue.COPY) {
        continue; // a duplicate counts neither as a reply nor as a drop
      }
      if (batch.errno(slot) == 0) {
        counters.replied();
      } else {
        counters.dropped(DropReason.SEND_FAILED);
      }
    }
  }

  private void release() {
    echoPorts.remove(listening.port());
    synchronized (pollerLock) {
      released = true;
      try (poller;
          port;
          icmpErrors) {
        poller.deregister(port);
      }
    }
  }
}
