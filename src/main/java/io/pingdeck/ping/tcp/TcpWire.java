package io.pingdeck.ping.tcp;

import io.pingdeck.base.Counted;
import io.pingdeck.base.EpochClock;
import io.pingdeck.base.Errno;
import io.pingdeck.base.NanoClock;
import io.pingdeck.net.Poller;
import io.pingdeck.net.QueuedError;
import io.pingdeck.net.StreamPort;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.text.BannerText;
import io.pingdeck.packet.text.LabTextParser;
import io.pingdeck.packet.text.LabTextWriter;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.engine.ProbeEngine;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sender.AnswerTexts;
import io.pingdeck.ping.sender.ArrivalClock;
import io.pingdeck.ping.sender.DnsQuestions;
import io.pingdeck.ping.sender.LoopParts;
import io.pingdeck.ping.sender.ProbeFaults;
import io.pingdeck.ping.sender.ReadTurns;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/// Shared by all TCP connections of a loop: the clocks, the engine and one buffer per direction, so
/// that traffic allocates nothing.
public final class TcpWire {
  private static final int BUFFER_BYTES = 1 << 16;

  private static final byte[] LOST = {'L', 'O', 'S', 'T'};

  final ProbeEngine engine;
  final NanoClock clock;
  final EpochClock epochClock;
  final ArrivalClock arrivals;
  final AnswerTexts texts;
  final ProbeFaults faults;
  final ReadTurns turns;
  final LabTextParser parser = new LabTextParser();
  private final DnsQuestions questions = new DnsQuestions();
  private final RandomGenerator random = new SecureRandom();
  Runnable errorReader = () -> {};
  private final LabTextWriter writer = new LabTextWriter();
  private final Poller poller;
  private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);

  TcpWire(LoopParts loop) {
    poller = loop.poller();
    engine = loop.engine();
    clock = loop.clock();
    epochClock = loop.epochClock();
    arrivals = new ArrivalClock(clock, epochClock);
    texts = loop.texts();
    faults = new ProbeFaults(engine, clock);
    turns = new ReadTurns(poller);
  }

  StreamPort connect(Endpoint address, PingSpec spec, Runnable onNews) {
    int hopLimit = spec.hopLimit().orElse(0);
    return poller.streams().connect(address, hopLimit, spec.trafficClass(), onNews);
  }

  /// See [io.pingdeck.ping.engine.ProbeSender#hasHeard]; the loop delivers after each wait.
  boolean hasHeard(long deadlineNanos) {
    return poller.heardNanos() - deadlineNanos >= 0;
  }

  void deliver() {
    turns.goOn();
    poller.streams().deliver();
  }

  /// A probe's line, ready to send: the lab text, whose last padding byte is replaced by a newline
  /// for servers that read lines.
  ByteBuffer line(PingSpec spec, long sequence, long epochMillis, long token) {
    int size = spec.payloadBytes();
    writer.write(out.clear(), size, sequence, epochMillis, token);
    if (out.get(size - 1) == ' ') {
      out.put(size - 1, (byte) '\n');
    }
    return out.clear().limit(size);
  }

  /// An empty line, ready to send.
  ByteBuffer emptyLine() {
    return out.clear().put((byte) '\r').put((byte) '\n').flip();
  }

  /// A query over TCP with a random id.
  DnsExchange exchange(PingSpec spec) {
    return new DnsExchange(random.nextInt(1 << 16), questions.of(spec));
  }

  /// A query with its length prefix, ready to send.
  ByteBuffer query(DnsExchange exchange) {
    exchange.writeQuery(out);
    return out;
  }

  /// Reads into a shared buffer that the next read overwrites.
  ///
  /// @return as [StreamPort#receive(ByteBuffer)]
  int receive(StreamPort port) {
    int result = port.receive(in.clear());
    in.flip();
    return result;
  }

  /// The data of the last [#receive(StreamPort)], from position to limit.
  ByteBuffer received() {
    return in;
  }

  /// Whether an answer begins with the word that a server sends when it loses a probe on purpose.
  /// No probe line begins with it.
  static boolean saysLost(ByteBuffer answer, int length) {
    for (int i = 0; i < LOST.length; i++) {
      if (i >= length || answer.get(i) != LOST[i]) {
        return false;
      }
    }
    return true;
  }

  /// A complete answer that does not match its probe: it counts as corrupt and concludes the probe,
  /// because its sender was reached.
  ///
  /// @param reason for users
  void wrongAnswer(long token, String reason, long nanos) {
    engine.corruptAnswer(token, nanos);
    engine.conclude(token, Outcome.MALFORMED, 0, new Response.Malformed(reason), nanos);
  }

  /// @param head the start of the received line, up to its limit
  static String noEcho(ByteBuffer head) {
    return "the answer is not the echo of the probe: \"" + BannerText.of(head, head.limit()) + '"';
  }

  static Response unfinishedEcho(int bytes, PingSpec spec) {
    return new Response.Malformed(
        "the echo did not end within the timeout, after %d of %s"
            .formatted(bytes, Counted.bytes(spec.payloadBytes())));
  }

  /// The ICMP error that an errno of an established connection implies. Its sender is the
  /// unspecified address, because the errno does not contain it. The system withholds such errors
  /// from a connection that does not ask for them (RFC 1122 section 4.2.3.9), and reports no more
  /// than the errno.
  ///
  /// @return null if this errno has another cause
  public static IcmpError icmpErrorOf(int errno, boolean ipv6) {
    return switch (errno) {
      case Errno.EHOSTUNREACH -> ipv6 ? unknown(ipv6, 1, 3) : unknown(ipv6, 3, 1);
      case Errno.ENETUNREACH -> ipv6 ? unknown(ipv6, 1, 0) : unknown(ipv6, 3, 0);
      case Errno.ECONNREFUSED -> ipv6 ? unknown(ipv6, 1, 4) : unknown(ipv6, 3, 3);
      case Errno.EACCES -> ipv6 ? unknown(ipv6, 1, 1) : unknown(ipv6, 3, 13);
      case Errno.EPROTO -> ipv6 ? unknown(ipv6, 4, 0) : unknown(ipv6, 12, 0);
      case Errno.ENOPROTOOPT -> ipv6 ? unknown(ipv6, 4, 1) : unknown(ipv6, 3, 2);
      case Errno.EOPNOTSUPP -> ipv6 ? null : unknown(ipv6, 3, 5);
      case Errno.EHOSTDOWN -> ipv6 ? null : unknown(ipv6, 3, 7);
      case Errno.ENONET -> ipv6 ? null : unknown(ipv6, 3, 8);
      default -> null;
    };
  }

  private static IcmpError unknown(boolean ipv6, int type, int code) {
    Endpoint nobody = ipv6 ? new Endpoint(0, 0, 0, 0) : Endpoint.ipv4(0, 0);
    return new IcmpError(type, code, nobody, 0);
  }

  public static IcmpError icmpError(QueuedError error) {
    return new IcmpError(error.type, error.code, error.from(), error.info);
  }
}
