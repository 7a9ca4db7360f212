package io.pingdeck.ping.tcp;

import io.pingdeck.base.Errno;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.ConnectionSlots;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sender.LoopParts;
import io.pingdeck.ping.sender.PacketSender;
import io.pingdeck.ping.sender.SlotNotice;
import io.pingdeck.ping.sender.SocketStatus;
import io.pingdeck.ping.sender.TokenTable;
import io.pingdeck.ping.target.TcpMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// TCP probes: one connection per probe, or one for all probes of a ping; [TcpMode] defines what
/// each mode measures. Also DNS queries over TCP, each on its own connection. Outcomes are
/// distinct: a refusal and a reset come from a host that is up, an ICMP error names its sender,
/// silence is loss, and a server that answers `LOST` lost the probe itself.
///
/// A probe with its own connection costs an object and a descriptor; probes on a stream allocate
/// nothing. On platforms that do not report ICMP errors, an unreachable host is reported only as
/// `sendFailed` with the errno.
public final class TcpSender implements PacketSender {
  /// A connection is closed after this many timeouts, so that late answers still count.
  private static final int TIMEOUTS_KEPT = 2;

  /// Minimum time before that, while at most half of the slots are in use: ICMP reports an absent
  /// host after 3 s.
  private static final long KEPT_NANOS = 4_000_000_000L;

  private static final long SWEEP_NANOS = 100_000_000;

  private final TcpWire wire;
  private final int most;
  private final Map<PingId, TcpStream> streams = new HashMap<>();
  private final List<TcpStream> left = new ArrayList<>(); // to addresses no longer in use
  private final SlotNotice slots;
  private final TokenTable<TcpProbe> open = new TokenTable<>();
  private long sweptNanos;
  private long sent;

  /// A probe that exceeds the connections of the loop fails with NO_SLOT.
  public TcpSender(LoopParts loop) {
    most = loop.connections();
    slots = new SlotNotice("TCP", most);
    wire = new TcpWire(loop);
    sweptNanos = loop.clock().nanoTime();
  }

  @Override
  public void prepare(PingSpec spec, Endpoint address) {
    // Each probe opens its connection lazily.
  }

  @Override
  public void send(long token, long sequence, PingSpec spec, Endpoint address) {
    sent++;
    if (TcpProbe.is(spec, TcpMode.STREAM)) {
      sendOnStream(token, sequence, spec, address);
    } else if (taken() >= most) {
      noSlot(token);
    } else {
      slots.free();
      TcpProbe probe = new TcpProbe(wire, spec, address, token, sequence);
      probe.open();
      if (probe.isOpen()) {
        open.put(token, probe);
      }
    }
  }

  @Override
  public boolean hasHeard(PingSpec spec, long deadlineNanos) {
    return wire.hasHeard(deadlineNanos) && !isReading(spec);
  }

  /// Whether the stream of a ping has unread data.
  private boolean isReading(PingSpec spec) {
    return wire.turns.isPending()
        && TcpProbe.is(spec, TcpMode.STREAM)
        && wire.turns.isPending(streams.get(spec.id()));
  }

  @Override
  public Response unfinished(long token, PingSpec spec) {
    if (!TcpProbe.is(spec, TcpMode.STREAM)) {
      TcpProbe probe = open.get(token);
      return probe == null ? null : probe.unfinished();
    }
    for (TcpStream old : left) {
      if (old.has(token)) {
        return old.unfinished(token);
      }
    }
    TcpStream stream = streams.get(spec.id());
    return stream == null ? null : stream.unfinished(token);
  }

  private void sendOnStream(long token, long sequence, PingSpec spec, Endpoint address) {
    TcpStream stream = streams.get(spec.id());
    if (stream == null || !stream.goesTo(address)) {
      if (taken() >= most) {
        noSlot(token);
        return;
      }
      slots.free();
      if (stream != null) {
        left.add(stream);
      }
      stream = new TcpStream(wire, spec, address);
      streams.put(spec.id(), stream);
    }
    stream.send(token, sequence);
  }

  private void noSlot(long token) {
    slots.full();
    wire.engine.sendFailed(token, Errno.NO_SLOT);
  }

  private int taken() {
    return open.size() + streams.size() + left.size();
  }

  /// @param reader reads the ICMP errors that the system does not report to TCP connections
  public void readErrorsWith(Runnable reader) {
    wire.errorReader = reader;
  }

  /// Handles an ICMP error about one of our segments. The system reports such errors to a
  /// connection only during its handshake; later ones arrive here.
  ///
  /// @param local source of the segment
  /// @param remote destination of the segment
  public void icmpError(Endpoint local, Endpoint remote, IcmpError error, long nanos, long stamp) {
    for (TcpStream stream : streams.values()) {
      if (stream.isBetween(local, remote)) {
        stream.endedBy(error, nanos, stamp);
        return;
      }
    }
    open.forEach(probe -> {
      if (probe.isBetween(local, remote)) {
        probe.endedBy(error, nanos, stamp);
      }
    });
  }

  @Override
  public void receive() {
    wire.deliver();
  }

  /// Sends nothing, because probes are sent immediately. Closes connections that timed out or are
  /// no longer needed.
  @Override
  public void flush() {
    long now = wire.clock.nanoTime();
    if (now - sweptNanos >= SWEEP_NANOS || taken() >= most) {
      sweep(now);
    }
  }

  private void sweep(long now) {
    sweptNanos = now;
    sweepProbes(now);
    streams.values().removeIf(stream -> isDone(stream, now));
    left.removeIf(stream -> stream.isIdle() && close(stream) || isDone(stream, now));
  }

  /// How long a silent connection is kept.
  ///
  /// @param open number of open connections
  /// @param most maximum number of connections
  public static long patienceNanos(PingSpec spec, int open, int most) {
    long least = open > most / 2 ? 0 : KEPT_NANOS;
    return Math.max(least, TIMEOUTS_KEPT * spec.timeout().toNanos());
  }

  private void sweepProbes(long now) {
    int before = taken();
    open.removeIf(probe -> {
      long patience = patienceNanos(probe.spec(), before, most);
      boolean isWanted = wire.engine.isRunning(probe.spec().id().value());
      if (probe.isOpen() && (!isWanted || probe.ageNanos(now) > patience)) {
        probe.close();
      }
      return !probe.isOpen();
    });
  }

  private boolean isDone(TcpStream stream, long now) {
    if (wire.engine.isRunning(stream.spec().id().value())) {
      stream.giveUpIfStuck(now);
      return false;
    }
    stream.close();
    return true;
  }

  private static boolean close(TcpStream stream) {
    stream.close();
    return true;
  }

  /// The clocks depend on the mode and every sample names them, so this reports the neutral
  /// [RttSource#KERNEL].
  @Override
  public SocketStatus status(long elapsedNanos) {
    sweep(wire.clock.nanoTime()); // flush() is not called while no ping runs
    ConnectionSlots inUse = new ConnectionSlots(taken(), 0, most);
    SocketStatus status = new SocketStatus(sent, OptionalLong.empty(), RttSource.KERNEL, inUse);
    sent = 0;
    return status;
  }

  @Override
  public void close() {
    open.forEach(TcpProbe::close);
    streams.values().forEach(TcpStream::close);
    left.forEach(TcpStream::close);
  }
}
