package io.pingdeck.ping.tcp;

import io.pingdeck.base.Errno;
import io.pingdeck.net.ErrorSink;
import io.pingdeck.net.StreamPort;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.text.LabText;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.Answer;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sender.ReadTurns;
import io.pingdeck.ping.sender.SentProbes;
import java.nio.ByteBuffer;

/// One ping's only connection (mode `stream`): opened by the first probe, and again by the next
/// probe after it has ended. Answers come in the order of the probes, so that an answer to a later
/// one means that the server has passed over those before it.
final class TcpStream implements Runnable, ErrorSink {
  private static final int HEAD_BYTES = 256;

  private final TcpWire wire;
  private final PingSpec spec;
  private final Endpoint address;
  private final SentProbes probes = new SentProbes();
  private final ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
  private final ByteBuffer rest;
  private StreamPort port;
  private boolean open;
  private boolean connected;
  private int failure; // of sending; what has arrived before it still counts
  private long lastNewsNanos;
  private int frameBytes;
  private boolean frameTold; // what has come of it was told as the answer of a probe

  TcpStream(TcpWire wire, PingSpec spec, Endpoint address) {
    this.wire = wire;
    this.spec = spec;
    this.address = address;
    rest = ByteBuffer.allocateDirect(spec.payloadBytes()).limit(0);
  }

  boolean goesTo(Endpoint other) {
    return address.equals(other);
  }

  /// Whether no probe of it waits for an answer.
  boolean isIdle() {
    return probes.size() == 0;
  }

  /// Whether this probe waits for its answer here.
  boolean has(long token) {
    return probes.has(token);
  }

  PingSpec spec() {
    return spec;
  }

  void send(long token, long sequence) {
    long now = wire.clock.nanoTime();
    wire.engine.sent(token, now, wire.epochClock.epochNanos(now));
    probes.add(token, sequence, now);
    if (connected) {
      sendLine(probes.size() - 1);
    } else if (!open) {
      open(now);
    }
  }

  private void open(long now) {
    open = true;
    lastNewsNanos = now;
    try {
      port = wire.connect(address, spec, this);
      port.stampArrivals();
    } catch (RuntimeException | Error e) {
      broke(e);
    }
    run(); // connect() may already have failed
  }

  @Override
  public void run() {
    try {
      goOn();
    } catch (RuntimeException | Error e) {
      broke(e);
    }
  }

  private void broke(Throwable cause) {
    for (int i = 0; i < probes.size(); i++) {
      wire.faults.ends(probes.token(i), cause);
    }
    close();
  }

  private void goOn() {
    if (open && (connected || finishHandshake())) {
      sendRest();
      receive();
    }
  }

  private boolean finishHandshake() {
    if (port.receiveErrors(this) > 0) {
      close();
      return false;
    }
    int result = port.finishConnect();
    if (result == -Errno.EINPROGRESS) {
      return false;
    }
    if (StreamPort.wasMade(result)) {
      concludeAll(Outcome.RESET, -result);
    } else if (result != 0) {
      handshakeFailed(-result);
    } else if (port.isItsOwnPeer()) {
      concludeAll(Outcome.REFUSED, 0); // nobody listens there
    } else {
      connected = true;
      for (int i = 0; i < probes.size() && connected; i++) {
        sendLine(i);
      }
    }
    return connected;
  }

  private void handshakeFailed(int errno) {
    switch (errno) {
      case Errno.ECONNREFUSED -> concludeAll(Outcome.REFUSED, 0);
      case Errno.ETIMEDOUT -> close(); // lost already
      default -> {
        for (int i = 0; i < probes.size(); i++) {
          wire.engine.sendFailed(probes.token(i), errno);
        }
        close();
      }
    }
  }

  /// A probe for which the system has no room is not sent later: it would measure our own queue.
  private void sendLine(int i) {
    long now = wire.clock.nanoTime();
    ByteBuffer line =
        wire.line(spec, probes.sequence(i), wire.epochClock.epochMillis(now), probes.token(i));
    int result = rest.hasRemaining() ? -Errno.EAGAIN : port.send(line);
    if (result >= 0) {
      probes.sent(i, now);
      rest.clear().put(line).flip();
    } else if (result == -Errno.EAGAIN) {
      wire.engine.sendFailed(probes.token(i), Errno.EAGAIN);
      if (i == probes.size() - 1) {
        probes.removeLast();
      }
    } else {
      sendingFailed(-result);
    }
  }

  private void sendRest() {
    if (rest.hasRemaining()) {
      int result = port.send(rest);
      if (result < 0 && result != -Errno.EAGAIN) {
        sendingFailed(-result);
      }
    }
  }

  private void sendingFailed(int errno) {
    failure = errno;
    receive();
  }

  private void receive() {
    int room = ReadTurns.MOST_BYTES;
    while (open) {
      if (room <= 0) {
        wire.turns.leave(this);
        return;
      }
      int result = wire.receive(port);
      room -= result;
      if (result > 0) {
        boolean isAsked = probes.size() > 0;
        lastNewsNanos = wire.arrivedNanos(port, isAsked ? probes.sentNanos(0) : port.begunNanos());
        split(wire.received());
      } else if (failure != 0) {
        connectionFailed(failure);
      } else if (result == 0) {
        concludeAll(Outcome.RESET, Errno.ENODATA);
      } else if (result == -Errno.EAGAIN) {
        return;
      } else {
        connectionFailed(-result);
      }
    }
  }

