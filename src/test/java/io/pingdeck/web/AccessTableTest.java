package io.pingdeck.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Slow;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.UserApi;
import io.pingdeck.web.Site.Reply;
import io.pingdeck.web.access.AccessTable;
import io.pingdeck.web.http.StaticFiles;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Calls every route of the router as nobody and as each role. The table that results is in the
/// manual.
@Slow
@ExtendWith(VertxExtension.class)
class AccessTableTest {
  private static final Path MANUAL = Path.of("src", "docs", "access.md");
  private static final Path RESULT = Path.of("target", "access-table.md");
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND");

  private GuardedSite guarded;
  private Site site;
  private final Map<Role, String> secrets = new EnumMap<>(Role.class);

  @BeforeEach
  void start(Vertx vertx, @TempDir Path folder) {
    guarded = GuardedSite.start(vertx, folder);
    site = guarded.site;
    for (Role role : Role.values()) {
      secrets.put(role, guarded.token(role.word(), role, Optional.empty()).secret());
    }
  }

  private record Call(String method, String pattern) {
    /// A path that the pattern matches; what it names does not exist.
    String path() {
      return pattern.equals(StaticFiles.PATTERN)
          ? "/js/app.js"
          : pattern.replace(":id", "00000000").replace(":name", "none").replace(":report", "0");
    }

    boolean hasBody() {
      return List.of("POST", "PUT", "PATCH").contains(method);
    }
  }

  private List<Call> calls() {
    List<Call> calls = new ArrayList<>();
    for (Route route : site.web().routes()) {
      if (route.methods() == null) {
        assertThat(route.getPath()).as("a route for all methods only checks").isNull();
        continue;
      }
      String pattern = Optional.ofNullable(route.getPath()).orElse(StaticFiles.PATTERN);
      for (HttpMethod method : route.methods()) {
        calls.add(new Call(method.name(), pattern));
      }
    }
    assertThat(calls).hasSize(AccessTable.entries().size()).hasSizeGreaterThan(50);
    return calls;
  }

  private Reply call(String method, String path, boolean body, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    if (body) {
      headers.put("Content-Type", "application/json");
    }
    return site.call(method, path, headers, Buffer.buffer(body ? "{}" : ""));
  }

  private Reply call(Call call, Map<String, String> headers) {
    return call(call.method(), call.path(), call.hasBody(), headers);
  }

  private Map<String, String> as(Role role) {
    return Map.of("Authorization", "Bearer " + secrets.get(role));
  }

  private static boolean isOpen(Call call) {
    return entry(call).role().isEmpty();
  }

