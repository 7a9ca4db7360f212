package io.pingdeck.ping.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.base.FaultException;
import io.pingdeck.ping.Hops;
import io.pingdeck.ping.http.HttpProbes;
import io.pingdeck.ping.http.SecretFiles;
import io.pingdeck.ping.loop.LoopRecorder;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.tls.TrustedCertificates;
import io.pingdeck.testing.TcpScript;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Redirects, keywords and secrets of HTTP pings, with servers that select the response by path.
@Timeout(60)
class HttpOptionsTest {
  private static final TrustedCertificates AUTHORITIES = TrustedCertificates.load(Optional.empty());
  @TempDir private Path secrets;
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

  @ParameterizedTest
  @CsvSource({
    "/one, 0, REPLY, 301, 0, ''",
    "/one, 1, REPLY, 200, 1, ''",
    "/two, 2, REPLY, 200, 2, ''",
    "/two, 1, UNEXPECTED, 301, 1, more than 1 redirects",
    "/relative/a, 5, REPLY, 200, 1, ''",
    "/circle, 5, UNEXPECTED, 302, 0, 'redirect loop, to '",
    "/ftp, 5, UNEXPECTED, 307, 0, 'redirects to an unsupported URL: '",
    "/multicast, 5, UNEXPECTED, 308, 0, 'redirects to an unsupported URL: '",
    "/nowhere, 5, UNEXPECTED, 303, 0, 'redirects to http://nowhere.invalid/: '"
  })
  void redirectsAreFollowedAsFarAsAsked(
      String path, int follow, Outcome outcome, int status, int redirects, String reason)
      throws Exception {
    try (TcpScript server = new TcpScript(serve(HttpOptionsTest::redirecting))) {
      Sample sample = ping(server, path, follow, "", "").getFirst();

      assertThat(sample.outcome()).isEqualTo(outcome);
      Response.Http http = (Response.Http) sample.answer().orElseThrow();
      assertThat(http.status()).isEqualTo(status);
      assertThat(http.redirects()).isEqualTo(redirects);
      assertThat(http.details().orElseThrow().version()).isEqualTo("1.1");
      assertThat(http.reason().orElse("")).startsWith(reason);
      assertThat(http.reason().isEmpty()).isEqualTo(reason.isEmpty());
      assertThat(http.connectNanos() + http.firstByteNanos()).isLessThan(http.totalNanos());
    }
  }

  @ParameterizedTest
  @CsvSource({"/one, GET", "/two, GET", "/temporary, POST", "/self, GET"})
  void anEmptyDocumentIsPostedUntilARedirectAsksForAnother(String path, String then)
      throws Exception {
    String[] last = {""};
    try (TcpScript server =
        new TcpScript(
            serve(asked -> {
              String before = last[0];
              last[0] = asked;
              return asked.equals(before) ? ok("the end") : redirecting(asked);
            }))) {
      String url = "http://127.0.0.1:" + server.port() + path;
      HttpForm form = form(5, "", "", Optional.empty(), Optional.empty());
      Sample sample = ping(url, form, Optional.of("POST")).getFirst();

      assertThat(sample.outcome()).isEqualTo(Outcome.REPLY);
      assertThat(requests.poll()).startsWith("POST ").contains("\r\nContent-Length: 0\r\n");
      assertThat(requests.poll()).startsWith(then + " ");
    }
  }

  private static String redirecting(String path) {
    return switch (path) {
      case "/one" -> redirect(301, "/end");
      case "/two" -> redirect(302, "/one#fragment");
      case "/relative/a" -> redirect(307, "../end");
      case "/temporary" -> redirect(307, "/end");
      case "/self" -> redirect(303, "/self");
      case "/circle" -> redirect(302, "/circle");
      case "/ftp" -> redirect(307, "ftp://127.0.0.1/");
      case "/multicast" -> redirect(308, "http://224.0.0.1/");
      case "/nowhere" -> redirect(303, "http://nowhere.invalid/");
      default -> ok("the end");
    };
  }

  @ParameterizedTest
  @CsvSource({
    "all is well, '', REPLY",
    "ill, '', UNEXPECTED",
    "'', ill, REPLY",
    "'', well, UNEXPECTED",
    "well, ill, REPLY"
  })
  void aKeywordDecides(String present, String absent, Outcome outcome) throws Exception {
    try (TcpScript server = new TcpScript(serve(path -> ok("yes, all is well here")))) {
      Sample sample = ping(server, "/", 0, present, absent).getFirst();

      assertThat(sample.outcome()).isEqualTo(outcome);
      Response.Http http = (Response.Http) sample.answer().orElseThrow();
      assertThat(http.reason().isPresent()).isEqualTo(outcome == Outcome.UNEXPECTED);
    }
  }

