package io.pingdeck.ping.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.Errno;
import io.pingdeck.net.Sockets;
import io.pingdeck.ping.Forms;
import io.pingdeck.ping.Hops;
import io.pingdeck.ping.loop.LoopRecorder;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.TlsFault;
import io.pingdeck.ping.tls.TrustedCertificates;
import io.pingdeck.testing.Slow;
import io.pingdeck.testing.TcpScript;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Probes of scripted mail servers with STARTTLS. In the texts `~` stands for CR LF, and `|` marks
/// where the server waits for the next line.
@Slow
@Timeout(60)
class SmtpScriptTest {
  private static final TrustedCertificates AUTHORITIES = TrustedCertificates.load(Optional.empty());
  private static final String TO_START = "220 mail~|250-mail~250-STARTTLS~250 8BITMIME~|";

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = ';',
      value = {
        "421 busy~; UNEXPECTED; the greeting is 421; 421 busy",
        "554-no~554 way~; UNEXPECTED; the greeting is 554; 554-no\\r\\n554 way",
        "250 hello~; UNEXPECTED; the greeting is 250; 250 hello",
        "SSH-2.0-x~; UNEXPECTED; the greeting is not an SMTP reply; SSH-2.0-x",
        "220-a~250 b~; UNEXPECTED; the greeting is not an SMTP reply; 220-a\\r\\n250 b",
        "220-a; MALFORMED; the connection ended within the greeting; 220-a",
        "220 a~250 b~; MALFORMED; the server sent more after the greeting, before TLS; 220 a",
        "220 a~|502 what~; UNEXPECTED; the reply to EHLO is 502; 502 what",
        "220 a~|250-a~250 SIZE~; UNEXPECTED; STARTTLS is not offered; 250-a\\r\\n250 SIZE",
        "220 a~|250 STARTTLS~; UNEXPECTED; STARTTLS is not offered; 250 STARTTLS",
        TO_START + "454 not now~; UNEXPECTED; the reply to STARTTLS is 454; 454 not now",
        TO_START + "250 ok~; UNEXPECTED; the reply to STARTTLS is 250; 250 ok",
        TO_START + "hello~; UNEXPECTED; the reply to STARTTLS is not an SMTP reply; hello"
      })
  void whatAServerSaysOtherwiseIsTheReason(
      String script, Outcome outcome, String reason, String said) throws Exception {
    for (Sockets sockets : List.of(PlatformSockets.best(), PlatformSockets.portable())) {
      Sample sample = probe(sockets, says(script), "5s");

      assertThat(sample.outcome()).isEqualTo(outcome);
      assertThat(sample.answer()).contains(new Response.Smtp(reason, said, Optional.empty()));
    }
  }

  /// Otherwise bytes injected on the path would be read as sent by the server within TLS.
  @ParameterizedTest
  @ValueSource(strings = {"250 injected~", "x", "\u0016\u0003\u0003"})
  void whatComesInClearBehindStarttlsIsRefused(String injected) throws Exception {
    Sample sample = probe(PlatformSockets.best(), says(TO_START + "220 go~" + injected), "5s");

    assertThat(sample.outcome()).isEqualTo(Outcome.MALFORMED);
    assertThat(sample.answer())
        .contains(
            new Response.Smtp(
                "the server sent more after the reply to STARTTLS, before TLS",
                "220 go",
                Optional.empty()));
  }

  @Test
  void whatComesInClearInsteadOfTheHandshakeIsNoTls() throws Exception {
    Sample sample = probe(PlatformSockets.best(), afterHello("250 injected~250 injected~"), "5s");

    assertThat(sample.outcome()).isEqualTo(Outcome.TLS_FAILED);
    assertThat(sample.answer())
        .contains(new Response.Tls(TlsFault.PROTOCOL, Optional.empty(), Optional.empty()));
  }

  @Test
  void alertOfTheServerIsNamed() throws Exception {
    Sample sample =
        probe(
            PlatformSockets.best(), afterHello("\u0015\u0003\u0003\u0000\u0002\u0002\u0031"), "5s");

    assertThat(sample.outcome()).isEqualTo(Outcome.TLS_FAILED);
    assertThat(sample.answer())
        .contains(new Response.Tls(TlsFault.ALERT, Optional.empty(), Optional.of("access_denied")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "220 a~|", TO_START, TO_START + "220 go~"})
  void aServerThatClosesWithoutAWordHasResetIt(String script) throws Exception {
    TcpScript.Act act =
        connection -> {
          says(script).play(connection);
          connection.shutdownOutput();
          connection.getInputStream().readAllBytes();
        };
    Sample sample = probe(PlatformSockets.best(), act, "5s");

    assertThat(sample.outcome()).isEqualTo(Outcome.RESET);
    assertThat(sample.errno()).isEqualTo(Errno.ENODATA);
  }

  @Test
  void silenceFromTheStartIsLoss() throws Exception {
    assertThat(probe(PlatformSockets.best(), stopsAfter(""), "200ms").outcome())
        .isEqualTo(Outcome.LOST);
  }

  /// A server that has greeted was reached.
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = ';',
      value = {
        "220-a~; the greeting did not end",
        "220 a~|; the reply to EHLO did not begin",
        "220 a~|250-x; the reply to EHLO did not end",
        TO_START + "; the reply to STARTTLS did not begin",
        TO_START + "22; the reply to STARTTLS did not end",
        TO_START + "220 go~; the TLS handshake did not begin"
      })
  void aServerThatStopsIsMalformedAndSaysWhere(String script, String reason) throws Exception {
    Sample sample = probe(PlatformSockets.best(), stopsAfter(script), "300ms");

    assertThat(sample.outcome()).isEqualTo(Outcome.MALFORMED);
    assertThat(((Response.Smtp) sample.answer().orElseThrow()).reason())
        .isEqualTo(reason + " within the timeout");
  }

  @Test
  void aHandshakeThatStopsIsATlsFault() throws Exception {
    Sample sample = probe(PlatformSockets.best(), afterHello("\u0016\u0003\u0003"), "300ms");

    assertThat(sample.outcome()).isEqualTo(Outcome.TLS_FAILED);
    assertThat(sample.answer()).contains(new Response.Tls(TlsFault.UNFINISHED, Optional.empty()));
  }

  private static TcpScript.Act stopsAfter(String script) {
    return connection -> {
      says(script).play(connection);
      connection.getInputStream().readAllBytes();
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"220-more~", "220 no end "})
  void anEndlessGreetingIsCutOff(String part) throws Exception {
    TcpScript.Act act =
        connection -> {
          while (true) {
            write(connection, part);
          }
        };
    Sample sample = probe(PlatformSockets.best(), act, "5s");

    assertThat(sample.outcome()).isEqualTo(Outcome.FLOODED);
    assertThat(sample.answer()).contains(new Response.Malformed("more than 16 KiB of one reply"));
  }

  @Test
  void aClosedPortRefuses() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = socket.getLocalPort();
    }

    assertThat(probe(PlatformSockets.best(), port, "5s").outcome()).isEqualTo(Outcome.REFUSED);
  }

  /// RFC 5321 section 4.1.3: a client without a resolvable name sends its address literal.
  @ParameterizedTest
  @CsvSource({"127.0.0.1, 127.0.0.1, [127.0.0.1]", "::1, [::1], [IPv6:::1]"})
  void commandsAreThoseOfTheRfc(String address, String host, String literal) throws Exception {
    for (Sockets sockets : List.of(PlatformSockets.best(), PlatformSockets.portable())) {
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName(address))) {
        Thread.ofVirtual().start(() -> refuseTls(server, heard));
        probe(sockets, "smtp://" + host + ":" + server.getLocalPort(), "5s");
      }

      assertThat(heard).containsExactly("EHLO " + literal + "\r\n", "STARTTLS\r\n");
    }
  }

  private static void refuseTls(ServerSocket server, BlockingQueue<String> heard) {
    try (Socket connection = server.accept()) {
      write(connection, "220 mail~");
      heard.add(line(connection));
      write(connection, "250-mail~250 STARTTLS~");
      heard.add(line(connection));
      write(connection, "454 later~");
    } catch (IOException e) {
      heard.add(e.toString());
    }
  }

  private static TcpScript.Act says(String script) {
    return connection -> {
      String[] parts = script.split("\\|", -1);
      for (int i = 0; i < parts.length; i++) {
        if (i > 0) {
          line(connection);
        }
        write(connection, parts[i]);
      }
    };
  }

  /// After the first byte of the client's TLS handshake.
  private static TcpScript.Act afterHello(String text) {
    return connection -> {
      says(TO_START + "220 go~").play(connection);
      connection.getInputStream().read();
      write(connection, text);
      connection.getInputStream().readAllBytes();
    };
  }

  private static String line(Socket connection) throws IOException {
    InputStream in = connection.getInputStream();
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0; b = in.read()) {
      line.append((char) b);
      if (b == '\n') {
        break;
      }
    }
    return line.toString();
  }

  private static void write(Socket connection, String text) throws IOException {
    OutputStream out = connection.getOutputStream();
    out.write(text.replace("~", "\r\n").getBytes(ISO_8859_1));
    out.flush();
  }

  private static Sample probe(Sockets sockets, TcpScript.Act act, String timeout) throws Exception {
    try (TcpScript script = new TcpScript(act)) {
      return probe(sockets, script.port(), timeout);
    }
  }

  private static Sample probe(Sockets sockets, int port, String timeout) throws Exception {
    return probe(sockets, "smtp://127.0.0.1:" + port, timeout);
  }

  private static Sample probe(Sockets sockets, String target, String timeout) throws Exception {
    try (LoopRecorder recorder = new LoopRecorder(sockets, Hops.probes(sockets, AUTHORITIES))) {
      recorder.start(Forms.startTls(target, 1, timeout));
      recorder.awaitEnds(1);
      return recorder.samples.getFirst();
    }
  }
}
