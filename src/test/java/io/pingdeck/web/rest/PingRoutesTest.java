package io.pingdeck.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Slow;
import io.pingdeck.web.Site;
import io.pingdeck.web.Site.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Slow
@ExtendWith(VertxExtension.class)
class PingRoutesTest {
  private static final String PINGS = "/api/v1/pings";

  private Site site;

  @BeforeEach
  void start(Vertx vertx, @TempDir Path folder) {
    site = Site.start(vertx, folder);
  }

  @Test
  void startedPingIsCreatedWithWhatWasAskedFor() {
    Reply reply =
        site.post(
            PINGS,
            new JsonObject()
                .put("target", "udp://127.0.0.1:12000")
                .put("name", "my echo")
                .put("interval", "200ms")
                .put("timeout", 0.5)
                .put("count", 10)
                .put("size", 100)
                .put("ttl", 5));

    assertThat(reply.status()).isEqualTo(201);
    String id = reply.json().getString("id");
    assertThat(reply.headers().get("Location")).isEqualTo(PINGS + "/" + id);
    assertThat(reply.json().getString("name")).isEqualTo("my echo");
    assertThat(reply.json().getString("interval")).isEqualTo("200ms");
    assertThat(reply.json().getString("timeout")).isEqualTo("500ms");
    assertThat(reply.json().getLong("count")).isEqualTo(10);
    assertThat(reply.json().getInteger("size")).isEqualTo(100);
    assertThat(reply.json().getString("state")).isEqualTo("running");
    assertThat(site.get(PINGS + "/" + id).json().getString("id")).isEqualTo(id);
  }

  @Test
  void aForgottenPingIsListedAndKeptNoMore() {
    String first = PINGS + "/" + site.startPing();
    List<String> others = new ArrayList<>();
    for (int i = 0; i < Site.STATS.endedPings(); i++) {
      others.add(site.startPing().toString());
    }
    site.send("POST", first + "/stop", "");
    others.forEach(id -> site.send("POST", PINGS + "/" + id + "/stop", ""));

    assertThat(site.get(PINGS).json().getJsonArray("pings"))
        .extracting(ping -> ((JsonObject) ping).getString("id"))
        .containsExactlyElementsOf(others.reversed());
    assertThat(site.get(first).status()).isEqualTo(404);
    assertThat(site.get(first + "/history").status()).isEqualTo(404);
  }

  @Test
  @Proves("S7")
  void undefinedValuesHaveNoKey() {
    JsonObject ping = site.get(PINGS + "/" + site.startPing()).json();

    assertThat(ping.fieldNames())
        .doesNotContain("rttNanos", "lastRttNanos", "jitterNanos", "lossPercent", "endedAt")
        .doesNotContain("count", "ttl", "tos", "reason");
    assertThat(ping.getJsonObject("lastMinute").fieldNames()).doesNotContain("lossPercent");
  }

  @Test
  void pingsGoToTheWorkersInTurn() {
    site.startPing();
    site.startPing();
    site.startPing();

    assertThat(site.pinger.commands()).hasSize(2);
    assertThat(site.secondPinger.commands()).hasSize(1);
  }

