package io.pingdeck.ping.datagram;

import io.pingdeck.base.EpochClock;
import io.pingdeck.base.Errno;
import io.pingdeck.base.NanoClock;
import io.pingdeck.net.DatagramBatch;
import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.ErrorSink;
import io.pingdeck.net.QueuedError;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.engine.AnswerReader;
import io.pingdeck.ping.engine.Arrival;
import io.pingdeck.ping.engine.ProbeEngine;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sender.LoopParts;
import io.pingdeck.ping.sender.ProbeFaults;
import io.pingdeck.ping.sender.SocketStatus;
import java.util.OptionalLong;

/// One socket that carries every ping of a protocol and address family, and its batches.
final class ProbeSocket implements ErrorSink, AutoCloseable {
  /// Transmit timestamps cost a sixth of a core's send rate. Above this rate they are disabled, and
  /// well below it enabled again.
  static final long MOST_STAMPED_PER_SECOND = 20_000;

  static final long STAMPED_AGAIN_PER_SECOND = 15_000;

  private static final int BATCH = 64;

  /// More than a flood ping has in flight, so that fewer system calls detect an empty queue.
  private static final int ANSWERS = 2 * BATCH;

  /// Most probes are small, and slots of this size stay in the L1 cache.
  private static final int SMALL_BYTES = 256;

  /// 31 cache lines: with a power of two all slots would map to the same few cache sets.
  private static final int FRAME_BYTES = 1984;

  private static final int JUMBO_BATCH = 8;
  private static final int JUMBO_BYTES = 65_536;

  private final DatagramPort port;
  private final ProbeFormat format;
  private final AnswerReader answerReader;
  private final ProbeEngine engine;
  private final NanoClock clock;
  private final EpochClock epochClock;
  private final boolean stampable;
  private final ProbeFaults faults;
  private final Arrival arrival = new Arrival();
  private DatagramBatch out = new DatagramBatch(BATCH, SMALL_BYTES);
  private DatagramBatch in;
  private long batchEpochMillis;
  private long sent;
  private boolean transmitStamps = true;

  ProbeSocket(DatagramPort port, ProbeFormat format, LoopParts loop) {
    this.port = port;
    this.format = format;
    answerReader = format::answer;
    engine = loop.engine();
    clock = loop.clock();
    epochClock = loop.epochClock();
    stampable = loop.sockets().capabilities().kernelStamps();
    faults = new ProbeFaults(engine, clock);
    in = new DatagramBatch(ANSWERS, format.answerBytes(SMALL_BYTES));
  }

  DatagramPort port() {
    return port;
  }

  void makeRoom(int payloadBytes) {
    int bytes = format.headerBytes() + payloadBytes;
    if (bytes > FRAME_BYTES) {
      makeRoom(JUMBO_BATCH, JUMBO_BATCH, JUMBO_BYTES);
    } else if (bytes > SMALL_BYTES) {
      makeRoom(BATCH, ANSWERS, FRAME_BYTES);
    }
  }

  private void makeRoom(int probes, int answers, int bytes) {
    if (bytes > out.slotBytes()) {
      flush();
      out = new DatagramBatch(probes, bytes);
      in = new DatagramBatch(answers, format.answerBytes(bytes));
    }
  }

  void gather(long token, long sequence, PingSpec spec, Endpoint address) {
    if (out.isFull()) {
      flush();
      // Thousands may be due together. Their answers are read in between, before the kernel's
      // receive buffer overflows.
      receive();
    }
    if (out.size() == 0) {
      batchEpochMillis = epochClock.latestMillis();
    }
    int i = out.size();
    out.size(i + 1);
    int length = 0;
    try {
      length = format.write(out.payload(i), spec, sequence, batchEpochMillis, token);
    } finally {
      out.size(length == 0 ? i : i + 1);
    }
    if (length == 0) {
      engine.sendFailed(token, Errno.ENOBUFS);
      return;
    }
    out.length(i, length);
    out.address(i, address.high(), address.low(), address.port(), address.scope());
    out.hopLimit(i, spec.hopLimit().orElse(0));
    out.trafficClass(i, spec.trafficClass());
    out.tag(i, token);
  }

