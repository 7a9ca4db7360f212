package io.pingdeck.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// As many pings as fit in a small heap continue; more are refused.
@Timeout(240)
class SmallHeapIT {
  @ParameterizedTest
  @ValueSource(ints = {64, 128, 256})
  void refusesPingsButNeverDies(int megabytes) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient();
        RunningPingdeck pingdeck = start(megabytes)) {
      int running = 0;
      int refused = 0;
      for (int i = 0; i < 3 * megabytes; i++) {
        HttpResponse<String> answer = ask(http, pingdeck.page(), i);
        if (answer.statusCode() == 201) {
          running++;
        } else {
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
          assertThat(answer.body()).contains("pings are running, at most");
          refused++;
        }
      }
      assertThat(running).isGreaterThan(megabytes / 3);
      assertThat(refused).isPositive();

      // As many more samples as this heap keeps.
      long enough = sent(pingdeck) + 10_000L * megabytes / 16;
      while (sent(pingdeck) < enough) {
        Thread.onSpinWait();
      }
      assertThat(pingdeck.get("/api/v1/system").path("workers").path(0).path("pings").asInt())
          .isEqualTo(running);
      assertThat(pingdeck.get("/api/v1/pings?limit=1").path("pings").path(0).path("state").asText())
          .isEqualTo("running");
    }
  }

  private static RunningPingdeck start(int megabytes) throws Exception {
    return RunningPingdeck.startBy(List.of("env", "PINGDECK_JAVA_OPTS=-Xmx" + megabytes + "m"), 0);
  }

  private static HttpResponse<String> ask(HttpClient http, URI page, int i) throws Exception {
    String body =
        "{\"target\":\"icmp://127.0.%d.%d\",\"interval\":\"10ms\"}"
            .formatted(1 + i / 250, 1 + i % 250);
    return http.send(
        HttpRequest.newBuilder(page.resolve("/api/v1/pings"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static long sent(RunningPingdeck pingdeck) throws Exception {
    JsonNode history = pingdeck.get("/api/v1/system").path("history");
    return history.path("offered").asLong();
  }
}
