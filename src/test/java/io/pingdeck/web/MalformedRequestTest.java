package io.pingdeck.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.testing.Slow;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests that no HTTP client would send are client errors; the responses have all security
/// headers.
@Slow
@ExtendWith(VertxExtension.class)
class MalformedRequestTest {
  private static final String HOST = "Host: localhost|";
  private static final String JSON = "Content-Type: application/json|";

  private Site site;

  @BeforeEach
  void start(Vertx vertx, @TempDir Path folder) {
    site = Site.start(vertx, folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          400; GET / HTTP/1.1|
          400; GET / HTTP/1.0|
          400; GET / HTTP/1.1|Host: localhost|Host: localhost|
          400; GET / HTTP/1.1|Host: localhost|Host: evil.example|
          400; GET / HTTP/1.1|Host:|
          400; GET / HTTP/1.1|Host: a b|
          400; GET / HTTP/1.1|Host: localhost:99999|
          400; GET / HTTP/1.1|Host: localhost:x|
          400; GET / HTTP/1.1|Host: [::1|
          400; GET / HTTP/1.1|Host: [127.0.0.1]|
          400; GET / HTTP/1.1|Host: [127.0.0.1]:80|
          400; GET / HTTP/1.1|Host: [192.0.2.1]|
          400; GET / HTTP/1.1|Host: [localhost]|
          400; GET / HTTP/1.1|Host: [::ffff:127.0.0.1]|
          400; GET / HTTP/1.1|Host: [::ffff:127.0.0.1]:80|
          400; GET http://[127.0.0.1]/ HTTP/1.1|Host: localhost|
          200; GET / HTTP/1.1|Host: [::ffff:7f00:1]:80|
          200; GET http://[::ffff:127.0.0.1]/ HTTP/1.1|Host: localhost|
          200; GET / HTTP/1.1|Host: localhost:|
          400; GET / HTTP/1.1|Host: me@localhost|
          400; GET / HTTP/1.1|Host: localhost, localhost|
          400; GET / HTTP/1.1|Host: localhost/x|
          400; GET / HTTP/1.1|Host : localhost|
          421; GET / HTTP/1.1|Host: evil.example|
          421; GET http://evil.example/ HTTP/1.1|Host: localhost|
          400; GET ftp://localhost/ HTTP/1.1|Host: localhost|
          400; GET js HTTP/1.1|Host: localhost|
          400; CONNECT localhost:80 HTTP/1.1|Host: localhost|
          400; GET /|
          400; G(T / HTTP/1.1|Host: localhost|
          400; GET /%u HTTP/1.1|Host: localhost|
          400; GET /%u0041 HTTP/1.1|Host: localhost|Origin: http://evil.example|
          400; GET /% HTTP/1.1|Host: localhost|
          400; GET /js/%0 HTTP/1.1|Host: localhost|
          400; GET /?a=%zz HTTP/1.1|Host: localhost|
          400; GET /api/v1/pings?limit=%zz HTTP/1.1|Host: localhost|
          400; GET /api/v1/pings/%00 HTTP/1.1|Host: localhost|
          400; GET / HTTP/1.1|Host: localhost|Range: bytes=10-5|
          400; GET / HTTP/1.1|Host: localhost|Range: bytes=|
          400; GET / HTTP/1.1|Host: localhost|Range: bytes=a-b|
          400; GET / HTTP/1.1|Host: localhost|Range: bytes=--5|
          400; GET / HTTP/1.1|Host: localhost|Range: bytes=0-1,9-4|
          400; GET / HTTP/1.1|Host: localhost|Range: bytes|
          400; GET / HTTP/1.1|Host: localhost|Range: bytes=0-1|Range: bytes=0-1|
          416; GET / HTTP/1.1|Host: localhost|Range: bytes=99999999999999999999-|
          416; GET / HTTP/1.1|Host: localhost|Range: bytes=9223372036854775807-|
          206; GET / HTTP/1.1|Host: localhost|Range: bytes=0-99999999999999999999|
          206; GET / HTTP/1.1|Host: localhost|Range: bytes=0-3|
          200; GET / HTTP/1.1|Host: localhost|Range: bytes=0-1,3-4|
          200; GET / HTTP/1.1|Host: localhost|Range: bytes=-5|
          200; GET / HTTP/1.1|Host: localhost|Range: items=0-1|
          200; GET http://localhost/ HTTP/1.1|Host: localhost|
          200; GET / HTTP/1.0|Host: localhost|
          400; GET / HTTP/1.1|Host: localhost|X: a\0b|
          400; GET / HTTP/1.1|Host: localhost|no colon|
          400; GET / HTTP/1.1|Host: localhost|: no name|
          400; GET /\0 HTTP/1.1|Host: localhost|
          400; GET /\u00e4 HTTP/1.1|Host: localhost|
          505; PRI * HTTP/2.0||SM||
          505; GET / HTTP/2.0|Host: localhost|
          505; GET / HTTP/9.9|Host: localhost|
          505; GET / HTTP/11.1|Host: localhost|
          505; GET / HTTP/0.9|Host: localhost|
          400; GET / http/1.1|Host: localhost|
          400; GET / ICY/1.0|Host: localhost|
          200; GET / HTTP/1.2|Host: localhost|
          400; GET / HTTP/1.1|Host: localhost|X : a|
          400; GET / HTTP/1.1| X: a|Host: localhost|
          400; OPTIONS * HTTP/1.1|Host: localhost|
          426; GET /api/v1/live HTTP/1.1|Host: localhost|Upgrade: websocket|Connection: Upgrade|
          426; GET /api/v1/live HTTP/1.1|Host: localhost|Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Version: 7|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|
          400; GET /api/v1/live HTTP/1.1|Host: localhost|Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Version: 13|
          400; GET /api/v1/live HTTP/1.1|Host: localhost|Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: short|
          400; GET / HTTP/1.1|Host: localhost|Transfer-Encoding: chunked||zz|
          400; GET / HTTP/1.1|Host: localhost|Content-Length: 5|
          """)
  void requestIsRefusedWithTheSecurityHeaders(int status, String request) throws IOException {
    check(status, request + "|");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          400; Transfer-Encoding: chunked||zz|{}|0||
          400; Transfer-Encoding: chunked||-2|{}|0||
          400; Transfer-Encoding: chunked||ffffffffffffffffff|{}|0||
          400; Transfer-Encoding: chunked||2|{}0||
          400; Transfer-Encoding: foo||{}
          400; Content-Length: 2|Content-Length: 3||{}
          400; Content-Length: 2|Transfer-Encoding: chunked||2|{}|0||
          400; Content-Length: -2||{}
          400; Content-Length: 99999999999999999999||{}
          417; Content-Length: 2|Expect: a miracle||{}
          """)
  void bodyIsRefusedWithTheSecurityHeaders(int status, String rest) throws IOException {
    for (String path : new String[] {"/api/v1/pings", "/api/v1/pings/batch"}) {
      check(status, "POST " + path + " HTTP/1.1|" + HOST + JSON + rest);
    }
    assertThat(site.pinger.commands()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"414, 5000, 1", "431, 1, 9000"})
  void headThatIsTooLongIsRefusedWithTheSecurityHeaders(int status, int path, int header)
      throws IOException {
    check(
        status,
        "GET /" + "a".repeat(path) + " HTTP/1.1|" + HOST + "X: " + "a".repeat(header) + "||");
  }

  @ParameterizedTest
  @CsvSource({"%00, zero byte", "%0, two digits of hex", "%u, two digits of hex"})
  void wrongEscapeIsToldWithItsReason(String escape, String reason) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", site.port())) {
      socket.setSoTimeout(10_000);
      String request =
          "GET /" + escape + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 400 ")
          .contains(reason);
    }
  }

  /// @param request with | as the line end
  private void check(int status, String request) throws IOException {
    String answer = answer(request.replace("|", "\r\n").replace("\\0", "\0"));

    assertThat(answer).matches("(?s)HTTP/1\\.[01] " + status + " .*");
    assertThat(answer.toLowerCase())
        .contains("content-security-policy: default-src 'none'")
        .contains("x-content-type-options: nosniff");
    if (status >= 400) {
      assertThat(answer).contains("application/problem+json");
    }
  }

  /// Reads up to the end of the headers, or of the connection.
  private String answer(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", site.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      StringBuilder answer = new StringBuilder();
      int c = socket.getInputStream().read();
      while (c >= 0 && answer.indexOf("\r\n\r\n") < 0) {
        answer.append((char) c);
        c = socket.getInputStream().read();
      }
      return answer.toString();
    }
  }
}
