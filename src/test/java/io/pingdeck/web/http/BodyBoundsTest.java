package io.pingdeck.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Slow;
import io.pingdeck.web.Site;
import io.pingdeck.web.Site.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.junit5.VertxExtension;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A body cannot determine how long the server is busy or how long the response is.
@Slow
@ExtendWith(VertxExtension.class)
class BodyBoundsTest {
  private static final String BATCH = "/api/v1/pings/batch";
  private static final int LONGEST_ANSWER = 40_000;
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
  private static final long LONGEST_STRETCH_NANOS = 2_000_000_000L;

  private Site site;

  @BeforeEach
  void start(Vertx vertx, @TempDir Path folder) {
    site = Site.start(vertx, folder);
  }

  private static final int MEBIBYTES_3_7 = 3_700_000;

  static List<String> hugeBodies() {
    String faulty = "udp://nope\\n";
    String unknown =
        IntStream.range(0, 350_000)
            .mapToObj(i -> "\"k" + i + "\":0")
            .collect(Collectors.joining(",", "{", "}"));
    String objects = "{},".repeat(900_000);
    return List.of(
        "{\"targets\":\"" + faulty.repeat(MEBIBYTES_3_7 / faulty.length()) + "\"}",
        "{\"targets\":\"" + "\\n".repeat(MEBIBYTES_3_7 / 2) + "\"}",
        "{\"targets\":[" + "\"x\",".repeat(MEBIBYTES_3_7 / 4) + "\"x\"]}",
        "{\"targets\":\"http://h/" + "x".repeat(MEBIBYTES_3_7) + "\"}",
        "{\"targets\":\"" + "x".repeat(MEBIBYTES_3_7) + "\"}",
        "{\"targets\":\"icmp://127.0.0.1\",\"interval\":\"" + "1".repeat(1_000_000) + "\"}",
        "{\"targets\":\"icmp://127.0.0.1\",\"count\":" + "1".repeat(1_000_000) + "}",
        "{\"targets\":\"icmp://127.0.0.1\",\"interval\":1e999999999}",
        "{\"targets\":\"icmp://127.0.0.1\",\"" + "x".repeat(1_000_000) + "\":1}",
        "{\"targets\":[" + objects + "{}]}",
        "{\"targets\":" + "[".repeat(1_000_000),
        "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000),
        unknown);
  }

  @ParameterizedTest
  @MethodSource("hugeBodies")
  void hugeListIsRefusedInAFewWordsWhileTheServerGoesOn(String body) {
    AtomicLong longest = longestStretch();

    Reply reply = site.send("POST", BATCH, body);

    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(reply.body().length()).isLessThan(LONGEST_ANSWER);
    assertThat(site.pinger.commands()).isEmpty();
    assertThat(longest.get()).isLessThan(LONGEST_STRETCH_NANOS);
  }

  @Test
  void faultsBeyondAHundredAreCounted() {
    Reply reply =
        site.post(BATCH, new JsonObject().put("targets", "udp://nope\n".repeat(5_000).strip()));

    JsonArray errors = reply.json().getJsonArray("errors");
    assertThat(errors).hasSize(101);
    assertThat(errors.getJsonObject(99).getString("message")).startsWith("line 100: ");
    assertThat(errors.getJsonObject(100).getString("field")).isEqualTo("targets");
    assertThat(errors.getJsonObject(100).getString("message")).isEqualTo("and 4,900 more faults");
  }

  @Test
  void listBeyondItsLinesIsRefusedAsAWhole() {
    Reply reply = site.post(BATCH, new JsonObject().put("targets", "\n".repeat(100_001)));

    assertThat(reply.json().getString("detail"))
        .isEqualTo("targets: has too many lines (at most 100000)");
  }

  @Test
  @Proves("W22")
  void everyRouteThatChangesSomethingBoundsItsBodyAndNamesTheBound() {
    int tried = 0;
    for (Route route : site.web().routes()) {
      if (route.methods() == null || route.getPath() == null) {
        continue;
      }
      String path = route.getPath().replace(":id", "00000000").replace(":name", "x");
      for (String method : List.of("POST", "PATCH", "PUT", "DELETE")) {
        if (route.methods().stream().noneMatch(m -> m.name().equals(method))) {
          continue;
        }
        tried++;
        int bound = bound(method, path);
        Reply reply = site.send(method, path, " ".repeat(bound + 1));
        assertThat(reply.status()).as(method + " " + path).isEqualTo(413);
        assertThat(reply.json().getString("detail"))
            .isEqualTo("the body may have at most " + bound + " bytes here");
        assertThat(reply.headers().get("Content-Security-Policy")).isNotNull();
      }
    }
    assertThat(tried).isGreaterThan(12);
  }

  private static int bound(String method, String path) {
    if (path.equals(BATCH)) {
      return 4 * 1024 * 1024;
    }
    boolean isOfLogins = path.matches("/api/v1/(session(/oidc)?|setup|users(/.*)?|tokens)");
    return isOfLogins && !method.equals("DELETE") ? 4096 : 8192;
  }

  @ParameterizedTest
  @MethodSource("smallBodies")
  void smallBodyOfManyFaultsIsRefusedInAFewWords(String body) {
    for (String path :
        List.of("/api/v1/pings", "/api/v1/echo-servers", "/api/v1/beat-senders", BATCH)) {
      Reply reply = site.send("POST", path, body);
      assertThat(reply.status()).as(path).isEqualTo(400);
      assertThat(reply.body().length()).isLessThan(LONGEST_ANSWER);
    }
    Reply rules = site.send("PATCH", "/api/v1/heartbeat-rules", body);
    assertThat(rules.status()).isEqualTo(400);
    assertThat(rules.body().length()).isLessThan(LONGEST_ANSWER);
  }

  static List<String> smallBodies() {
    String unknown =
        IntStream.range(0, 800)
            .mapToObj(i -> "\"k" + i + "\":0")
            .collect(Collectors.joining(",", "{", "}"));
    return List.of(
        unknown,
        "[".repeat(8000),
        "{\"a\":".repeat(1000) + "1" + "}".repeat(1000),
        "{\"target\":\"" + "x".repeat(8000) + "\"}",
        "{\"interval\":1e999999999}",
        "{\"lossThreshold\":1e999999999,\"loss\":1e999999999,\"x\":-1e-999999999}",
        "{\"count\":" + "9".repeat(8000) + "}",
        "{\"target\":\"\\ud800\"}");
  }

  /// From now on, measures the longest time that an event loop worked while its timer was due.
  /// Counts CPU time, so that a busy machine does not matter.
  private AtomicLong longestStretch() {
    AtomicLong longest = new AtomicLong();
    for (int loop = 0; loop < 8; loop++) {
      long[] last = {Long.MAX_VALUE};
      site.vertx()
          .getOrCreateContext()
          .runOnContext(_ ->
              site.vertx()
                  .setPeriodic(
                      10,
                      _ -> {
                        long now = CPU.getCurrentThreadCpuTime();
                        longest.accumulateAndGet(now - last[0], Math::max);
                        last[0] = now;
                      }));
    }
    return longest;
  }
}