  @Test
  void everyFaultIsReportedAtOnce() {
    Reply reply =
        site.post(
            PINGS,
            new JsonObject()
                .put("target", "udp://127.0.0.1:99999")
                .put("interval", "soon")
                .put("timeout", true)
                .put("count", "ten")
                .put("size", 1.5)
                .put("colour", "red"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.headers().get("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.faultyFields())
        .containsExactlyInAnyOrder("target", "interval", "timeout", "count", "size", "colour");
    assertThat(site.pinger.commands()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "udp://;id:1",
        "udp://$(id):1",
        "-c 1",
        "udp://host\n:1",
        "udp://host\0:1",
        "udp://host%0a:1",
        "udp://host。example:1",
        "http://127.0.0.1 HTTP/1.1",
        "http://127.0.0.1/\r\nHost: other",
        "http://127.0.0.1/?a\nb",
        "http://127.0.0.1/\0",
        "http://127.0.0.1/\u0085",
        "file:///etc/passwd",
        "udp://0x7f.1:1",
        "udp://2130706433:1",
        "udp://017700000001:1",
        "\u202eudp://evil:1",
        ""
      })
  @Proves("W11")
  void hostOutsideTheGrammarIsAFaultOfTheTarget(String target) {
    Reply reply = site.post(PINGS, new JsonObject().put("target", target));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.faultyFields()).containsOnly("target");
    assertThat(site.pinger.commands()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "\"x\"", "{\"a\":1,\"a\":2}", "{} {}", "\ud800"})
  void bodyThatIsNoJsonObjectIsRefused(String body) {
    Reply reply = site.send("POST", PINGS, body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().getString("detail")).startsWith("not ");
  }

  @Test
  void deeplyNestedBodyIsRefused() {
    assertThat(site.send("POST", PINGS, "[".repeat(4_000) + "]".repeat(4_000)).status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e1000000000", "1e-1000000000", "-1", "99999999999999999999"})
  void monstrousNumberIsAFaultOfItsField(String number) {
    Reply reply =
        site.send("POST", PINGS, "{\"target\":\"udp://127.0.0.1:1\",\"interval\":" + number + "}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.faultyFields()).containsExactly("interval");
  }

  @Test
  void refusalOfTheWorkerIsAProblem() {
    Reply reply = site.post(PINGS, new JsonObject().put("target", "udp://192.0.2.1:7"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.faultyFields()).containsExactly("interval");
  }

  @Test
  void everyBadLineOfAListIsNamedAndNothingIsStarted() {
    List<String> targets = new ArrayList<>(Collections.nCopies(5_000, "udp://127.0.0.1:12000"));
    targets.set(4_710, "udp://127.0.0.1");
    targets.set(4_999, "127.0.0.1:7");

    Reply reply =
        site.post(
            PINGS + "/batch",
            new JsonObject().put("targets", new JsonArray(targets)).put("interval", "soon"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().getJsonArray("errors").stream().map(Object::toString))
        .hasSize(3)
        .anyMatch(error -> error.contains("line 4711: udp needs a port"))
        .anyMatch(error -> error.contains("line 5000: 127.0.0.1:7 has no protocol"))
        .anyMatch(error -> error.contains("soon is not a duration"));
    assertThat(site.pinger.commands()).isEmpty();
  }

  @Test
  void listWithMoreTargetsThanMayRunIsRefusedBeforeItIsRead() {
    String targets = "# none\n\n" + "no target\n".repeat(Site.MOST_PINGS + 1);

    Reply reply = site.post(PINGS + "/batch", new JsonObject().put("targets", targets));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().getString("detail"))
        .isEqualTo("targets: has 6001 targets: at most 6000 pings may run");
  }

  @Test
  void aLineThatTheWorkerRefusesIsNamed() {
    Reply reply =
        site.post(
            PINGS + "/batch",
            new JsonObject().put("targets", "udp://127.0.0.1:1\n# no\nudp://192.0.2.1:7"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().getString("detail"))
        .isEqualTo("targets: line 3: interval: is below the allowed 200ms");
    assertThat(site.get(PINGS).json().getInteger("total")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"targets\":7}", "{\"targets\":\"# none\"}", "{\"targets\":[1]}"})
  void aListWithoutTargetsIsAFault(String body) {
    Reply reply = site.send("POST", PINGS + "/batch", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.faultyFields()).containsExactly("targets");
  }

  @Test
  void stoppedPingHasEndedAndStaysSo() {
    String address = PINGS + "/" + site.startPing();

    Reply stopped = site.send("POST", address + "/stop", "");
    Reply again = site.send("POST", address + "/stop", "");

    assertThat(stopped.json().getString("state")).isEqualTo("stopped");
    assertThat(stopped.json().getString("endedAt")).isNotNull();
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(stopped.json());
  }

  @Test
  void pausedPingIsPausedUntilItIsResumed() {
    String address = PINGS + "/" + site.startPing();

    JsonObject paused = site.send("POST", address + "/pause", "").json();
    assertThat(paused.getString("state")).isEqualTo("paused");
    assertThat(paused.getJsonObject("status").getString("reason")).isEqualTo("paused");
    assertThat(site.send("POST", address + "/resume", "").json().getString("state"))
        .isEqualTo("running");
  }

  @Test
  void settingsOfAPingChange() {
    String address = PINGS + "/" + site.startPing();

    Reply changed =
        site.send("PATCH", address, "{\"name\":\"core\",\"tags\":[\"berlin\"],\"interval\":2}");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().getString("name")).isEqualTo("core");
    assertThat(changed.json().getJsonArray("tags")).containsExactly("berlin");
    assertThat(changed.json().getString("interval")).isEqualTo("2s");
    assertThat(site.send("GET", address, "").json().getString("name")).isEqualTo("core");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"target":"udp://127.0.0.1:7"}    | target
          {"tags":"berlin"}                 | tags
          {"tags":["two words"]}            | tags
          {"tags":["a","b","c","d","e","f","g","h","i","j","k"]} | tags
          {"tags":[7]}                      | tags
          {"interval":"soon"}               | interval
          {"size":1e9}                      | size
          {"ttl":0}                         | ttl
          """)
  void whatCannotChangeIsAFault(String body, String field) {
    String address = PINGS + "/" + site.startPing();

    Reply refused = site.send("PATCH", address, body);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.faultyFields()).containsExactly(field);
  }

  @Test
  void commandGoesToTheWorkerOfThePing() {
    site.startPing();
    PingId second = site.startPing();

    site.send("POST", PINGS + "/" + second + "/stop", "");

    assertThat(site.secondPinger.commands().getLast()).isEqualTo(new PingApi.Stop(second));
  }

  @Test
  void deletedPingIsGone() {
    String address = PINGS + "/" + site.startPing();

    assertThat(site.send("DELETE", address, "").status()).isEqualTo(204);

    assertThat(site.get(address).status()).isEqualTo(404);
    assertThat(site.send("DELETE", address, "").status()).isEqualTo(404);
    assertThat(site.get(PINGS).json().getInteger("total")).isZero();
  }

  @Test
  void pingThatItsWorkerHasForgottenCanBeDeleted() {
    PingId id = site.startPing();
    site.pinger.forget(id);

    assertThat(site.send("DELETE", PINGS + "/" + id, "").status()).isEqualTo(204);

    assertThat(site.get(PINGS + "/" + id).status()).isEqualTo(404);
  }

  @Test
  void pagesCoverEveryPingOnce() {
    List<String> started = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      started.addFirst(site.startPing().toString());
    }

    List<String> listed = new ArrayList<>();
    String after = "";
    do {
      JsonObject page = site.get(PINGS + "?limit=2" + after).json();
      JsonArray pings = page.getJsonArray("pings");
      pings.forEach(ping -> listed.add(((JsonObject) ping).getString("id")));
      assertThat(page.getInteger("total")).isEqualTo(5);
      after = page.containsKey("next") ? "&after=" + page.getString("next") : null;
    } while (after != null);

    assertThat(listed).isEqualTo(started);
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=1001", "limit=x", "limit=", "limit=-1"})
  void limitOutOfRangeIsAFault(String query) {
    assertThat(site.get(PINGS + "?" + query).faultyFields()).containsExactly("limit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "00000000", "%3Cscript%3E"})
  void unknownCursorIsAFault(String after) {
    assertThat(site.get(PINGS + "?after=" + after).faultyFields()).containsExactly("after");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "00000000", "%3Cscript%3E"})
  void unknownPingIsNotFound(String id) {
    assertThat(site.get(PINGS + "/" + id).status()).isEqualTo(404);
    assertThat(site.get(PINGS + "/" + id + "/samples").status()).isEqualTo(404);
    assertThat(site.send("POST", PINGS + "/" + id + "/stop", "").status()).isEqualTo(404);
  }

  @Test
  void samplesAreTheNewestInOrder() {
    PingId id = site.startPing();
    site.pinger.replies(id, 1, 20);

    JsonArray samples =
        site.get(PINGS + "/" + id + "/samples?limit=3").json().getJsonArray("samples");

    assertThat(samples.stream().map(sample -> ((JsonObject) sample).getInteger("seq")))
        .containsExactly(18, 19, 20);
    JsonObject last = samples.getJsonObject(2);
    assertThat(last.getString("at")).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(last.getLong("rttNanos")).isEqualTo(20_000);
    assertThat(last.getString("rttSource")).isEqualTo("kernel");
    assertThat(last.getInteger("ttl")).isEqualTo(64);
    assertThat(last.fieldNames()).doesNotContain("ping", "error", "icmp", "untagged");
  }

  @Test
  @Proves("W18")
  void nameWithMarkupComesBackAsItIs() {
    String name = "<script>alert(1)</script>\"><img onerror=x>";

    Reply reply =
        site.post(PINGS, new JsonObject().put("target", "udp://127.0.0.1:12000").put("name", name));

    assertThat(reply.json().getString("name")).isEqualTo(name);
    assertThat(reply.headers().get("Content-Type")).isEqualTo("application/json");
    assertThat(reply.headers().get("X-Content-Type-Options")).isEqualTo("nosniff");
  }
}
