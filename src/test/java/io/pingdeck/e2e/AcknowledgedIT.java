package io.pingdeck.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Changes that the program acknowledged survive if it is killed at that very moment.
@Timeout(180)
class AcknowledgedIT {
  private static final int KILLS = Integer.getInteger("pingdeck.kills", 4);

  @TempDir private Path data;
  private final Set<String> pings = new TreeSet<>();

  @Test
  void nothingThatWasAnsweredIsUndoneByAKill() throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      try (RunningPingdeck pingdeck = start();
          HttpClient http = HttpClient.newHttpClient()) {
        assertThat(idsOf(pingdeck)).as("pings after %d kills", kill).isEqualTo(pings);
        change(http, pingdeck.page(), kill);
        pingdeck.signal("KILL");
      }
    }
    try (RunningPingdeck pingdeck = start()) {
      assertThat(idsOf(pingdeck)).isEqualTo(pings);
    }
  }

  /// The last change differs in each round.
  private void change(HttpClient http, URI page, int round) throws Exception {
    for (int i = 0; i < 6; i++) {
      pings.add(
          json(send(http, page, "POST", "/api/v1/pings", "{\"target\":\"icmp://127.0.0.1\"}", 201))
              .path("id")
              .asText());
    }
    if (round % 2 == 1) {
      String first = pings.iterator().next();
      send(http, page, "DELETE", "/api/v1/pings/" + first, "", 204);
      pings.remove(first);
    }
  }

  private static Set<String> idsOf(RunningPingdeck pingdeck) throws Exception {
    Set<String> ids = new TreeSet<>();
    pingdeck
        .get("/api/v1/pings?limit=1000")
        .path("pings")
        .forEach(ping -> ids.add(ping.path("id").asText()));
    return ids;
  }

  private RunningPingdeck start() throws Exception {
    return RunningPingdeck.start(0, "--set", "data.dir=" + data);
  }

  private static String send(
      HttpClient http, URI page, String method, String path, String body, int status)
      throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(page.resolve(path))
                .header("Content-Type", "application/json")
                .method(
                    method,
                    body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return answer.body();
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }
}
