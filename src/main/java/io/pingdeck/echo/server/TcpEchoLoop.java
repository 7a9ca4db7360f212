package io.pingdeck.echo.server;

import io.pingdeck.base.EndedThread;
import io.pingdeck.base.NanoClock;
import io.pingdeck.echo.api.ConnectionCounts;
import io.pingdeck.echo.api.EchoCounts;
import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.echo.api.EchoMode;
import io.pingdeck.echo.api.EchoSpec;
import io.pingdeck.echo.api.Impairment;
import io.pingdeck.echo.api.ImpairmentKey;
import io.pingdeck.echo.impairment.LossModel;
import io.pingdeck.echo.impairment.StreamStalls;
import io.pingdeck.net.PortHolder;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A TCP echo server on its own thread: many connections, each at the pace of its reader.
///
/// It uses the JDK's channels instead of Vert.x sockets. Those close a connection when the peer
/// half-closes it, before everything has been answered, and cannot reset a single connection.
public final class TcpEchoLoop implements EchoLoop {
  private static final Logger LOG = LoggerFactory.getLogger(TcpEchoLoop.class);
  private static final int READ_BYTES = 1 << 16;
  private static final int BACKLOG = 1024;
  private static final int ACCEPTS_PER_TURN = 64;
  private static final int IDLE_CHECKS = 4;
  private static final long ACCEPT_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ServerSocketChannel server;
  private final Selector selector;
  private final SelectionKey accepting;
  private final Endpoint listening;
  private final EchoMode mode;
  private final long idleNanos;
  private final NanoClock clock;
  private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
  private final Connections connections;
  private final EchoCounters counters = new EchoCounters();
  private final LossModel losses;
  private final DelayedBytes delayed;
  private final StreamStalls stalls;
  private final Sockets sockets;
  private final EchoLimits limits;
  private final Thread thread;
  private volatile Impairment impairment;
  private volatile EchoLog log = EchoLog.NONE;
  private volatile boolean closing;
  private volatile Optional<String> failure = Optional.empty();
  private Impairment applied;
  private Optional<SynErrors> synErrors = Optional.empty();
  private long nextCheck;
  private long acceptAgainAt;

  /// Opens the port and starts the server. Its limits determine the number of connections.
  ///
  /// @throws IOException if the system refuses; the message says what failed and where
  public static TcpEchoLoop open(EchoSpec spec, EchoLimits limits, Sockets sockets, NanoClock clock)
      throws IOException {
    return open(spec, limits, new ConnectionRoom(limits.maxConnections()), sockets, clock);
  }

  /// Opens the port and starts the server.
  ///
  /// @param room limit on connections that this server shares with others
  /// @throws IOException if the system refuses; the message says what failed and where
  public static TcpEchoLoop open(
      EchoSpec spec, EchoLimits limits, ConnectionRoom room, Sockets sockets, NanoClock clock)
      throws IOException {
    InetAddress host = InetAddress.ofLiteral(spec.host());
    ServerSocketChannel server = ServerSocketChannel.open();
    try {
      server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      server.bind(new InetSocketAddress(host, spec.port()), BACKLOG);
      server.configureBlocking(false);
      TcpEchoLoop loop = new TcpEchoLoop(spec, limits, room, sockets, server, clock);
      loop.answerSyns(loop.applied); // before anyone who knows the port can send a SYN
      loop.thread.start();
      return loop;
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    } catch (IOException e) {
      server.close();
      Endpoint bind = Endpoint.of(host, spec.port());
      throw new IOException("cannot listen at " + bind + ": " + PortHolder.why(false, bind, e), e);
    }
  }

  private TcpEchoLoop(
      EchoSpec spec,
      EchoLimits limits,
      ConnectionRoom room,
      Sockets sockets,
      ServerSocketChannel server,
      NanoClock clock)
      throws IOException {
    this.server = server;
    this.sockets = sockets;
    this.limits = limits;
    this.clock = clock;
    mode = spec.mode();
    idleNanos = limits.idleTimeout().toNanos();
    int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
    listening = Endpoint.of(InetAddress.ofLiteral(spec.host()), port);
    connections = new Connections(limits.maxConnections(), limits.maxConnectionsPerSource(), room);
    impairment = spec.impairment();
    applied = impairment;
    losses = new LossModel(applied);
    delayed = new DelayedBytes(applied);
    stalls = new StreamStalls(applied);
    nextCheck = clock.nanoTime() + idleNanos / IDLE_CHECKS;
    selector = Selector.open();
    accepting = server.register(selector, SelectionKey.OP_ACCEPT);
    thread =
        Thread.ofPlatform()
            .daemon()
            .name("echo tcp " + listening)
            .unstarted(() -> {
              sockets.wakeCallerAtOnce();
              run();
            });
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
    return Optional.of(connections.counts());
  }

