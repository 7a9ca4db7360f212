package io.pingdeck.ping.tcp;

import io.pingdeck.base.EpochClock;
import io.pingdeck.base.Errno;
import io.pingdeck.base.NanoClock;
import io.pingdeck.net.Poller;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.ConnectionSlots;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.engine.ProbeEngine;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sender.AnswerTexts;
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

/// TCP probes: a connection for each, or one for all of a ping; [TcpMode] defines what each mode
/// measures. Those of DNS over TCP too, each on its own connection. Outcomes are kept apart: a
/// refusal and a reset come from a host that is up, an ICMP error names its sender, silence is
/// loss, and where a server says `LOST`, that is what it was.
///
/// A probe with a connection of its own costs an object and a descriptor; probes on a stream cost
/// nothing. Where the platform does not tell ICMP errors, `sendFailed` with the error number is all
/// there is to say about an unreachable host.
public final class TcpSender implements PacketSender {
  /// A connection is given up after so many timeouts, so that a late answer is still heard.
  private static final int TIMEOUTS_KEPT = 2;

  /// But not before this, while there is room: of an absent host ICMP tells after 3 s.
  private static final long KEPT_NANOS = 4_000_000_000L;

  private static final long SWEEP_NANOS = 100_000_000;

  private final TcpWire wire;
  private final int most;
  private final Map<PingId, TcpStream> streams = new HashMap<>();
  private final List<TcpStream> left = new ArrayList<>(); // to addresses that are pinged no more
  private final SlotNotice slots;
  private final TokenTable<TcpProbe> open = new TokenTable<>();
  private long sweptNanos;
  private long sent;

  /// @param most connections at once; a probe that needs one more fails with NO_SLOT
  public TcpSender(
      Poller poller,
      ProbeEngine engine,
      NanoClock clock,
      EpochClock epochClock,
      int most,
      AnswerTexts texts) {
    this.most = most;
    slots = new SlotNotice("TCP", most);
    wire = new TcpWire(poller, engine, clock, epochClock, texts);
    sweptNanos = clock.nanoTime();
  }

  @Override
  public void prepare(PingSpec spec, Endpoint address) {
    // A connection is opened by the probe that needs it.
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

  /// Whether the stream of a ping has not read all that has come.
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

  /// @param reader reads the ICMP errors that the system tells no TCP connection of
  public void readErrorsWith(Runnable reader) {
    wire.errorReader = reader;
  }

  /// An ICMP error about a segment of ours. The system tells a connection of it during its
  /// handshake; after that it is for this.
  ///
  /// @param local where the segment came from
  /// @param remote where it went
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

  /// Everything was sent at once; this is the time to look after connections that nothing is heard
  /// of.
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

  /// How long a connection is kept that nothing is heard of.
  ///
  /// @param open how many there are
  /// @param most how many there may be
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

  /// Which clocks timed it depends on the mode, and every sample says so: here they are no news.
  @Override
  public SocketStatus status(long elapsedNanos) {
    sweep(wire.clock.nanoTime()); // while no ping runs nothing is flushed
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