  @Test
  void secretsAreSentToTheirOwnServerAlone() throws Exception {
    Files.writeString(secrets.resolve("headers"), "X-Token: t0ken\n\nUser-Agent: other\n");
    Files.writeString(secrets.resolve("user"), "joe:sec:ret\n");
    try (TcpScript other = new TcpScript(serve(path -> ok("other")));
        TcpScript server =
            new TcpScript(
                serve(path -> redirect(302, "http://127.0.0.1:" + other.port() + "/there")))) {
      HttpForm form = form(1, "", "", Optional.of("headers"), Optional.of("user"));
      Sample sample = ping("http://127.0.0.1:" + server.port() + "/", form).getFirst();

      assertThat(sample.outcome()).isEqualTo(Outcome.REPLY);
      assertThat(requests.take())
          .contains("\r\nX-Token: t0ken\r\n")
          .contains("\r\nUser-Agent: other\r\n")
          .doesNotContain("pingdeck/")
          .contains("\r\nAuthorization: Basic am9lOnNlYzpyZXQ=\r\n");
      assertThat(requests.take())
          .startsWith("GET /there HTTP/1.1\r\n")
          .doesNotContain("t0ken")
          .doesNotContain("Authorization");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../outside", "/etc/passwd", "missing", "link", "folder", "", "a\0b", "./../x/y"})
  void onlyFilesOfTheFolderAreRead(String name) throws Exception {
    Files.createDirectory(secrets.resolve("folder"));
    Files.createSymbolicLink(secrets.resolve("link"), Path.of("/etc/passwd"));
    SecretFiles files = SecretFiles.below(Optional.of(secrets));

    assertThatThrownBy(() -> files.read("headerFile", name))
        .isInstanceOf(FaultException.class)
        .hasMessageNotContaining("root:");
  }

  @Test
  void withoutAFolderNoFileIsRead() throws Exception {
    Files.writeString(secrets.resolve("headers"), "A: b");
    String name = secrets.resolve("headers").toString();

    assertThatThrownBy(() -> SecretFiles.below(Optional.empty()).read("headerFile", name))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("ping.secretsDir is not set");
    assertThat(SecretFiles.anywhere().read("headerFile", name)).isEqualTo("A: b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no field",
        ": x",
        "A: b\u0001",
        "Content-Length: 5",
        "Bad Name: x",
        "X: caf\u00e9"
      })
  void aHeaderThatWouldBreakTheRequestIsRefused(String line) throws Exception {
    Files.writeString(secrets.resolve("headers"), "A: b\n" + line);
    HttpForm form = form(0, "", "", Optional.of("headers"), Optional.empty());

    assertThatThrownBy(() -> ping("http://127.0.0.1:9/", form))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("line 2");
  }

  private TcpScript.Act serve(UnaryOperator<String> answer) {
    return connection -> {
      String request = read(connection);
      requests.add(request);
      String path = request.split(" ", 3)[1];
      connection.getOutputStream().write(answer.apply(path).getBytes(ISO_8859_1));
    };
  }

  private static String read(Socket connection) throws IOException {
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      request.append((char) connection.getInputStream().read());
    }
    return request.toString();
  }

  private static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static String redirect(int status, String to) {
    return "HTTP/1.1 " + status + " There\r\nLocation: " + to + "\r\nContent-Length: 0\r\n\r\n";
  }

  private List<Sample> ping(TcpScript server, String path, int follow, String word, String absent)
      throws Exception {
    return ping(
        "http://127.0.0.1:" + server.port() + path,
        form(follow, word, absent, Optional.empty(), Optional.empty()));
  }

  private static HttpForm form(
      int follow, String word, String absent, Optional<String> headers, Optional<String> user) {
    return new HttpForm(
        OptionalInt.of(follow),
        Optional.of(word).filter(text -> !text.isEmpty()),
        Optional.of(absent).filter(text -> !text.isEmpty()),
        Optional.empty(),
        headers,
        user,
        Optional.empty(),
        Optional.empty());
  }

  private List<Sample> ping(String url, HttpForm http) throws Exception {
    return ping(url, http, Optional.empty());
  }

  private List<Sample> ping(String url, HttpForm http, Optional<String> method) throws Exception {
    PingSpec spec =
        new PingFormBuilder()
            .target(Optional.of(url))
            .timeout(Optional.of("9s"))
            .count(OptionalLong.of(1))
            .method(method)
            .http(http)
            .build()
            .check(new PingId(1));
    HttpProbes probes = Hops.probes(PlatformSockets.best(), AUTHORITIES, secrets);
    probes.readSecrets(List.of(spec));
    try (LoopRecorder recorder = new LoopRecorder(PlatformSockets.best(), probes)) {
      recorder.start(spec);
      recorder.awaitEnds(1);
      return recorder.samples;
    }
  }
}