  @Override
  public void impair(Impairment wanted) {
    impairment = wanted;
    selector.wakeup();
  }

  @Override
  public void log(EchoLog wanted) {
    log = wanted;
  }

  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    EndedThread.await(thread);
  }

  private void run() {
    try (selector;
        server) {
      loop();
    } catch (IOException | RuntimeException | Error e) {
      LOG.error("echo server at tcp {} failed", listening, e);
      failure = Optional.of("stopped answering: " + e.getMessage());
    } finally {
      connections.closeAll();
    }
  }

  private void loop() throws IOException {
    try {
      while (!closing) {
        selector.select(this::onReady, millisToWait());
        turn();
      }
    } finally {
      synErrors.ifPresent(SynErrors::close); // before the listener that its filter is attached to
    }
  }

  /// Rounded up, because the selector has a resolution of milliseconds, and 0 would wait forever.
  private long millisToWait() {
    long now = clock.nanoTime();
    long until = Math.min(nextCheck - now, delayed.nanosUntilNext(now));
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(until + 999_999));
  }

  private void onReady(SelectionKey key) {
    if (key == accepting) {
      accept();
    } else {
      applyImpairment();
      ((TcpPeer) key.attachment()).ready(in);
    }
  }

  private void applyImpairment() {
    Impairment wanted = impairment;
    if (wanted != applied) { // compares references: an equal impairment restarts its seed
      applied = wanted;
      losses.apply(wanted);
      delayed.apply(wanted);
      stalls.apply(wanted);
      answerSyns(wanted);
    }
  }

  /// A different share needs a new kernel filter; a share of 0 removes it.
  private void answerSyns(Impairment wanted) {
    synErrors.ifPresent(SynErrors::close);
    countSyns();
    synErrors = Optional.empty();
    if (wanted.get(ImpairmentKey.ICMP_ERROR) > 0) {
      try {
        synErrors =
            Optional.of(
                SynErrors.open(sockets, listening, wanted, limits, clock, selector::wakeup));
      } catch (IOException e) {
        LOG.warn(
            "echo server at tcp {} answers without ICMP errors: {}", listening, e.getMessage());
      }
    }
  }

  private void countSyns() {
    synErrors.ifPresent(errors ->
        errors.drain((reason, count) -> {
          counters.received(count);
          counters.dropped(reason, count);
        }));
  }

  private void turn() {
    long now = clock.nanoTime();
    applyImpairment();
    delayed.release(now);
    countSyns();
    counters.publish();
    if (now - nextCheck >= 0) {
      nextCheck = now + idleNanos / IDLE_CHECKS;
      connections.closeIdle(now, idleNanos);
    }
    if (accepting.interestOps() == 0 && now - acceptAgainAt >= 0) {
      accepting.interestOps(SelectionKey.OP_ACCEPT);
    }
  }

  private void accept() {
    try {
      for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
        SocketChannel channel = server.accept();
        if (channel == null) {
          return;
        }
        admit(channel);
      }
    } catch (IOException e) {
      // Out of descriptors: the connection stays in the backlog, and an immediate retry would spin.
      LOG.warn("echo server at tcp {} cannot accept: {}", listening, e.getMessage());
      accepting.interestOps(0);
      acceptAgainAt = clock.nanoTime() + ACCEPT_PAUSE_NANOS;
      nextCheck = Math.min(nextCheck, acceptAgainAt);
    }
  }

  private void admit(SocketChannel channel) throws IOException {
    applyImpairment();
    TcpPeer peer =
        new TcpPeer(channel, mode, connections, counters, losses, delayed, stalls, clock);
    if (!connections.admit(peer)) {
      channel.close();
      return;
    }
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      peer.begin(
          channel.register(selector, 0, peer), () -> applied.get(ImpairmentKey.LOSS_AS), log);
    } catch (IOException peerLeft) {
      peer.close();
    }
  }
}
