package io.pingdeck.web;

import static io.pingdeck.web.GuardedSite.SESSION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.AddressRange;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.UserApi;
import io.pingdeck.web.http.LoginConfig;
import io.pingdeck.web.http.ReverseProxy;
import io.pingdeck.web.http.RoleMapping;
import io.pingdeck.web.http.TrustedHeader;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A proxy at 127.0.0.1 names the person in a header. Whoever connects from 127.0.0.2 is none.
@ExtendWith(VertxExtension.class)
class TrustedHeaderTest {
  private static final String PINGS = "/api/v1/pings";
  private static final String PROXY = "127.0.0.1";
  private static final String OTHER = "127.0.0.2";

  private Vertx vertx;
  private Site site;

  @BeforeEach
  void start(Vertx made, @TempDir Path folder) {
    vertx = made;
    TrustedHeader header =
        new TrustedHeader(
            "Remote-User",
            Optional.of("Remote-Groups"),
            new RoleMapping(
                Map.of(Role.VIEWER, List.of("staff"), Role.OPERATOR, List.of("crew")),
                Optional.empty()));
    LoginConfig login =
        new LoginConfig(
            LoginConfig.Mode.AUTO,
            false,
            Duration.ofHours(8),
            Duration.ofDays(7),
            Optional.empty(),
            Optional.of(header));
    ReverseProxy proxy = new ReverseProxy("", Optional.empty(), List.of(AddressRange.parse(PROXY)));
    site = Site.start(vertx, folder, GuardedSite.config("127.0.0.1", login, proxy));
  }

  private record Reply(int status, String head, String body) {
    String detail() {
      return new JsonObject(body).getString("detail");
    }
  }

  /// @param from the address that the client has
  /// @param lines headers as `Name: value`, of which some may repeat
  private Reply call(String from, String method, String path, String... lines) {
    boolean hasBody = Stream.of(lines).anyMatch(line -> line.startsWith("Content-Type"));
    String body = hasBody ? "{\"target\":\"udp://127.0.0.1:12000\"}" : "";
    List<String> all = new ArrayList<>(List.of(lines));
    all.add("Connection:close");
    all.add("Content-Length:" + body.length());
    String response = exchange(from, method + " " + path, all, body, Integer.MAX_VALUE);
    String[] parts = response.split("\r\n\r\n", 2);
    return new Reply(Integer.parseInt(response.substring(9, 12)), parts[0], parts[1]);
  }

  private String exchange(
      String from, String target, List<String> lines, String body, int mostBytes) {
    List<String> head = new ArrayList<>(List.of(target + " HTTP/1.1"));
    head.add("Host:127.0.0.1:" + site.port());
    head.addAll(lines);
    String request = String.join("\r\n", head) + "\r\n\r\n" + body;
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(new InetSocketAddress("127.0.0.1", site.port()));
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readNBytes(mostBytes), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String origin() {
    return "http://127.0.0.1:" + site.port();
  }

  @Test
  void theProxySaysWhoItIs() {
    Reply session = call(PROXY, "GET", SESSION, "Remote-User: ada ", "remote-groups:staff, crew");

    assertThat(new JsonObject(session.body()).getJsonObject("user"))
        .isEqualTo(
            new JsonObject()
                .put("name", "proxy:ada")
                .put("role", "operator")
                .put("proof", "proxy"));
    assertThat(session.head().toLowerCase(Locale.ROOT)).doesNotContain("set-cookie");
    assertThat(
            call(PROXY, "GET", "/api/v1/users", "Remote-User:ada", "Remote-Groups:crew").status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|401|log in",
        "Remote-Groups:crew|401|log in",
        "Remote-User:;Remote-Groups:crew|401|no usable name",
        "Remote-User: ;Remote-Groups:crew|401|no usable name",
        "Remote-User:ada;Remote-User:ada;Remote-Groups:crew|401|sent a header twice",
        "Remote-User:ada;Remote-User:eve;Remote-Groups:crew|401|sent a header twice",
        "Remote-User:ada;Remote-Groups:staff;Remote-Groups:crew|401|sent a header twice",
        "Remote-User:ada, eve;Remote-Groups:crew|401|no usable name",
        "Remote-User:j\u00fcrgen|403|j\u00fcrgen has no role here",
        "Remote-User:ada|403|ada has no role here",
        "Remote-User:ada;Remote-Groups:Crew|403|ada has no role here",
        "Remote-User:ada;Remote-Groups:screw|403|ada has no role here",
        "Remote_User:ada;Remote_Groups:crew|401|log in",
        "X-Remote-User:ada;X-Forwarded-User:ada|401|log in"
      })
  void whatIsNotClearIsRefused(String lines, int status, String text) {
    String[] headers = lines.isEmpty() ? new String[0] : lines.split(";");

    Reply refused = call(PROXY, "GET", PINGS, headers);

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.detail()).contains(text);
  }

