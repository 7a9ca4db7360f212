package io.pingdeck.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.history.api.HistoryServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistorySectionTest {
  @Test
  void passwordOfTheServerMayComeFromTheEnvironment() {
    Map<String, String> environment =
        Map.of(
            "PINGDECK_HISTORY_URL", "jdbc:postgresql://a/b", "PINGDECK_HISTORY_PASSWORD", "hush");

    AppConfig config = ConfigReader.parse("file", "", environment, List.of(), AppConfig.DEFAULT);

    HistoryServer server = config.history().server().orElseThrow();
    assertThat(server.password()).contains("hush");
    assertThat(server).hasToString("postgresql://a/b");
  }
}
