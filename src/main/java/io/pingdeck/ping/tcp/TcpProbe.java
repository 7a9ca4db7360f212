package io.pingdeck.ping.tcp;

import io.pingdeck.base.Counted;
import io.pingdeck.base.Errno;
import io.pingdeck.net.StreamPort;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.text.BannerText;
import io.pingdeck.packet.text.Greeting;
import io.pingdeck.packet.text.LabText;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.TcpMode;
import java.nio.ByteBuffer;

/// A probe with its own connection, in mode `connect`, `echo` or `greeting`, or a DNS query over
/// TCP. It lives from the SYN to its answer, or as long as [TcpSender] keeps it, so that a late
/// answer or ICMP error still counts.
///
/// The RTT of a DNS query runs from the SYN to the last byte of the answer, including the
/// handshake. A message that does not answer the query is corrupt. If no answer follows it, the
/// probe is malformed, because only the server can have sent it.
final class TcpProbe extends TcpConnection {
  /// Only this much of an answer is kept, enough to identify it.
  private static final int HEAD_BYTES = 256;

  /// An SMTP reply line has at most 512 bytes (RFC 5321 section 4.5.3.1.5).
  private static final int GREETING_BYTES = 1024;

  /// Maximum messages that do not answer the query; a server may send one or two by mistake.
  private static final int MOST_PASSED_OVER = 16;

  /// Maximum size of a multi-line greeting.
  private static final int MOST_GREETING_BYTES = 16_384;

  private final DnsExchange dns; // null for other probes
  private final long token;
  private final long sequence;
  private StreamPort port;
  private long startNanos; // of the SYN
  private long startEpochNanos;
  private int lineSent;
  private long lineNanos;
  private ByteBuffer head;
  private Greeting greeting;
  private int answerBytes;
  private boolean answerHasLine;

  TcpProbe(TcpWire wire, PingSpec spec, Endpoint address, long token, long sequence) {
    super(wire, spec, address);
    this.token = token;
    this.sequence = sequence;
    dns = spec.target().isDnsOverTcp() ? wire.exchange(spec) : null;
  }

  /// Whether a ping uses this mode. DNS has no mode.
  static boolean is(PingSpec spec, TcpMode mode) {
    return spec.mode().isPresent() && spec.mode().get() == mode;
  }

  @Override
  int waiting() {
    return 1;
  }

  @Override
  long token(int i) {
    return token;
  }

  @Override
  void begun(StreamPort begun) {
    port = begun;
    long now = wire.clock.nanoTime();
    startNanos = port.begunNanos();
    startEpochNanos = wire.epochClock.epochNanos(now) - (now - startNanos);
    wire.engine.sent(token, startNanos, startEpochNanos);
    if (!is(spec, TcpMode.CONNECT)) {
      port.stampArrivals();
    }
  }

  long ageNanos(long now) {
    return now - startNanos;
  }

  @Override
  void made() {
    if (is(spec, TcpMode.CONNECT)) {
      answeredByHandshake(wire.clock.nanoTime());
    }
  }

  @Override
  void sendRest() {
    if (is(spec, TcpMode.ECHO)) {
      sendLine();
    } else if (dns != null) {
      sendRest(wire.query(dns));
    } else if (spec.target().protocol() == Protocol.GOPHER) {
      sendRest(wire.emptyLine()); // requests the menu (RFC 1436 section 2)
    }
  }

  /// Prefers the kernel's measurement, which excludes the delays of this process.
  private void answeredByHandshake(long now) {
    long own = now - startNanos;
    long kernel = port.handshakeNanos();
    if (kernel > 0 && kernel <= own) {
      wire.engine.timedReply(token, kernel, RttSource.KERNEL, startNanos + kernel, false, null);
    } else {
      wire.engine.timedReply(token, own, RttSource.PROCESS, now, false, null);
    }
    close();
  }

  private void sendLine() {
    if (lineSent == spec.payloadBytes()) {
      return;
    }
    if (lineSent == 0) {
      lineNanos = wire.clock.nanoTime();
    }
    sendRest(wire.line(spec, sequence, startEpochNanos / 1_000_000, token));
  }

  /// Sends the line, or the rest that the socket buffer had no room for.
  private void sendRest(ByteBuffer line) {
    if (lineSent < line.limit()) {
      send(line.position(lineSent));
      lineSent = line.position();
    }
  }

  @Override
  void read(ByteBuffer bytes, StreamPort arrived) {
    keep(bytes);
    judge(false);
  }

  @Override
  void peerEnded(StreamPort ended) {
    judge(true);
  }