  @Test
  void whatIsTooLongIsRefused() {
    String name = "Remote-User:" + "a".repeat(65);
    String groups = "Remote-Groups:" + "a,".repeat(2048) + "crew";

    assertThat(call(PROXY, "GET", PINGS, name, "Remote-Groups:crew").status()).isEqualTo(401);
    assertThat(call(PROXY, "GET", PINGS, "Remote-User:ada", groups).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "Remote-User:ada",
    "Remote-Groups:crew",
    "remote-user:ada;X-Forwarded-For:127.0.0.1",
    "Remote-User:;X-Real-IP:127.0.0.1",
  })
  void nobodyElseIsBelieved(String lines) {
    for (String path : List.of(PINGS, SESSION, "/", "/health/live", "/metrics")) {
      Reply refused = call(OTHER, "GET", path, lines.split(";"));

      assertThat(refused.status()).as(path).isEqualTo(403);
      assertThat(refused.detail()).contains("web.trustedProxies");
    }
    assertThat(call(OTHER, "GET", PINGS).status()).isEqualTo(401);
    assertThat(call(OTHER, "GET", "/health/live").status()).isEqualTo(200);
  }

  /// The browser authenticates to the proxy with every request, whichever page made it.
  @ParameterizedTest
  @CsvSource({"-, 403", "own, 201", "https://evil.example, 403", "null, 403"})
  void aChangeComesFromTheOwnPage(String origin, int status) {
    String line =
        switch (origin) {
          case "-" -> "X-None:1";
          case "own" -> "Origin:" + origin();
          default -> "Origin:" + origin;
        };

    Reply reply =
        call(
            PROXY,
            "POST",
            PINGS,
            "Remote-User:ada",
            "Remote-Groups:crew",
            "Content-Type:application/json",
            line);

    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, own, ada, 101",
    "127.0.0.1, -, ada, 403",
    "127.0.0.1, https://evil.example, ada, 403",
    "127.0.0.1, own, -, 401",
    "127.0.0.2, own, ada, 403",
    "127.0.0.2, own, -, 401"
  })
  void aLiveConnectionIsCheckedInTheSameWay(String from, String origin, String name, int status) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "Connection:Upgrade",
                "Upgrade:websocket",
                "Sec-WebSocket-Version:13",
                "Sec-WebSocket-Key:dGhlIHNhbXBsZSBub25jZQ=="));
    if (!origin.equals("-")) {
      lines.add("Origin:" + (origin.equals("own") ? origin() : origin));
    }
    if (!name.equals("-")) {
      lines.addAll(List.of("Remote-User:" + name, "Remote-Groups:staff"));
    }

    String response = exchange(from, "GET /api/v1/live", lines, "", 12);

    assertThat(response).isEqualTo("HTTP/1.1 " + status);
  }

  @Test
  void aTokenPassesTheProxyWithItsOwnRole() {
    String secret =
        Site.await(
                UserApi.USERS.request(
                    vertx.eventBus(), new UserApi.CreateToken("ci", Role.VIEWER, Optional.empty())))
            .secret();
    String bearer = "Authorization:Bearer " + secret;

    assertThat(call(OTHER, "GET", PINGS, bearer).status()).isEqualTo(200);
    assertThat(
            call(
                    PROXY,
                    "POST",
                    PINGS,
                    bearer,
                    "Content-Type:application/json",
                    "Remote-User:ada",
                    "Remote-Groups:crew")
                .status())
        .isEqualTo(403);
  }
}