  private static AccessTable.Entry entry(Call call) {
    return AccessTable.entries().stream()
        .filter(one -> one.method().equals(call.method()) && one.path().equals(call.pattern()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Proves("W8")
  void theTableOfTheManualIsWhatTheServerDoes() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("| request | nobody | viewer | operator | admin | in the audit log |");
    lines.add("|---|---|---|---|---|---|");
    for (Call call : calls()) {
      StringBuilder line = new StringBuilder("| `" + call.method() + " " + shown(call) + "` |");
      int nobody = call(call, Map.of()).status();
      boolean isOpen = isOpen(call);
      assertThat(nobody == 401 && !call.pattern().endsWith("/session"))
          .as("%s by nobody: %d", call, nobody)
          .isEqualTo(!isOpen);
      line.append(isOpen ? " yes |" : " |");
      for (Role role : Role.values()) {
        int status = call(call, as(role)).status();
        boolean isAllowed = entry(call).role().map(role::includes).orElse(true);
        assertThat(status == 403).as("%s by %s: %d", call, role, status).isEqualTo(!isAllowed);
        assertThat(status).as("%s by %s", call, role).isNotEqualTo(401).isLessThan(500);
        line.append(isAllowed ? " yes |" : " |");
      }
      lines.add(line + entry(call).action().map(action -> " " + action + " |").orElse(" |"));
    }
    Files.createDirectories(RESULT.getParent());
    Files.write(RESULT, lines);

    assertThat(Files.readAllLines(MANUAL)).as("the table in " + RESULT).containsSequence(lines);
  }

  private static String shown(Call call) {
    return call.pattern().equals(StaticFiles.PATTERN) ? "/ and its files" : call.pattern();
  }

  @Test
  void whoseLoginIsOverIsNobody() {
    String expiring = guarded.token("old", Role.ADMIN, Optional.of(Duration.ofMinutes(5))).secret();
    UserApi.CreatedToken removed = guarded.token("removed", Role.ADMIN, Optional.empty());
    guarded.ask(new UserApi.AddUser("second", Role.ADMIN, GuardedSite.PASSWORD));
    String cookie = guarded.cookie("second");
    guarded.ask(new UserApi.RemoveUser("second"));
    guarded.ask(new UserApi.RemoveToken(removed.token().id()));
    site.setClockAhead(Duration.ofMinutes(5));

    for (Call call : calls()) {
      for (String secret : List.of(expiring, removed.secret())) {
        int status = call(call, Map.of("Authorization", "Bearer " + secret)).status();
        assertThat(status).as("%s by a token that is over", call).isEqualTo(401);
      }
      if (!isOpen(call)) {
        int status = call(call, Map.of("Cookie", cookie, "Origin", guarded.origin())).status();
        assertThat(status).as("%s by a removed user", call).isEqualTo(401);
      }
    }
  }

  /// Every spelling is served by a route with its check, or by none.
  @Test
  @Proves("W8")
  void noSpellingOfAPathOpensMore() {
    Map<String, String> byViewer = as(Role.VIEWER);
    for (Call call : calls()) {
      if (isOpen(call)) {
        continue;
      }
      boolean isForViewers = entry(call).role().orElseThrow() == Role.VIEWER;
      for (String path : spellings(call.path())) {
        assertThat(call(call.method(), path, call.hasBody(), Map.of()).status())
            .as("%s %s by nobody", call.method(), path)
            .isIn(400, 401, 404, 405);
        if (!isForViewers) {
          assertThat(call(call.method(), path, call.hasBody(), byViewer).status())
              .as("%s %s by a viewer", call.method(), path)
              .isIn(400, 403, 404, 405);
        }
      }
    }
  }

  private static List<String> spellings(String path) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    String encoded = "%" + Integer.toHexString(last.charAt(0)) + last.substring(1);
    return Stream.of(
            "/" + path,
            "//" + path,
            path.replace("/", "//"),
            path + "/",
            path + "//",
            path + "/.",
            path + ".",
            path + "/..;/",
            path + ";x",
            path + ";jsessionid=1",
            path + "/;x",
            path + "%00",
            path + "%20",
            path + "%2f",
            path + "%3f",
            path + "?x=1",
            path + ".json",
            path + "/index.html",
            "/." + path,
            "/%2e" + path,
            "/x/.." + path,
            "/x/%2e%2e" + path,
            "/js/..%2f" + path.substring(1),
            "/;x" + path,
            "/health/live/.." + path,
            "/health/live%2f..%2f" + path.substring(1),
            path.toUpperCase(Locale.ROOT),
            path.substring(0, path.length() - last.length()) + encoded,
            "/" + path.substring(1).replace("/", "%2f"),
            path.replace("/", "\\").replaceFirst("^\\\\", "/"),
            path.replace("/", "/%5c"),
            "http://127.0.0.1" + path,
            "http://127.0.0.1/" + path)
        .distinct()
        .toList();
  }

  @Test
  @Proves("W8")
  void noMethodOpensMore() {
    for (Call call : calls()) {
      if (isOpen(call)) {
        continue;
      }
      for (String method : METHODS) {
        boolean body = List.of("POST", "PUT", "PATCH").contains(method);
        Map<String, String> override =
            Map.of(
                "X-HTTP-Method-Override",
                "GET",
                "X-Original-URL",
                "/health/live",
                "X-Rewrite-URL",
                "/health/live",
                "X-Forwarded-User",
                "admin",
                "X-Forwarded-For",
                "127.0.0.1");
        for (Map<String, String> headers : List.of(Map.<String, String>of(), override)) {
          int status = call(method, call.path(), body, headers).status();

          assertThat(status).as("%s %s by nobody", method, call.path()).isIn(400, 401, 404, 405);
        }
      }
    }
  }

  @Test
  @Proves("W8")
  void manyAtOnceAreCheckedOneByOne() throws Exception {
    List<Call> guardedCalls = calls().stream().filter(call -> !isOpen(call)).toList();
    List<Callable<String>> requests = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Call call = guardedCalls.get(i % guardedCalls.size());
      boolean isAdmin = i % 2 == 0;
      requests.add(() -> {
        int status = call(call, isAdmin ? as(Role.ADMIN) : Map.of()).status();
        return (status == 401) == isAdmin ? call + " admin: " + isAdmin + " " + status : "";
      });
    }

    List<String> wrong = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> result : threads.invokeAll(requests)) {
        wrong.add(result.get());
      }
    }

    assertThat(wrong).hasSize(200).containsOnly("");
  }

  @Test
  @Proves("W5")
  void aLiveConnectionNeedsARole() {
    assertThat(LoginsOfSocketsTest.handshake(site, Map.of())).isEqualTo(401);
    for (String path : spellings("/api/v1/live")) {
      assertThat(
              call(
                      "GET",
                      path,
                      false,
                      Map.of(
                          "Connection",
                          "Upgrade",
                          "Upgrade",
                          "websocket",
                          "Sec-WebSocket-Version",
                          "13",
                          "Sec-WebSocket-Key",
                          "dGhlIHNhbXBsZSBub25jZQ=="))
                  .status())
          .as(path)
          .isIn(400, 401, 404, 405);
    }
    for (Role role : Role.values()) {
      assertThat(LoginsOfSocketsTest.handshake(site, as(role))).isEqualTo(101);
    }
  }
}