  /// Call soon after [#receive()]: a pending error would make the first send fail. (An error that
  /// arrives in between costs the port a retry.)
  void flush() {
    int size = out.size();
    if (size == 0) {
      return;
    }
    sent += size;
    try {
      send(size);
    } catch (RuntimeException | Error e) {
      for (int i = 0; i < size; i++) {
        faults.ends(out.tag(i), e);
      }
    } finally {
      out.clear();
    }
  }

  private void send(int size) {
    long nanos = clock.nanoTime();
    long epochNanos = epochClock.epochNanos(nanos);
    for (int i = 0; i < size; i++) {
      engine.sent(out.tag(i), nanos, epochNanos);
    }
    port.send(out, 0, size);
    for (int i = 0; i < size; i++) {
      if (out.errno(i) != 0) {
        engine.sendFailed(out.tag(i), out.errno(i));
      }
    }
  }

  /// Reads the error queue between receiving and reporting. A probe's transmit timestamp is queued
  /// before its reply can arrive, so it is found after the reply was received.
  void receive() {
    do {
      port.receive(in);
      long nanos = clock.nanoTime();
      if (transmitStamps || !in.isFull()) {
        port.receiveErrors(this);
      }
      for (int i = 0; i < in.size(); i++) {
        tryToReport(i, nanos);
      }
    } while (in.isFull());
  }

  private void tryToReport(int i, long nanos) {
    try {
      report(i, nanos);
    } catch (RuntimeException | Error e) {
      faults.thrown(e); // its probe stays in flight
    }
  }

  private void report(int i, long nanos) {
    arrival
        .peer(in.addressHigh(i), in.addressLow(i), in.port(i))
        .at(nanos, in.stampEpochNanos(i))
        .hopLimit(in.hopLimit(i));
    switch (format.readAnswer(in.payload(i), in.length(i))) {
      case TOKEN -> engine.reply(format.token(), format.sequence(), arrival, answerReader);
      case SEQUENCE -> engine.untaggedReply(format.sequence(), arrival, answerReader);
      case NOTHING -> format.corrupt(engine, arrival);
    }
  }

  @Override
  public void icmpError(QueuedError queued) {
    long now = clock.nanoTime();
    IcmpError error =
        new IcmpError(queued.type, queued.code, queued.from(), queued.info, queued.mplsLabels);
    arrival.peer(queued.toHigh, queued.toLow, queued.toPort).at(now, queued.stampEpochNanos);
    try {
      switch (format.readQuote(queued.quoted)) {
        case TOKEN -> engine.icmpError(format.token(), error, now, queued.stampEpochNanos);
        case SEQUENCE -> engine.icmpErrorOfSequence(format.sequence(), error, arrival);
        case NOTHING -> engine.icmpErrorWithoutQuote(error, arrival);
      }
    } catch (RuntimeException | Error e) {
      faults.thrown(e);
    }
  }

  @Override
  public void transmitted(long tag, long stampEpochNanos) {
    engine.transmitted(tag, stampEpochNanos);
  }

  /// Counts since the last call. The rate then determines whether transmit timestamps are enabled.
  SocketStatus status(long elapsedNanos) {
    long perSecond = Math.round(sent * 1e9 / Math.max(1, elapsedNanos));
    if (transmitStamps
        ? perSecond > MOST_STAMPED_PER_SECOND
        : perSecond < STAMPED_AGAIN_PER_SECOND) {
      transmitStamps = !transmitStamps;
      port.transmitStamps(transmitStamps);
    }
    long drops = port.kernelDrops();
    SocketStatus status =
        new SocketStatus(sent, drops < 0 ? OptionalLong.empty() : OptionalLong.of(drops), clocks());
    sent = 0;
    return status;
  }

  private RttSource clocks() {
    if (!stampable) {
      return RttSource.PROCESS;
    }
    return transmitStamps ? RttSource.KERNEL : RttSource.KERNEL_RECEIVE;
  }

  @Override
  public void close() {
    port.close();
  }
}
