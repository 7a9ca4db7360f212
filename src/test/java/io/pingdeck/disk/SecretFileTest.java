package io.pingdeck.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFileTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {" hush ", " hush \n", " hush \r\nmore\n"})
  void secretIsTheFirstLine(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), content);

    assertThat(SecretFile.read(file)).isEqualTo(" hush ");
  }

  @Test
  void longFileMayHaveAShortFirstLine() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "hush\n" + "x".repeat(10_000));

    assertThat(SecretFile.read(file)).isEqualTo("hush");
  }

  @Test
  void longLineIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "x".repeat(4097));

    assertThatThrownBy(() -> SecretFile.read(file))
        .hasMessage(file + ": its first line is longer than 4096 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\nhush\n", "  \n"})
  void emptyLineIsRefused(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), content);

    assertThatThrownBy(() -> SecretFile.read(file))
        .hasMessage(file + " is empty, or its first line is");
  }

  @Test
  void folderIsRefused() {
    assertThatThrownBy(() -> SecretFile.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(folder + " cannot be read: ");
  }
}
