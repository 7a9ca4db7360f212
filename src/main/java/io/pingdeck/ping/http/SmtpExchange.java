package io.pingdeck.ping.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.pingdeck.base.Errno;
import io.pingdeck.net.StreamPort;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.text.SmtpReply;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sender.ArrivalClock;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// One session with a mail server that upgrades to TLS (RFC 3207): greeting, EHLO, STARTTLS, TLS
/// handshake, EHLO again, QUIT. RTT: from the SYN to the end of the second reply to EHLO.
///
/// Plaintext after the reply to STARTTLS is rejected. An attacker on the path may have injected it,
/// and it would be read as sent by the server within TLS (CVE-2011-0411).
final class SmtpExchange extends Exchange {
  private static final int READY = 220;
  private static final int OK = 250;

  /// The expected event, and the only code that continues the session.
  private enum Step {
    GREETING("the greeting", READY),
    HELLO("the reply to EHLO", OK),
    START("the reply to STARTTLS", READY),
    TLS("the TLS handshake", 0),
    HELLO_IN_TLS("the reply to EHLO within TLS", OK);

    private final String words;
    private final int code;

    Step(String words, int code) {
      this.words = words;
      this.code = code;
    }
  }

  private final ArrivalClock clock;
  private final TlsClient tls;
  private Step step = Step.GREETING;
  private SmtpReply reply = new SmtpReply();
  private ByteBuffer unsent = ByteBuffer.allocateDirect(0);
  private String greeting = "";
  private String hello = "";
  private StreamPort port;
  private long begunNanos;
  private long arrivedNanos;
  private RttSource source = RttSource.PROCESS;

  SmtpExchange(Surroundings loop, TlsClient tls, Asker asker) {
    super(loop, Optional.of(tls), asker);
    clock = loop.clock;
    this.tls = tls;
  }

  @Override
  void begun(StreamPort itsPort) {
    port = itsPort;
    begunNanos = port.begunNanos();
    port.stampArrivals();
  }

  @Override
  HttpWire connected(StreamPort itsPort) {
    if (port.isItsOwnPeer()) {
      finish(new HttpResult.Refused()); // a self-connect: no listener there
    }
    hello = "EHLO " + literal(port.local());
    return new HttpWire.Plain(port);
  }

  /// A client without a resolvable name sends its address literal (RFC 5321 sections 4.1.3 and
  /// 4.1.4); some servers reject an invented name.
  private static String literal(Endpoint local) {
    return "[" + (local.isIpv4() ? "" : "IPv6:") + local.host() + "]";
  }

  @Override
  void goOn() throws SSLException {
    Step before;
    do {
      before = step;
      if (step == Step.TLS) {
        if (!handshake()) {
          return;
        }
        say(hello, Step.HELLO_IN_TLS);
      }
      send(unsent);
      receive();
    } while (!isOver() && step == Step.TLS && before != Step.TLS);
  }

  @Override
  boolean read(ByteBuffer bytes) throws SSLException {
    arrivedNanos = clock.arrivedNanos(port.arrivedEpochNanos(), begunNanos);
    source = clock.source();
    switch (reply.read(bytes)) {
      case OPEN -> {}
      case WHOLE -> judge(bytes.remaining());
      case MALFORMED -> unexpected(step.words + " is not an SMTP reply");
      case FLOODED -> finish(new HttpResult.Flooded(SmtpReply.BOUND));
    }
    return step != Step.TLS;
  }

  /// @param more number of bytes after the reply
  private void judge(int more) throws SSLException {
    boolean isLast = step == Step.HELLO_IN_TLS;
    if (reply.code() != step.code) {
      unexpected(step.words + " is " + "%03d".formatted(reply.code()));
    } else if (step == Step.HELLO && !reply.offers("STARTTLS")) {
      unexpected("STARTTLS is not offered");
    } else if (!isLast && (more > 0 || step == Step.START && hasMore())) {
      malformed("the server sent more after " + step.words + ", before TLS", reply.text());
    } else {
      goOver();
    }
  }

  private void goOver() throws SSLException {
    switch (step) {
      case GREETING -> {
        greeting = reply.text();
        say(hello, Step.HELLO);
      }
      case HELLO -> say("STARTTLS", Step.START);
      case START -> {
        step = Step.TLS;
        reply = new SmtpReply();
        secure();
        tellHowFar(0); // until the handshake reports progress
      }
      case HELLO_IN_TLS -> {
        long rtt = arrivedNanos - begunNanos;
        Response.Smtp answer = new Response.Smtp("", greeting, Optional.of(tls.details()));
        say("QUIT", step);
        finish(new HttpResult.Smtp(Outcome.REPLY, answer, source, rtt));
      }
      case TLS -> throw new IllegalStateException("a reply within the handshake");
    }
  }

  private void say(String command, Step next) throws SSLException {
    byte[] line = (command + "\r\n").getBytes(US_ASCII);
    unsent = ByteBuffer.allocateDirect(line.length).put(line).flip();
    reply = new SmtpReply();
    step = next;
    send(unsent);
  }

  /// A server that has greeted was reached, whatever happens afterwards.
  @Override
  void tellHowFar(int held) {
    boolean isBegun = reply.isBegun() || held > 0;
    if (step != Step.GREETING || isBegun) {
      String how =
          isBegun ? " did not end within the timeout" : " did not begin within the timeout";
      Response.Smtp answer = answer(step.words + how, reply.text());
      unfinished(() -> answer);
    }
  }

  @Override
  void ended(boolean orderly) {
    if (reply.isBegun()) {
      malformed("the connection ended within " + step.words, reply.text());
    } else {
      finish(new HttpResult.Reset(Errno.ENODATA));
    }
  }

  private void unexpected(String reason) {
    finish(Outcome.UNEXPECTED, reason, reply.text());
  }

  private void malformed(String reason, String said) {
    finish(Outcome.MALFORMED, reason, said);
  }

  private void finish(Outcome outcome, String reason, String said) {
    finish(new HttpResult.Smtp(outcome, answer(reason, said), RttSource.PROCESS, 0));
  }

  private Response.Smtp answer(String reason, String said) {
    boolean isSecure = step == Step.HELLO_IN_TLS;
    return new Response.Smtp(
        reason, said, isSecure ? Optional.of(tls.details()) : Optional.empty());
  }
}
