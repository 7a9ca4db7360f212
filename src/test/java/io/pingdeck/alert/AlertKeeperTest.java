package io.pingdeck.alert;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.alert.api.Scope;
import io.pingdeck.alert.api.Silence;
import io.pingdeck.alert.outbox.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertKeeperTest {
  private static final Instant END = Instant.parse("2100-01-01T00:00:00Z");

  @TempDir private Path folder;

  private static List<Entry> silence(String on) {
    return List.of(new Entry.Silenced(new Silence("", new Scope(on), END, "ada", "")));
  }

  private void keep(String on) throws IOException {
    AlertKeeper keeper = new AlertKeeper(folder);
    keeper.commit(silence(on));
    keeper.close();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void logThatCannotBeReadIsMovedAsideAndTold() throws IOException {
    Path log = Files.createDirectory(folder.resolve("alerts.log"));
    Files.createDirectory(folder.resolve("alerts.log.copy"));
    Files.writeString(log.resolve("inside"), "precious");

    AlertKeeper keeper = new AlertKeeper(folder);
    assertThat(keeper.fault()).startsWith("the alerts of an earlier process could not be read");
    keeper.commit(silence("b"));

    assertThat(keeper.fault()).contains("alerts.log.unread-");
    keeper.close();
    String aside =
        names().stream().filter(n -> n.startsWith("alerts.log.unread-")).findFirst().orElseThrow();
    assertThat(folder.resolve(aside).resolve("inside")).hasContent("precious");
    assertThat(new AlertKeeper(folder).book().silences(Instant.EPOCH)).hasSize(1);
  }

  @Test
  void damagedLogIsMovedAsideAndTheRestIsRead() throws IOException {
    keep("a");
    keep("b");
    for (String name : List.of("alerts.log", "alerts.log.copy")) {
      Path file = folder.resolve(name);
      List<String> lines = Files.readAllLines(file);
      lines.replaceAll(line -> line.contains("\"b\"") ? "damaged" : line);
      Files.write(file, lines);
    }

    AlertKeeper keeper = new AlertKeeper(folder);

    assertThat(keeper.book().silences(Instant.EPOCH)).hasSize(1);
    keeper.commit(silence("c"));
    assertThat(keeper.fault()).startsWith("1 lines about alerts could not be read; what is left");
    assertThat(names()).filteredOn(name -> name.contains("unread-")).hasSize(2);
    keeper.close();
  }

  @Test
  void logOfANewerVersionIsLeftAlone() throws IOException {
    keep("a");
    for (String name : List.of("alerts.log", "alerts.log.copy")) {
      Files.writeString(folder.resolve(name), checked(" 1 B 0 2"));
    }
    List<String> before = Files.readAllLines(folder.resolve("alerts.log"));

    AlertKeeper keeper = new AlertKeeper(folder);
    keeper.commit(silence("b"));

    assertThat(keeper.fault()).contains("a newer version of Pingdeck wrote it");
    assertThat(keeper.book().silences(Instant.EPOCH)).hasSize(1);
    assertThat(Files.readAllLines(folder.resolve("alerts.log"))).isEqualTo(before);
    keeper.close();
  }

  private static String checked(String rest) {
    CRC32C crc = new CRC32C();
    crc.update(rest.getBytes(US_ASCII));
    return HexFormat.of().toHexDigits((int) crc.getValue()) + rest + "\n";
  }

  @Test
  void intactLogIsNoFault() throws IOException {
    keep("a");

    assertThat(new AlertKeeper(folder).fault()).isEmpty();
    assertThat(names()).noneMatch(name -> name.contains("unread"));
  }
}
