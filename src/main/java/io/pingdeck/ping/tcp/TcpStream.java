package io.pingdeck.ping.tcp;

import io.pingdeck.base.Errno;
import io.pingdeck.net.StreamPort;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.text.LabText;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sender.PendingProbes;
import java.nio.ByteBuffer;

/// The single connection of a ping (mode `stream`). The first probe opens it; after it has ended,
/// the next probe reopens it. Answers arrive in probe order, so an answer to a later probe means
/// that the server skipped the earlier ones.
final class TcpStream extends TcpConnection {
  private static final int HEAD_BYTES = 256;

  private final PendingProbes probes = new PendingProbes();
  private final ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
  private final ByteBuffer rest;
  private long lastNewsNanos;
  private int frameBytes;
  private boolean frameTold; // already reported as unfinished

  TcpStream(TcpWire wire, PingSpec spec, Endpoint address) {
    super(wire, spec, address);
    rest = ByteBuffer.allocateDirect(spec.payloadBytes()).limit(0);
  }

  /// Whether no probe waits for an answer.
  boolean isIdle() {
    return probes.size() == 0;
  }

  /// Whether this probe waits for its answer here.
  boolean has(long token) {
    return probes.has(token);
  }

  void send(long token, long sequence) {
    long now = wire.clock.nanoTime();
    wire.engine.sent(token, now, wire.epochClock.epochNanos(now));
    probes.add(token, sequence, now);
    if (isConnected()) {
      sendLine(probes.size() - 1);
    } else if (!isOpen()) {
      lastNewsNanos = now;
      open();
    }
  }

  @Override
  int waiting() {
    return probes.size();
  }

  @Override
  long token(int i) {
    return probes.token(i);
  }

  @Override
  void begun(StreamPort port) {
    port.stampArrivals();
  }

  @Override
  void made() {
    for (int i = 0; i < probes.size() && isConnected(); i++) {
      sendLine(i);
    }
  }

  /// A probe that does not fit in the socket buffer is not sent later: its RTT would include our
  /// own queueing.
  private void sendLine(int i) {
    long now = wire.clock.nanoTime();
    ByteBuffer line =
        wire.line(spec, probes.sequence(i), wire.epochClock.epochMillis(now), probes.token(i));
    int result = rest.hasRemaining() ? -Errno.EAGAIN : send(line);
    if (result >= 0) {
      probes.sent(i, now);
      rest.clear().put(line).flip();
    } else if (result == -Errno.EAGAIN) {
      wire.engine.sendFailed(probes.token(i), Errno.EAGAIN);
      if (i == probes.size() - 1) {
        probes.removeLast();
      }
    } else {
      receive();
    }
  }

  @Override
  void sendRest() {
    if (rest.hasRemaining()) {
      send(rest);
    }
  }

  @Override
  void read(ByteBuffer bytes, StreamPort port) {
    boolean isAsked = probes.size() > 0;
    lastNewsNanos =
        wire.arrivals.arrivedNanos(
            port.arrivedEpochNanos(), isAsked ? probes.sentNanos(0) : port.begunNanos());
    split(bytes);
  }

  @Override
  void peerEnded(StreamPort port) {
    conclude(Outcome.RESET, Errno.ENODATA);
  }

  /// Splits received bytes into answers. Each ends with its newline, or at the size of a probe if
  /// the newline was damaged.
  private void split(ByteBuffer bytes) {
    while (isOpen() && bytes.hasRemaining()) {
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
        conclude(Outcome.RESET, Errno.ENODATA);
      }
    }
  }

  private void endFrame() {
    head.clear();
    frameBytes = 0;
    frameTold = false;
  }

  /// See [TcpSender#unfinished]. The connection stays open, and the rest of the answer may arrive
  /// before the answers to other probes.
  Response unfinished(long token) {
    if (frameBytes == 0 || frameTold || token != beganAnswerTo()) {
      return null;
    }
    frameTold = true;
    return TcpWire.unfinishedEcho(frameBytes, spec);
  }

  /// The oldest waiting probe that the begun answer may belong to, by the token or sequence in it.
  /// Answers arrive in order. 0 if it belongs to none.
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

  /// @param isCut further digits may follow those in `said`
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
        Response echo = wire.texts.read(spec, head, head.limit());
        wire.engine.timedReply(
            probes.token(i), rtt, wire.arrivals.source(), lastNewsNanos, untagged, echo);
        probes.removeFirst(i + 1);
        return;
      }
    }
    if (probes.size() > 0) {
      wire.wrongAnswer(probes.token(0), TcpWire.noEcho(head), lastNewsNanos); // in order
      probes.removeFirst(1);
    }
  }

  /// Gives up a handshake that takes longer than the timeout, and a connection that has been silent
  /// for two timeouts while a probe waits. TCP would retry for minutes, with growing intervals. The
  /// next probe reconnects.
  void giveUpIfStuck(long now) {
    long patience = spec.timeout().toNanos() * (isConnected() ? 2 : 1);
    boolean waits = probes.size() > 0 && now - probes.sentNanos(0) > patience;
    if (isOpen() && waits && now - lastNewsNanos > patience) {
      close();
    }
  }

  @Override
  void closed() {
    probes.clear();
    rest.limit(0);
    endFrame();
  }
}