  /// Cuts what has arrived into answers: each ends with its newline, or with the size of a probe if
  /// the newline was damaged.
  private void split(ByteBuffer bytes) {
    while (open && bytes.hasRemaining()) {
      byte b = bytes.get();
      frameBytes++;
      if (head.hasRemaining()) {
        head.put(b);
      }
      if (b == '\n' || frameBytes == spec.payloadBytes()) {
        judge();
        endFrame();
      } else if (TcpWire.saysLost(head, frameBytes)) {
        wire.engine.conclude(oldest(), Outcome.SERVER_LOST, 0, null, lastNewsNanos);
        probes.removeFirst(Math.min(1, probes.size()));
        concludeAll(Outcome.RESET, Errno.ENODATA);
      }
    }
  }

  private void endFrame() {
    head.clear();
    frameBytes = 0;
    frameTold = false;
  }

  /// As of [TcpSender#unfinished]. The connection stays, and the rest of the answer may come before
  /// those to other probes.
  Answer unfinished(long token) {
    if (frameBytes == 0 || frameTold || token != beganAnswerTo()) {
      return null;
    }
    frameTold = true;
    return TcpWire.unfinishedEcho(frameBytes, spec);
  }

  /// The oldest unanswered probe that what has come of an answer may belong to, by the token or the
  /// sequence in it: answers come in order. 0 if it belongs to none.
  private long beganAnswerTo() {
    boolean isTagged = wire.parser.parse(head, head.position()) == LabText.Kind.TAGGED;
    long said = wire.parser.sequence();
    boolean isCut = wire.parser.isSequenceCut();
    for (int i = 0; i < probes.size(); i++) {
      boolean isIts =
          isTagged
              ? wire.parser.token() == probes.token(i)
              : said == LabText.NO_SEQUENCE || isSequence(probes.sequence(i), said, isCut);
      if (isIts) {
        return probes.token(i);
      }
    }
    return 0;
  }

  /// @param isCut further digits may follow those that were said
  private static boolean isSequence(long sequence, long said, boolean isCut) {
    return isCut ? Long.toString(sequence).startsWith(Long.toString(said)) : sequence == said;
  }

  private long oldest() {
    return probes.size() == 0 ? 0 : probes.token(0);
  }

  private void judge() {
    LabText.Kind kind = wire.parser.parse(head.flip(), head.limit());
    for (int i = 0; i < probes.size(); i++) {
      boolean tagged = kind == LabText.Kind.TAGGED && wire.parser.token() == probes.token(i);
      boolean untagged =
          kind == LabText.Kind.UNTAGGED && wire.parser.sequence() == probes.sequence(i);
      if (tagged || untagged) {
        long rtt = Math.max(0, lastNewsNanos - probes.sentNanos(i));
        Answer echo = wire.texts.read(spec, head, head.limit());
        wire.engine.timedReply(
            probes.token(i), rtt, wire.arrivedBy(), lastNewsNanos, untagged, echo);
        probes.removeFirst(i + 1);
        return;
      }
    }
    if (probes.size() > 0) {
      wire.wrongAnswer(probes.token(0), TcpWire.noEcho(head), lastNewsNanos); // it was its turn
      probes.removeFirst(1);
    }
  }

  private void connectionFailed(int errno) {
    IcmpError error = TcpWire.icmpErrorOf(errno, !address.isIpv4());
    if (port.receiveErrors(this) > 0) {
      close();
    } else if (errno == Errno.ETIMEDOUT) {
      close(); // lost already
    } else if (error == null) {
      concludeAll(Outcome.RESET, errno);
    } else {
      wire.errorReader.run(); // says more
      if (open) {
        endedBy(error, wire.clock.nanoTime(), 0);
      }
    }
  }

  boolean isBetween(Endpoint local, Endpoint remote) {
    return connected
        && address.sameAddress(remote.high(), remote.low())
        && address.port() == remote.port()
        && port.isBoundTo(local);
  }

  /// A host or router refuses what this connection sends. TCP would try again for minutes; the next
  /// probe opens another connection.
  void endedBy(IcmpError error, long nanos, long stampEpochNanos) {
    for (int i = 0; i < probes.size(); i++) {
      wire.engine.icmpError(probes.token(i), error, nanos, stampEpochNanos);
    }
    close();
  }

  private void concludeAll(Outcome outcome, int errno) {
    long now = wire.clock.nanoTime();
    for (int i = 0; i < probes.size(); i++) {
      wire.engine.conclude(probes.token(i), outcome, errno, null, now);
    }
    close();
  }

  /// Gives up a handshake that takes longer than the timeout, and a connection that has been silent
  /// for two timeouts while a probe waits: TCP would go on for minutes, with ever longer pauses.
  /// The next probe tries anew.
  void giveUpIfStuck(long now) {
    long patience = spec.timeout().toNanos() * (connected ? 2 : 1);
    boolean waits = probes.size() > 0 && now - probes.sentNanos(0) > patience;
    if (open && waits && now - lastNewsNanos > patience) {
      close();
    }
  }

  void close() {
    if (open) {
      open = false;
      connected = false;
      failure = 0;
    }
    probes.clear();
    rest.limit(0);
    endFrame();
    if (port != null) {
      port.close();
      port = null;
    }
  }

  @Override
  public void icmpError(
      boolean ipv6,
      int type,
      int code,
      long info,
      long fromHigh,
      long fromLow,
      long toHigh,
      long toLow,
      int toPort,
      ByteBuffer quoted,
      long stampEpochNanos) {
    long now = wire.clock.nanoTime();
    for (int i = 0; i < probes.size(); i++) {
      wire.engine.icmpError(
          probes.token(i),
          TcpWire.icmpError(type, code, info, fromHigh, fromLow),
          now,
          stampEpochNanos);
    }
  }

  @Override
  public void transmitted(long tag, long stampEpochNanos) {
    // Nobody asked for stamps of a TCP connection.
  }
}
