package io.pingdeck.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Slow;
import io.pingdeck.web.Site;
import io.pingdeck.web.Site.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Slow
@ExtendWith(VertxExtension.class)
class HeartbeatRoutesTest {
  private static final String RULES = "/api/v1/heartbeat-rules";

  private Site site;

  @BeforeEach
  void start(Vertx vertx, @TempDir Path folder) {
    site = Site.start(vertx, folder);
  }

  @Test
  void beatByHttpMakesAnApplicationAliveAndItsGoodbyeEndsIt() {
    Reply beat = site.get("/api/v1/beats/nightly-backup");
    Reply goodbye = site.send("POST", "/api/v1/beats/nightly-backup?goodbye=true", "");

    assertThat(beat.json().getString("state")).isEqualTo("alive");
    assertThat(beat.json().getString("via")).isEqualTo("http");
    assertThat(goodbye.json().getString("state")).isEqualTo("goodbye");
    assertThat(goodbye.json().getJsonObject("counts").getLong("received")).isEqualTo(1);
    JsonObject latest =
        site.get("/api/v1/heartbeat-changes?limit=1")
            .json()
            .getJsonArray("changes")
            .getJsonObject(0);
    assertThat(latest.getString("to")).isEqualTo("goodbye");
    assertThat(latest.getString("reason")).isEqualTo("it said goodbye");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | job | alive",
        "POST | job | alive",
        "GET | job/0 | alive",
        "GET | job?status=up&msg=OK&ping= | alive",
        "GET | job/3 | failed",
        "POST | job/fail?msg=disk%20full | failed",
        "GET | job?status=down&msg=timeout&ping=12.5 | failed",
        "GET | job/start | waiting",
        "GET | web%20server-1 | alive",
      })
  void aBeatByHttpSaysHowARunEnded(String method, String path, String state) {
    Reply reply = site.send(method, "/api/v1/beats/" + path, "");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().getString("state")).isEqualTo(state);
    assertThat(reply.json().containsKey("lastRun")).isTrue();
  }

  @Test
  void aFailedRunTellsItsExitCodeItsWordsAndItsTime() {
    site.get("/api/v1/beats/job/start");
    Reply failed = site.send("POST", "/api/v1/beats/job/3?msg=disk%20full&ping=7", "");

    JsonObject run = failed.json().getJsonObject("lastRun");
    assertThat(run.getInteger("exitCode")).isEqualTo(3);
    assertThat(run.getBoolean("failed")).isTrue();
    assertThat(run.getString("message")).isEqualTo("disk full");
    assertThat(run.getDouble("pingMillis")).isEqualTo(7);
    assertThat(run.getLong("durationNanos")).isPositive();
    assertThat(site.get("/metrics").body())
        .contains("pingdeck_heartbeat_state{name=\"job\",state=\"failed\"} 1.0");
  }

  @Test
  void aBeatByHeadCountsAndBringsNoBody() {
    Reply head = site.send("HEAD", "/api/v1/beats/job", "");

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(
            site.get("/api/v1/heartbeats/job").json().getJsonObject("counts").getLong("received"))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "%3Cb%3E, name",
    "a%20%20b, name",
    "job/256, report",
    "job/-1, report",
    "job/failed, report",
    "job?status=sideways, status",
    "job?ping=fast, ping",
    "job?goodbye=yes, goodbye",
  })
  void aBeatThatCannotBeReadIs400AndChangesNothing(String path, String field) {
    Reply reply = site.get("/api/v1/beats/" + path);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.faultyFields()).containsExactly(field);
    assertThat(site.get("/api/v1/heartbeats").json().getInteger("total")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "job/1?status=up, report, status",
    "job/fail?status=up, report, status",
    "job/0?status=down, report, status",
    "job/start?status=down, report, status",
    "job/start?goodbye=true, report, goodbye",
    "job/3?goodbye=true, report, goodbye",
    "job?status=down&goodbye=true, status, goodbye",
  })
  void aBeatThatContradictsItselfIs400AndNamesBoth(String path, String one, String other) {
    Reply reply = site.get("/api/v1/beats/" + path);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.faultyFields()).containsExactlyInAnyOrder(one, other);
    assertThat(site.get("/api/v1/heartbeats").json().getInteger("total")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"job/0?status=up", "job/2?status=down", "job/fail?status=down"})
  void aBeatThatSaysTheSameTwiceCounts(String path) {
    assertThat(site.get("/api/v1/beats/" + path).status()).isEqualTo(200);
  }

  @Test
  @Proves("H14")
  void pageShowsTheFalseAlarmChanceOfTheRule() {
    JsonObject rules = site.get("/api/v1/beats/app").json().getJsonObject("rules");

    assertThat(rules.getInteger("misses")).isEqualTo(5);
    assertThat(rules.getJsonObject("falseAlarm").getDouble("loss")).isEqualTo(0.3);
    assertThat(rules.getJsonObject("falseAlarm").getDouble("chance"))
        .isCloseTo(0.00243, offset(1e-9));
    assertThat(rules.getString("intervalSource")).isEqualTo("assumed");
  }

  @Test
  void rulesAreChangedFieldByField() {
    site.get("/api/v1/beats/app");

    site.send("PATCH", "/api/v1/heartbeats/app", "{\"interval\":\"1d\",\"grace\":3600}");
    Reply second =
        site.send("PATCH", "/api/v1/heartbeats/app", "{\"misses\":3,\"grace\":\"learned\"}");

    JsonObject rules = second.json().getJsonObject("rules");
    assertThat(rules.getString("interval")).isEqualTo("1d");
    assertThat(rules.getString("intervalSource")).isEqualTo("set");
    assertThat(rules.getInteger("misses")).isEqualTo(3);
    assertThat(second.json().getBoolean("configured")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/heartbeats/app", RULES})
  void rulesChangedAtOnceUndoNothingOfEachOther(String address) {
    site.get("/api/v1/beats/app");

    for (int misses = 10; misses < 30; misses++) {
      double loss = misses / 100.0;
      site.sendAtOnce(
          "PATCH",
          address,
          List.of(
              "{\"misses\":" + misses + "}",
              "{\"lossThreshold\":" + loss + "}",
              "{\"lateMisses\":" + misses / 5 + "}"));

      JsonObject reply = site.get(address).json();
      JsonObject rules = reply.getJsonObject("rules", reply);
      assertThat(rules.getInteger("misses")).isEqualTo(misses);
      assertThat(rules.getDouble("lossThreshold")).isEqualTo(loss);
      assertThat(rules.getInteger("lateMisses")).isEqualTo(misses / 5);
    }
  }

  @Test
  void everyFaultyFieldOfRulesIsNamed() {
    site.get("/api/v1/beats/app");

    assertThat(
            site.send(
                    "PATCH",
                    "/api/v1/heartbeats/app",
                    "{\"interval\":\"soon\",\"misses\":\"x\",\"colour\":1}")
                .faultyFields())
        .containsExactlyInAnyOrder("interval", "misses", "colour");
    assertThat(
            site.send("PATCH", "/api/v1/heartbeats/app", "{\"misses\":2,\"lateMisses\":2}")
                .faultyFields())
        .containsExactly("lateMisses");
    assertThat(site.send("PATCH", "/api/v1/heartbeats/app", "{\"lossThreshold\":2}").faultyFields())
        .containsExactly("lossThreshold");
    assertThat(site.send("PATCH", "/api/v1/heartbeats/app", "{\"interval\":0}").faultyFields())
        .containsExactly("interval");
  }

  @Test
  void rulesForAllAreChangedFieldByFieldAndStandOverTheFileUntilTakenBack() {
    site.get("/api/v1/beats/app");

    JsonObject changed =
        site.send("PATCH", RULES, "{\"misses\":3,\"assumedInterval\":\"1h\"}").json();

    assertThat(changed.getInteger("misses")).isEqualTo(3);
    assertThat(changed.getJsonObject("file"))
        .isEqualTo(new JsonObject().put("misses", 5).put("assumedInterval", "1m"));
    assertThat(changed.getJsonObject("falseAlarm").getDouble("chance"))
        .isCloseTo(0.027, offset(1e-9));
    JsonObject app = site.get("/api/v1/heartbeats/app").json().getJsonObject("rules");
    assertThat(app.getInteger("misses")).isEqualTo(3);
    assertThat(app.getString("interval")).isEqualTo("1h");
    assertThat(app.getBoolean("own")).isFalse();
    assertThat(site.send("DELETE", RULES, "").json().getJsonObject("file").isEmpty()).isTrue();
    assertThat(site.get(RULES).json().getInteger("misses")).isEqualTo(5);
  }

  @Test
  void everyFaultyFieldOfTheRulesForAllIsNamed() {
    assertThat(
            site.send("PATCH", RULES, "{\"assumedInterval\":\"soon\",\"misses\":1.5,\"x\":1}")
                .faultyFields())
        .containsExactlyInAnyOrder("assumedInterval", "misses", "x");
    assertThat(site.send("PATCH", RULES, "{\"assumedInterval\":0}").faultyFields())
        .containsExactly("assumedInterval");
    assertThat(site.send("PATCH", RULES, "{\"lateMisses\":5}").faultyFields())
        .containsExactly("lateMisses");
    assertThat(site.get(RULES).json().getJsonObject("file").isEmpty()).isTrue();
  }

  @Test
  void applicationGivesItsOwnRulesBack() {
    site.get("/api/v1/beats/app");
    site.send("PATCH", "/api/v1/heartbeats/app", "{\"misses\":3}");
    site.send("PATCH", RULES, "{\"misses\":7}");

    Reply back = site.send("DELETE", "/api/v1/heartbeats/app/rules", "");

    assertThat(back.json().getJsonObject("rules").getInteger("misses")).isEqualTo(7);
    assertThat(back.json().getJsonObject("rules").getBoolean("own")).isFalse();
    assertThat(site.send("DELETE", "/api/v1/heartbeats/none/rules", "").status()).isEqualTo(404);
  }

  @Test
  void fullTableAndBadNamesAreRefusedWithTheirReason() {
    for (int i = 0; i < 3; i++) {
      site.get("/api/v1/beats/app-" + i);
      site.get("/api/v1/beats/app-" + i);
    }

    assertThat(site.get("/api/v1/beats/one-more").status()).isEqualTo(409);
    assertThat(site.get("/api/v1/beats/%00").status()).isEqualTo(400);
    assertThat(site.get("/api/v1/beats/" + "a".repeat(65)).body())
        .contains("1-64 letters, digits, '.', '_', '-' and single blanks within");
  }

  @Test
  void pageOfAnotherSiteCannotKeepADeadApplicationAlive() {
    Reply forged =
        site.call(
            "GET", "/api/v1/beats/app", Map.of("Sec-Fetch-Site", "cross-site"), Buffer.buffer());

    assertThat(forged.status()).isEqualTo(403);
    assertThat(site.get("/api/v1/heartbeats/app").status()).isEqualTo(404);
  }

  @Test
  void forgottenApplicationIsGone() {
    site.get("/api/v1/beats/app");

    assertThat(site.send("DELETE", "/api/v1/heartbeats/app", "").status()).isEqualTo(204);
    assertThat(site.send("DELETE", "/api/v1/heartbeats/app", "").status()).isEqualTo(404);
    assertThat(site.get("/api/v1/heartbeats").json().getInteger("total")).isZero();
  }

  @Test
  void listIsPagedAndFilteredByState() {
    site.get("/api/v1/beats/b");
    site.get("/api/v1/beats/a");
    site.get("/api/v1/beats/c?goodbye=true");

    JsonObject alive = site.get("/api/v1/heartbeats?state=alive&offset=1&limit=1").json();

    assertThat(alive.getInteger("total")).isEqualTo(2);
    assertThat(alive.getJsonArray("heartbeats").getJsonObject(0).getString("name")).isEqualTo("b");
    assertThat(alive.getJsonObject("monitor").getJsonObject("states").getInteger("goodbye"))
        .isEqualTo(1);
    assertThat(site.get("/api/v1/heartbeats?offset=-1").faultyFields()).containsExactly("offset");
  }

  @Test
  void faultsOfASenderAreAllNamedAndTheLimitsOfPingsHold() {
    String senders = "/api/v1/beat-senders";
    JsonObject form = new JsonObject().put("target", "udp://127.0.0.1:12002").put("name", "app");

    assertThat(site.post(senders, new JsonObject()).faultyFields())
        .containsExactlyInAnyOrder("target", "name");
    assertThat(
            site.post(
                    senders,
                    new JsonObject()
                        .put("target", "tcp://127.0.0.1:1")
                        .put("name", "<b>")
                        .put("interval", "1s"))
                .faultyFields())
        .containsExactlyInAnyOrder("target", "name");
    assertThat(site.post(senders, form.copy().put("interval", "1ms")).faultyFields())
        .containsExactly("interval");
    assertThat(site.post(senders, form.copy().put("target", "udp://224.0.0.1:9")).faultyFields())
        .containsExactly("target");
    assertThat(site.get(senders).json().getJsonArray("beatSenders")).isEmpty();
  }

  @Test
  void nameCanBeSentOnceOnly() {
    JsonObject form = new JsonObject().put("target", "udp://127.0.0.1:12002").put("name", "app");

    assertThat(site.post("/api/v1/beat-senders", form).status()).isEqualTo(201);
    assertThat(site.post("/api/v1/beat-senders", form).faultyFields()).containsExactly("name");
    assertThat(site.send("DELETE", "/api/v1/beat-senders/app", "").status()).isEqualTo(204);
    assertThat(site.send("DELETE", "/api/v1/beat-senders/app", "").status()).isEqualTo(404);
  }

  @Test
  void whatWasDamagedAtTheStartIsPartOfTheSystem() {
    assertThat(site.get("/api/v1/system").json().getJsonObject("heartbeats"))
        .isEqualTo(new JsonObject().put("damaged", 0).put("warnings", new JsonArray()));
    assertThat(site.get("/metrics").body()).contains("\npingdeck_heartbeat_damaged_places 0.0\n");
  }
}
