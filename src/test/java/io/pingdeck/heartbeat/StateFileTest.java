package io.pingdeck.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.pingdeck.disk.NewerFormatException;
import io.pingdeck.disk.NewerTwin;
import io.pingdeck.heartbeat.api.BeatChange;
import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.heartbeat.api.BeatVia;
import io.pingdeck.heartbeat.api.StateDamage;
import io.pingdeck.heartbeat.monitor.SavedApplication;
import io.pingdeck.heartbeat.monitor.SavedMonitor;
import io.pingdeck.testing.Slow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Slow
class StateFileTest {
  private static final int APPLICATIONS = 50;
  private static final SavedMonitor MONITOR =
      new SavedMonitor(
          SavedMonitor.VERSION,
          17,
          3,
          LongStream.range(0, APPLICATIONS).mapToObj(StateFileTest::application).toList(),
          LongStream.range(1, 4).mapToObj(StateFileTest::change).toList(),
          Optional.empty());

  @TempDir private Path directory;

  @Test
  void whatIsSavedIsLoaded() throws IOException {
    save();

    assertThat(load()).contains(MONITOR);
    try (StateFile<SavedMonitor> whole = file()) {
      whole.load();
      assertThat(whole.damage()).isEqualTo(StateDamage.NONE);
    }
  }

  @Test
  void folderThatCannotBeMadeIsNamedWithTheReason() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    try (StateFile<SavedMonitor> below =
        new StateFile<>(file, "heartbeats", SavedMonitor.class, SavedMonitor::rest)) {
      assertThatThrownBy(() -> below.save(MONITOR))
          .hasMessage(file + " is not a directory (data.dir names another folder)");
    }
  }

  /// It is no damage, which would be repaired by writing the file anew.
  @Test
  void recordOfANewerVersionIsRefusedAndLeftAlone() throws IOException {
    String head = "{\"head\":{\"version\":2,\"savedEpochNanos\":1,\"lastChange\":0}}";
    byte[] before = NewerTwin.write(directory.resolve("heartbeats.state"), 1, head);

    try (StateFile<SavedMonitor> file = file()) {
      assertThatThrownBy(file::load)
          .isInstanceOf(NewerFormatException.class)
          .hasMessageContaining("heartbeats.state has format 2");
    }
    assertThat(Files.readAllBytes(directory.resolve("heartbeats.state"))).isEqualTo(before);
  }

  @Test
  void anyBitOfOneOfTheTwoFilesMayFlip() throws IOException {
    save();
    Path file = directory.resolve("heartbeats.state");
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(3);

    for (int i = 0; i < 300; i++) {
      byte[] flipped = whole.clone();
      flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, flipped);

      assertThat(load()).contains(MONITOR);
    }
    try (StateFile<SavedMonitor> again = file()) {
      again.load();
      assertThat(again.damage().places()).isPositive();
      assertThat(again.damage().warnings()).singleElement().asString().contains("nothing is lost");
    }
  }

  @Test
  void whatIsDamagedInBothTakesNothingElseWithIt() throws IOException {
    save();
    for (String name : List.of("heartbeats.state", "heartbeats.state.copy")) {
      Path file = directory.resolve(name);
      byte[] bytes = Files.readAllBytes(file);
      Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 8, (byte) 0);
      Files.write(file, bytes);
    }

    SavedMonitor left;
    try (StateFile<SavedMonitor> file = file()) {
      left = file.load().orElseThrow();
      assertThat(file.damage().places()).isEqualTo(2);
      assertThat(file.damage().warnings())
          .containsExactly("heartbeats.state and its copy are damaged: 1 entry is lost");
    }

    assertThat(left.applications()).hasSize(APPLICATIONS - 1);
    assertThat(left.changes()).isEqualTo(MONITOR.changes());
    assertThat(left.savedEpochNanos()).isEqualTo(17);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "", "[]", "7", "{}", "{\"version\":1,\"appl", "\0\0\0"})
  void olderFileWithNothingInItIsNoReasonNotToStart(String text) throws IOException {
    Files.writeString(directory.resolve("heartbeats.json"), text);

    assertThat(load().map(SavedMonitor::applications).orElse(List.of())).isEmpty();
    assertThat(directory.resolve("heartbeats.json.unreadable")).exists();
    save();
    assertThat(load()).contains(MONITOR);
    assertThat(directory.resolve("heartbeats.json.old")).exists();
  }

  @Test
  void flippedBitInAnOlderFileTakesOneApplicationAtMost() throws IOException {
    byte[] whole = older().getBytes(StandardCharsets.UTF_8);
    Path file = directory.resolve("heartbeats.json");
    Files.write(file, whole);
    assertThat(load()).contains(MONITOR);
    Random random = new Random(3);

    for (int i = 0; i < 300; i++) {
      byte[] flipped = whole.clone();
      int at = random.nextInt(whole.length);
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, flipped);

      assertThat(load().map(SavedMonitor::applications).orElse(List.of()))
          .as("byte %d of %d", at, whole.length)
          .hasSizeGreaterThanOrEqualTo(
              new String(flipped, StandardCharsets.ISO_8859_1).contains("\"applications\"")
                  ? APPLICATIONS - 1
                  : 0);
    }
  }

  @Test
  void valuesOfAWrongTypeInAnOlderFileAreLeftOut() throws IOException {
    String text = older().replaceFirst("\"name\":\"app-0\"", "\"name\":null");
    Files.writeString(
        directory.resolve("heartbeats.json"), text.replace("\"version\":1", "\"version\":\"x\""));

    SavedMonitor left = load().orElseThrow();

    assertThat(left.applications()).hasSize(APPLICATIONS - 1);
    assertThat(left.changes()).isEqualTo(MONITOR.changes());
  }

  @Test
  void nullInTheWebhooksOlderFileIsNoReasonNotToStart() throws IOException {
    Files.writeString(directory.resolve("webhook.json"), "null");

    try (StateFile<WebhookOutbox.Saved> file =
        new StateFile<>(directory, "webhook", WebhookOutbox.Saved.class, WebhookOutbox::rest)) {
      assertThat(file.load()).isEmpty();
    }
  }

  private static String older() throws IOException {
    return new ObjectMapper()
        .registerModule(new Jdk8Module())
        .registerModule(new JavaTimeModule())
        .writeValueAsString(MONITOR);
  }

  private void save() throws IOException {
    try (StateFile<SavedMonitor> file = file()) {
      file.save(MONITOR);
    }
  }

  private Optional<SavedMonitor> load() throws IOException {
    try (StateFile<SavedMonitor> file = file()) {
      return file.load();
    }
  }

  private StateFile<SavedMonitor> file() {
    return new StateFile<>(directory, "heartbeats", SavedMonitor.class, SavedMonitor::rest);
  }

  private static SavedApplication application(long i) {
    return new SavedApplication(
        "app-" + i,
        false,
        BeatVia.UDP,
        Optional.empty(),
        BeatState.ALIVE,
        1000 + i,
        2000 + i,
        3000 + i,
        OptionalLong.of(i),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static BeatChange change(long id) {
    return new BeatChange(
        id, "app-" + id, BeatState.WAITING, BeatState.ALIVE, Instant.ofEpochSecond(id), "a test");
  }
}
