package io.pingdeck.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.alert.api.AlertChange;
import io.pingdeck.alert.api.AlertState;
import io.pingdeck.alert.api.ChannelConfig;
import io.pingdeck.alert.api.ChannelType;
import io.pingdeck.alert.api.Subject;
import io.pingdeck.alert.channel.HttpCall;
import io.pingdeck.alert.channel.Message;
import io.pingdeck.alert.channel.Receivers;
import io.pingdeck.resolve.NameResolver;
import io.pingdeck.testing.ServerProcess;
import io.pingdeck.testing.Tool;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Debian's Prometheus Alertmanager shows our alert, and no longer when it is resolved.
@ExtendWith(VertxExtension.class)
@Timeout(60)
class AlertmanagerIT {
  private static final String PROGRAM = "prometheus-alertmanager";

  @TempDir private Path folder;

  @Test
  void alertmanagerShowsTheAlertAndItsEnd(Vertx vertx) throws Exception {
    Tool.need(Tool.ALERTMANAGER);
    Path config = folder.resolve("alertmanager.yml");
    Files.writeString(config, "route: {receiver: none}\nreceivers: [{name: none}]\n");
    int port = ServerProcess.freePort();
    List<String> command =
        List.of(
            PROGRAM,
            "--config.file=" + config,
            "--storage.path=" + folder.resolve("data"),
            "--cluster.listen-address=",
            "--web.listen-address=127.0.0.1:" + port);
    try (ServerProcess _ = ServerProcess.listening(port, command)) {
      URI url = URI.create("http://127.0.0.1:" + port);
      Receivers receivers = new Receivers(vertx, Duration.ofSeconds(5), NameResolver.ofThisHost());
      Instant since = Instant.now().minusSeconds(60);

      tell(receivers, url, change(AlertState.FIRING, since, since));
      JsonArray shown = alerts(url);
      assertThat(shown).hasSize(1);
      JsonObject alert = shown.getJsonObject(0);
      assertThat(alert.getJsonObject("labels").getMap())
          .containsEntry("alertname", "lossy")
          .containsEntry("name", "office")
          .containsEntry("instance", "udp://192.0.2.7:12000");
      assertThat(alert.getJsonObject("annotations").getString("summary"))
          .isEqualTo("firing: lossy office (udp://192.0.2.7:12000): loss is 35 % (limit 20 %)");
      assertThat(alert.getJsonObject("status").getString("state")).isEqualTo("active");

      tell(receivers, url, change(AlertState.RESOLVED, since, Instant.now()));
      assertThat(alerts(url)).isEmpty();
    }
  }

  private static AlertChange change(AlertState state, Instant since, Instant at) {
    boolean fires = state == AlertState.FIRING;
    return new AlertChange(
        1,
        7,
        "lossy",
        "loss > 20 % over 20 probes",
        new Subject(Subject.Kind.PING, "3f2a", "office", "udp://192.0.2.7:12000"),
        AlertState.OK,
        state,
        fires ? "firing" : "resolved",
        fires,
        0,
        OptionalDouble.of(35),
        since,
        at,
        "loss is 35 % (limit 20 %)",
        List.of("am"));
  }

  private static void tell(Receivers receivers, URI url, AlertChange change) throws Exception {
    ChannelConfig channel =
        new ChannelConfig(
            "am",
            ChannelType.ALERTMANAGER,
            Optional.of(url),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    receivers
        .send(HttpCall.of(channel, new Message("key", "", List.of(change)), Instant.now()))
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  private static JsonArray alerts(URI url) throws IOException {
    try (InputStream in = URI.create(url + "/api/v2/alerts").toURL().openStream()) {
      return new JsonArray(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
