package io.pingdeck.ping;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.ping.loop.LoopRecorder;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.testing.Slow;
import io.pingdeck.testing.TcpScript;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A server that sends a greeting is not always ready to serve.
@Slow
@Timeout(30)
class GreetingCodesTest {
  @ParameterizedTest
  @CsvSource({
    "smtp, '220 mail.example ESMTP', , REPLY",
    "smtp, '421 too many connections', , UNEXPECTED",
    "smtp, '554 no service', , UNEXPECTED",
    "smtp, '220-teaser~220 ready', , REPLY",
    "smtp, '220-teaser~521 blocked', , UNEXPECTED",
    "smtp, '421 busy', '2xx,421', REPLY",
    "smtp, '220 ready', '421', UNEXPECTED",
    "smtp, 'SSH-2.0-OpenSSH_9.2', , UNEXPECTED",
    "ftp, '220-Welcome~ to the files~220 done', , REPLY",
    "ftp, '530 not for you', , UNEXPECTED",
    "nntp, '201 no posting', , REPLY",
    "nntp, '400 discontinued', , UNEXPECTED",
    "nntp, '502 access denied', , UNEXPECTED",
    "pop3, '+OK ready', , REPLY",
    "pop3, '-ERR too many', , UNEXPECTED",
    "pop3, '-ERR too many', '+ok,-err', REPLY",
    "imap, '* OK ready', , REPLY",
    "imap, '* PREAUTH you are root', , REPLY",
    "imap, '* BYE too many', , UNEXPECTED",
    "imap, '* BYE too many', BYE, REPLY",
    "telnet, 'login: ', , REPLY",
    "gopher, '3 not found', , REPLY"
  })
  void aGreetingIsAReplyIfItsCodeIsExpected(
      String scheme, String greeting, String expect, Outcome right) throws Exception {
    byte[] bytes = (greeting.replace("~", "\r\n") + "\r\n").getBytes(US_ASCII);
    try (TcpScript server =
        new TcpScript(connection -> connection.getOutputStream().write(bytes))) {
      Sample sample = ping(scheme + "://127.0.0.1:" + server.port(), expect);

      assertThat(sample.outcome()).isEqualTo(right);
      assertThat(((Response.Banner) sample.answer().orElseThrow()).text())
          .startsWith(greeting.substring(0, 5));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "smtp, '220-first of many~'",
    "smtp, 220 no end",
    "ftp, 220",
    "nntp, 200 no end",
    "pop3, +OK no end",
    "imap, * OK no end"
  })
  void aGreetingThatBreaksOffIsNone(String scheme, String greeting) throws Exception {
    byte[] bytes = greeting.replace("~", "\r\n").getBytes(US_ASCII);
    try (TcpScript server =
        new TcpScript(connection -> connection.getOutputStream().write(bytes))) {
      Sample sample = ping(scheme + "://127.0.0.1:" + server.port(), null);

      assertThat(sample.outcome()).isEqualTo(Outcome.MALFORMED);
      assertThat(sample.answer())
          .contains(
              new Response.Malformed(
                  "the connection was closed within the greeting, after "
                      + bytes.length
                      + " bytes"));
    }
  }

  private static Sample ping(String target, String expect) throws Exception {
    try (LoopRecorder recorder = new LoopRecorder(PlatformSockets.best())) {
      recorder.start(Forms.ping(target, 1, "", expect == null ? "" : expect, "5s"));
      recorder.awaitEnds(1);
      return recorder.samples.getFirst();
    }
  }
}
