package io.pingdeck.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.testing.Slow;
import io.pingdeck.web.Site;
import io.pingdeck.web.Site.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
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
class EchoRoutesTest {
  private static final String SERVERS = "/api/v1/echo-servers";

  private Site site;

  @BeforeEach
  void start(Vertx vertx, @TempDir Path folder) {
    site = Site.start(vertx, folder);
  }

  @Test
  void serverStartsOnLoopbackInLabModeWithoutLossUnlessAskedOtherwise() {
    Reply reply = site.post(SERVERS, new JsonObject().put("protocol", "udp").put("port", 12000));

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.json().getString("host")).isEqualTo("127.0.0.1");
    assertThat(reply.json().getString("mode")).isEqualTo("lab");
    assertThat(reply.json().getDouble("loss")).isZero();
    assertThat(reply.json().containsKey("seed")).isFalse();
    assertThat(reply.headers().get("Location"))
        .isEqualTo(SERVERS + "/" + reply.json().getString("id"));
  }

  /// Each gets a 400 that names the field.
  @ParameterizedTest
  @CsvSource({
    "loss, 1.5",
    "loss, -0.1",
    "burst, 0.5",
    "lossAs, 'magic'",
    "icmpError, 2",
    "icmpErrorAs, 'teapot'",
    "delay, '-1s'",
    "delay, '61s'",
    "jitter, 'soon'",
    "jitterShape, 'square'",
    "duplicate, 7",
    "reorder, -1",
    "corrupt, 1.01",
    "bitsPerSecond, 999",
    "requestLoss, 1.5",
    "requestDelay, '-1ms'",
    "requestJitter, '2m'",
    "requestBitsPerSecond, -1",
    "stall, 1.1",
    "stallTime, '-5s'",
    "closeDelay, 'never'",
    "seed, 0.5",
  })
  void whatIsOutOfRangeIsRefusedByItsName(String field, String value) {
    String address = start(new JsonObject());
    boolean number = value.matches("-?[0-9.]+");
    String json = "{\"" + field + "\":" + (number ? value : "\"" + value + "\"") + "}";

    Reply reply = site.send("PATCH", address, json);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.faultyFields()).containsExactly(field);
  }

  @Test
  void impairmentChangesOnlyWhatIsNamed() {
    String address = start(new JsonObject().put("loss", 0.25).put("seed", 7));

    JsonObject changed = site.send("PATCH", address, "{\"loss\":0.5}").json();

    assertThat(changed.getDouble("loss")).isEqualTo(0.5);
    assertThat(changed.getLong("seed")).isEqualTo(7);
    assertThat(site.get(address).json()).isEqualTo(changed);
  }

  @Test
  void impairmentsAtOnceUndoNothingOfEachOther() {
    String address = start(new JsonObject().put("loss", 0.25));

    site.sendAtOnce(
        "PATCH",
        address,
        List.of("{\"loss\":0.5}", "{\"delay\":\"40ms\"}", "{\"loss\":0}", "{\"duplicate\":0.5}"));

    JsonObject now = site.get(address).json();
    assertThat(now.getString("delay")).isEqualTo("40ms");
    assertThat(now.getDouble("duplicate")).isEqualTo(0.5);
    assertThat(now.getDouble("loss")).isZero();
  }

  @Test
  void everyFaultIsReportedAtOnce() {
    Reply reply =
        site.post(
            SERVERS,
            new JsonObject()
                .put("protocol", "icmp")
                .put("host", "ping.example")
                .put("port", 70_000)
                .put("mode", "loud")
                .put("loss", 1.01)
                .put("seed", "x")
                .put("more", 1));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.faultyFields())
        .containsExactlyInAnyOrder("protocol", "host", "port", "mode", "loss", "seed", "more");
  }

  /// Java reads both as 127.0.0.1.
  @ParameterizedTest
  @ValueSource(strings = {"127.1", "2130706433"})
  void shortenedAddressIsAFault(String host) {
    Reply reply =
        site.post(
            SERVERS, new JsonObject().put("protocol", "udp").put("host", host).put("port", 0));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.faultyFields()).containsExactly("host");
  }

  @Test
  void wrongTypeIsReportedOnce() {
    Reply reply =
        site.post(
            SERVERS, new JsonObject().put("protocol", 1).put("port", "x").put("loss", "much"));

    assertThat(reply.faultyFields()).containsExactlyInAnyOrder("protocol", "port", "loss");
  }

  @Test
  void stoppedServerStartsAgain() {
    String address = start(new JsonObject());

    assertThat(site.send("POST", address + "/stop", "").json().getString("state"))
        .isEqualTo("stopped");
    assertThat(site.send("POST", address + "/start", "").json().getString("state"))
        .isEqualTo("running");
  }

  @Test
  void deletedServerIsGone() {
    String address = start(new JsonObject());

    assertThat(site.send("DELETE", address, "").status()).isEqualTo(204);

    assertThat(site.get(address).status()).isEqualTo(404);
    assertThat(site.send("DELETE", address, "").status()).isEqualTo(404);
    assertThat(site.send("POST", address + "/stop", "").status()).isEqualTo(404);
    assertThat(site.send("PATCH", address, "{\"loss\":0}").status()).isEqualTo(404);
  }

  @Test
  void formOfANewPingStandsReadyWithALocalServer() {
    JsonObject before = site.get("/api/v1/system").json().getJsonObject("defaults");
    start(new JsonObject().put("port", 12345));
    JsonObject after = site.get("/api/v1/system").json().getJsonObject("defaults");

    assertThat(before.getString("target")).isEmpty();
    assertThat(before.getString("targetNote")).isEqualTo("there is no UDP echo server");
    assertThat(after.containsKey("targetNote")).isFalse();
    assertThat(after.getString("target")).isEqualTo("udp://127.0.0.1:12345");
  }

  private String start(JsonObject more) {
    JsonObject form = new JsonObject().put("protocol", "udp").put("port", 12000).mergeIn(more);
    return SERVERS + "/" + site.post(SERVERS, form).json().getString("id");
  }
}
