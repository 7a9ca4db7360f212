package io.pingdeck.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.alert.api.AlertChange;
import io.pingdeck.alert.api.AlertState;
import io.pingdeck.alert.api.BodyTemplate;
import io.pingdeck.alert.api.ChannelConfig;
import io.pingdeck.alert.api.ChannelType;
import io.pingdeck.alert.api.Subject;
import io.pingdeck.alert.outbox.Delivery;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HttpCallTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

  private static ChannelConfig channel(ChannelType type, String url, String secret, String body) {
    return new ChannelConfig(
        "c",
        type,
        Optional.of(url).filter(text -> !text.isEmpty()).map(URI::create),
        Optional.of(secret).filter(text -> !text.isEmpty()),
        Optional.empty(),
        type == ChannelType.TELEGRAM ? Optional.of("-100") : Optional.empty(),
        Optional.of(body).filter(text -> !text.isEmpty()).map(BodyTemplate::new));
  }

  private static AlertChange change(long id, String name) {
    return new AlertChange(
        id,
        7,
        "lossy",
        "loss > 20 % over 20 probes",
        new Subject(Subject.Kind.PING, "3f2a", name, "udp://a:1"),
        AlertState.OK,
        AlertState.FIRING,
        "firing",
        true,
        0,
        OptionalDouble.of(35),
        AT,
        AT,
        "loss is 35 %",
        List.of("c"));
  }

  private static Message one(String name) {
    return Message.of(new Delivery("k-1", "c", List.of(change(1, name)), 31));
  }

  private static Message many(int number) {
    List<AlertChange> changes =
        LongStream.rangeClosed(1, number).mapToObj(id -> change(id, "p" + id)).toList();
    return Message.of(new Delivery("k-1", "c", changes, 31));
  }

  private static JsonObject json(HttpCall call) {
    return new JsonObject(call.body());
  }

  @Test
  void templateEscapesWhatComesFromOutside() {
    ChannelConfig hook =
        channel(
            ChannelType.WEBHOOK,
            "http://a/",
            "",
            "{\"t\": \"{{ rule }}: {{what.name}} {{value}}\"}");

    HttpCall call = HttpCall.of(hook, one("a \"quoted\" \\ \n name\u2028 {{text}} $1"), AT);

    assertThat(json(call).getString("t"))
        .isEqualTo("lossy: a \"quoted\" \\ \n name\u2028 {{text}} $1 35.0");
  }

  @Test
  void tokenIsAHeaderAndTheKeyToo() {
    HttpCall call =
        HttpCall.of(channel(ChannelType.WEBHOOK, "http://a/", "word", ""), one("n"), AT);

    assertThat(call.headers())
        .containsEntry("Authorization", "Bearer word")
        .containsEntry("Idempotency-Key", "k-1");
  }

  @Test
  void groupSaysHowManyOfHowMany() {
    JsonObject json =
        json(HttpCall.of(channel(ChannelType.WEBHOOK, "http://a/", "", ""), many(28), AT));

    assertThat(json.getString("text"))
        .isEqualTo("lossy: 28 of 31 firing; first p1 at 2026-01-02T03:04:05Z (loss is 35 %)");
    assertThat(json.getJsonArray("alerts")).hasSize(28);
    assertThat(json.getString("id")).isEqualTo("k-1");
    assertThat(json.getJsonArray("alerts").getJsonObject(1).getString("id")).isEqualTo("k-1/2");
  }

  @Test
  void secretAddressIsNoToken() {
    ChannelConfig read =
        channel(ChannelType.SLACK, "", "", "").withAddress(URI.create("https://hooks/abc"));

    HttpCall call = HttpCall.of(read, one("n"), AT);

    assertThat(call.url()).isEqualTo(URI.create("https://hooks/abc"));
    assertThat(call.headers()).doesNotContainKey("Authorization");
    assertThat(json(call).getString("text")).startsWith("firing: lossy n (udp://a:1)");
  }

  @Test
  void topicIsTheEndOfTheAddress() {
    HttpCall call =
        HttpCall.of(
            channel(ChannelType.NTFY, "https://ntfy.example/sub/mine", "", ""), one("n"), AT);

    assertThat(call.url()).isEqualTo(URI.create("https://ntfy.example/sub/"));
    assertThat(json(call).getString("topic")).isEqualTo("mine");
  }

  @Test
  void chatOfTelegramGetsTheText() {
    HttpCall call =
        HttpCall.of(channel(ChannelType.TELEGRAM, "http://t/", "1:ab", ""), one("n"), AT);

    assertThat(call.url()).isEqualTo(URI.create("http://t/bot1:ab/sendMessage"));
    assertThat(json(call).getString("chat_id")).isEqualTo("-100");
  }

  @Test
  void longTextFitsTheReceiver() {
    HttpCall discord =
        HttpCall.of(channel(ChannelType.DISCORD, "http://d/", "", ""), many(1000), AT);

    assertThat(json(discord).getString("content")).hasSizeLessThanOrEqualTo(2000).contains("more");
  }

  @Test
  void workflowOfTeamsGetsACard() {
    JsonObject json =
        json(HttpCall.of(channel(ChannelType.TEAMS, "http://t/", "", ""), one("n"), AT));

    assertThat(
            json.getJsonArray("attachments")
                .getJsonObject(0)
                .getJsonObject("content")
                .getJsonArray("body")
                .getJsonObject(0)
                .getString("text"))
        .isEqualTo("lossy: firing");
  }

  @Test
  void alertThatFiresEndsLongAfterTheNextRefresh() {
    ChannelConfig channel = channel(ChannelType.ALERTMANAGER, "http://a/", "", "");
    AlertChange firing = change(1, "n");
    AlertChange withoutMessage =
        new AlertChange(
            2,
            7,
            "lossy",
            "",
            firing.what(),
            AlertState.FIRING,
            AlertState.NO_DATA,
            "",
            true,
            0,
            OptionalDouble.empty(),
            AT,
            AT.plusSeconds(60),
            "no data",
            List.of());

    HttpCall call =
        HttpCall.alertmanager(channel, List.of(firing, withoutMessage), AT.plusSeconds(600));

    JsonArray alerts = new JsonArray(call.body());
    assertThat(alerts.getJsonObject(0).getString("endsAt")).isEqualTo("2026-01-02T04:14:05Z");
    assertThat(alerts.getJsonObject(1).getJsonObject("annotations").getString("summary"))
        .isEqualTo("firing: lossy n (udp://a:1): no data");
  }
}
