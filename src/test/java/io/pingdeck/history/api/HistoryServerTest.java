package io.pingdeck.history.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.base.FaultException;
import io.pingdeck.testing.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryServerTest {
  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://a.example.com:5433/pings, postgresql://a.example.com:5433/pings",
    "jdbc:postgresql://a/b?user=me&password=hush, postgresql://a/b",
    "jdbc:postgresql://me:hush@a/b?sslmode=require, postgresql://a/b",
    "jdbc:postgresql:pings, postgresql:pings"
  })
  @Proves("W27")
  void nothingSecretIsShown(String url, String shown) {
    assertThat(new HistoryServer(url, Optional.empty(), Optional.of("hush"))).hasToString(shown);
  }

  @Test
  void passwordIsTheFirstLineOfItsFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "hush\nand nothing more\n");
    HistoryServer server =
        new HistoryServer("jdbc:postgresql://a/b", Optional.empty(), Optional.empty());

    assertThat(server.withPasswordOf(file).password()).contains("hush");
    assertThatThrownBy(() -> server.withPasswordOf(folder.resolve("none")))
        .isInstanceOf(FaultException.class)
        .hasMessageMatching("history.passwordFile: .*none cannot be read: it does not exist");
  }
}
