package io.pingdeck.web.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.AddressRange;
import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Slow;
import io.pingdeck.web.LiveClient;
import io.pingdeck.web.Site;
import io.pingdeck.web.http.HttpConnectionLimits;
import io.pingdeck.web.http.LoginConfig;
import io.pingdeck.web.http.ReverseProxy;
import io.pingdeck.web.http.WebConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Limits on the live connections of one address, and on what a connection sends.
@Slow
@ExtendWith(VertxExtension.class)
class LiveRouteTest {
  private static final int PER_SOURCE = 2;
  private static final int ACCEPTED = 101;
  private static final int REFUSED = 503;
  private static final int ANY_PORT = 0;
  private static final String LIVE = "/api/v1/live";

  private Site site;

  @BeforeEach
  void start(Vertx vertx, @TempDir Path folder) {
    site =
        Site.start(
            vertx,
            folder,
            new WebConfig(
                "127.0.0.1",
                0,
                List.of(),
                5,
                PER_SOURCE,
                HttpConnectionLimits.DEFAULT,
                new ReverseProxy("", Optional.empty(), List.of(AddressRange.parse("127.0.0.3"))),
                Optional.empty(),
                LoginConfig.DEFAULT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"89 81 00000000 78", "8a 80 00000000", "00 80 00000000"})
  void framesOfEveryKindAreCounted(String frame) throws IOException {
    byte[] one = HexFormat.of().parseHex(frame.replace(" ", ""));
    ByteArrayOutputStream flood = new ByteArrayOutputStream();
    if (one[0] == 0) {
      flood.writeBytes(new byte[] {1, (byte) 0x80, 0, 0, 0, 0}); // the message that it continues
    }
    for (int i = 0; i < 250; i++) {
      flood.writeBytes(one);
    }

    assertThat(answerTo(flood.toByteArray())).contains("\u0003\u00f0too many messages");
  }

  /// RFC 6455 section 8.1; the bytes of a character may be split between two frames.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "81 81 00000000 ff",
        "81 82 00000000 c0 80",
        "81 83 00000000 ed a0 80",
        "81 81 00000000 c3",
        "01 81 00000000 ff",
        "01 81 00000000 c3 80 81 00000000 28",
        "01 81 00000000 e2 00 81 00000000 82 80 80 00000000",
        "81 8a 00000000 7b 22 74 22 3a 22 ff 22 7d 20"
      })
  void textThatIsNotUtf8ClosesWith1007(String frames) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(frames.replace(" ", ""));

    assertThat(answerTo(bytes)).endsWith("\u0003\u00efnot UTF-8").doesNotContain("problem");
  }

  @Test
  void characterThatIsSplitBetweenFramesIsOne() throws IOException {
    byte[] euro =
        HexFormat.of()
            .parseHex("0181" + "00000000e2" + "0081" + "0000000082" + "8081" + "00000000ac");
    byte[] binary = {(byte) 0x82, (byte) 0x81, 0, 0, 0, 0, 7};
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    frames.writeBytes(euro);
    frames.writeBytes(binary);

    assertThat(answerTo(frames.toByteArray())).contains("problem").endsWith("text only");
  }

  @Test
  void messageThatNeverEndsIsNotKept() throws IOException {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (int i = 0; i < 3; i++) {
      frames.writeBytes(new byte[] {(byte) (i == 0 ? 1 : 0), (byte) 0xfe, 0x40, 0, 0, 0, 0, 0});
      frames.writeBytes(" ".repeat(0x4000).getBytes(US_ASCII));
    }

    assertThat(answerTo(frames.toByteArray())).contains("\u0003\u00f1");
  }

  private String answerTo(byte[] frames) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", site.port())) {
      socket.setSoTimeout(5_000); // a blocked read fails the test
      String handshake =
          "GET /api/v1/live HTTP/1.1|Host: localhost|Connection: Upgrade|Upgrade: websocket|"
              + "Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==||";
      socket.getOutputStream().write(handshake.replace("|", "\r\n").getBytes(ISO_8859_1));
      while (socket.getInputStream().read() != '}') {} // waits for the hello
      socket.getOutputStream().write(frames);
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  @Test
  void clientThatDoesNotAnswerACloseIsDisconnected() throws IOException {
    byte[] binary = {(byte) 0x82, (byte) 0x81, 0, 0, 0, 0, 7};

    assertThat(answerTo(binary)).endsWith("text only");
  }

  @Test
  @Proves("W25")
  void oneAddressDoesNotTakeThePlacesOfOthers() throws IOException {
    for (int i = 0; i < PER_SOURCE; i++) {
      LiveClient.connect(site).next("hello");
    }

    assertThat(handshakeFrom("127.0.0.1")).isEqualTo(REFUSED);
    assertThat(handshakeFrom("127.0.0.2")).isEqualTo(ACCEPTED);
  }

  /// A client's own X-Forwarded-For gives it no other address.
  @Test
  void clientsOfATrustedProxyAreTold() throws IOException {
    List<LiveClient> pages = new ArrayList<>();
    for (int i = 0; i < PER_SOURCE; i++) {
      pages.add(LiveClient.connect(site));
      pages.getLast().next("hello");
    }

    assertThat(handshakeFrom("127.0.0.1", "192.0.2.1")).isEqualTo(REFUSED);
    assertThat(handshakeFrom("127.0.0.3", "192.0.2.1")).isEqualTo(ACCEPTED);
    assertThat(handshakeFrom("127.0.0.3", "192.0.2.1, 127.0.0.1")).isEqualTo(REFUSED);
  }

  @Test
  void placeIsFreeAgainWhenAClientLeaves() throws IOException {
    for (int i = 0; i < 4 * PER_SOURCE; i++) {
      LiveClient client = LiveClient.connect(site);
      client.next("hello");
      client.close();
    }

    assertThat(handshakeFrom("127.0.0.1")).isEqualTo(ACCEPTED);
  }

  @Test
  void handshakesThatFailTakeNoPlace() throws IOException {
    Map<String, String> withoutKey =
        Map.of("Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13");
    for (int i = 0; i < 4 * PER_SOURCE; i++) {
      assertThat(site.call("GET", LIVE, withoutKey, Buffer.buffer()).status())
          .isNotEqualTo(REFUSED);
    }

    assertThat(handshakeFrom("127.0.0.1")).isEqualTo(ACCEPTED);
  }

  /// Written by hand, because Vert.x's WebSocket client cannot use a given source address.
  private int handshakeFrom(String source) throws IOException {
    return handshakeFrom(source, "");
  }

  private int handshakeFrom(String source, String forwardedFor) throws IOException {
    try (Socket socket =
        new Socket("127.0.0.1", site.port(), InetAddress.getByName(source), ANY_PORT)) {
      String request =
          String.join(
              "\r\n",
              "GET " + LIVE + " HTTP/1.1",
              "Host: 127.0.0.1:" + site.port(),
              "X-Forwarded-For: " + forwardedFor,
              "Connection: Upgrade",
              "Upgrade: websocket",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
              "\r\n");
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 101".length());
      return Integer.parseInt(new String(status, US_ASCII).substring("HTTP/1.1 ".length()));
    }
  }
}