  private void keep(ByteBuffer bytes) {
    answerBytes += bytes.limit();
    if (dns != null) {
      int before = dns.passedOver();
      dns.read(bytes);
      for (int i = before; i < dns.passedOver(); i++) {
        wire.engine.corruptAnswer(token, wire.clock.nanoTime());
      }
      return;
    }
    if (head == null) {
      boolean greets = is(spec, TcpMode.GREETING);
      head = ByteBuffer.allocate(greets ? GREETING_BYTES : HEAD_BYTES);
      greeting = greets ? new Greeting(kind(spec.target().protocol())) : null;
    }
    for (int i = 0; i < bytes.limit() && !answerHasLine; i++) {
      byte b = bytes.get(i);
      answerHasLine = greeting == null ? b == '\n' : greeting.add(b) && !isTelnet();
      if (head.hasRemaining()) {
        head.put(b);
      }
    }
  }

  private static Greeting.Kind kind(Protocol protocol) {
    return switch (protocol) {
      case SMTP, FTP, NNTP -> Greeting.Kind.NUMERIC;
      case POP3 -> Greeting.Kind.POP3;
      case IMAP -> Greeting.Kind.IMAP;
      case TELNET -> Greeting.Kind.ANY;
      default -> Greeting.Kind.LINE;
    };
  }

  /// @param ended the server has closed its side
  private void judge(boolean ended) {
    long now =
        wire.arrivals.arrivedNanos(
            port.arrivedEpochNanos(), is(spec, TcpMode.ECHO) ? lineNanos : startNanos);
    if (answerBytes == 0) {
      conclude(Outcome.RESET, Errno.ENODATA);
    } else if (dns != null) {
      judgeDns(ended, now);
    } else if (is(spec, TcpMode.GREETING)) {
      judgeGreeting(ended, now);
    } else if (TcpWire.saysLost(head, head.position())) {
      conclude(Outcome.SERVER_LOST, 0);
    } else if (ended || answerHasLine || answerBytes >= spec.payloadBytes()) {
      judgeEcho(now);
    }
  }

  private void judgeDns(boolean ended, long now) {
    if (dns.isComplete()) {
      wire.engine.timedReply(
          token, now - startNanos, wire.arrivals.source(), now, false, dns.answer());
      close();
    } else if (ended || dns.passedOver() >= MOST_PASSED_OVER) {
      Response reason = new Response.Malformed(dns.whyNot("the connection ended"));
      wire.engine.conclude(token, Outcome.MALFORMED, 0, reason, now);
      close();
    }
  }

  private boolean isTelnet() {
    return spec.target().protocol() == Protocol.TELNET;
  }

  /// Telnet has no greeting: the first bytes count as one and are not answered.
  private void judgeGreeting(boolean ended, long now) {
    if (greeting.isComplete() || ended && greeting.end()) {
      long rtt = now - startNanos;
      if (spec.expected().isEmpty() || spec.expected().get().accepts(greeting.code())) {
        wire.engine.timedReply(token, rtt, wire.arrivals.source(), now, false, banner());
      } else {
        wire.engine.conclude(token, Outcome.UNEXPECTED, 0, banner(), now);
      }
      close();
    } else if (ended) {
      String reason =
          "the connection was closed within the greeting, after " + Counted.bytes(answerBytes);
      wire.engine.conclude(token, Outcome.MALFORMED, 0, new Response.Malformed(reason), now);
      close();
    } else if (!head.hasRemaining() && !greeting.hasLine() || answerBytes > MOST_GREETING_BYTES) {
      wire.engine.conclude(token, Outcome.FLOODED, 0, banner(), now);
      close();
    }
  }

  private Response.Banner banner() {
    int length = head.position();
    return new Response.Banner(
        isTelnet() ? BannerText.ofTelnet(head, length) : BannerText.of(head, length));
  }

  private void judgeEcho(long now) {
    LabText.Kind kind = wire.parser.parse(head.flip(), head.limit());
    boolean tagged = kind == LabText.Kind.TAGGED && wire.parser.token() == token;
    boolean untagged = kind == LabText.Kind.UNTAGGED && wire.parser.sequence() == sequence;
    if (tagged || untagged) {
      Response echo = wire.texts.read(spec, head, head.limit());
      wire.engine.timedReply(token, now - lineNanos, wire.arrivals.source(), now, untagged, echo);
    } else {
      wire.wrongAnswer(token, TcpWire.noEcho(head), now);
    }
    close();
  }

  /// See [TcpSender#unfinished]. Closes the connection if the answer has begun.
  Response unfinished() {
    if (!isOpen() || answerBytes == 0) {
      return null;
    }
    close();
    if (dns != null) {
      return new Response.Malformed(dns.whyNot("the answer did not end within the timeout:"));
    }
    return is(spec, TcpMode.GREETING)
        ? new Response.Malformed(
            "the greeting did not end within the timeout, after " + Counted.bytes(answerBytes))
        : TcpWire.unfinishedEcho(answerBytes, spec);
  }

  @Override
  void closed() {
    // The only probe already has its outcome or is lost.
  }
}
