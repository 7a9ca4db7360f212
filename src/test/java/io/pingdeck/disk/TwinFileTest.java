package io.pingdeck.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.disk.TwinFile.Reading;
import io.pingdeck.testing.Proves;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TwinFileTest {
  private static final int PAGE = 4096;

  @TempDir private Path folder;
  private Path file;
  private Path copy;
  private final List<String> read = new ArrayList<>();

  @BeforeEach
  void name() {
    file = folder.resolve("some.state");
    copy = folder.resolve("some.state.copy");
  }

  @Test
  void whatIsWrittenAndAppendedIsRead() throws IOException {
    try (TwinFile twin = new TwinFile(file)) {
      twin.write(lines("a", "b"));
      twin.append(lines("c"));
      twin.append(lines("d", "e"));
    }

    assertThat(read()).isEqualTo(new Reading(5, 0, 0, false));
    assertThat(read).containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void contentOfANewerFormatIsRefusedAndLeftAlone() throws IOException {
    byte[] before = NewerTwin.write(file, 2, "a");

    assertThatThrownBy(this::read)
        .isInstanceOf(NewerFormatException.class)
        .hasMessage(
            file
                + " has format 2, and this version of Pingdeck knows format 1: a newer version of"
                + " Pingdeck wrote it. Use that one, or another folder (data.dir)");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(Files.readAllBytes(copy)).isEqualTo(before);
  }

  @Test
  void formatThatIsKnownMayBeWritten() throws IOException {
    NewerTwin.write(file, TwinFile.FORMAT, "a");

    assertThat(read()).isEqualTo(new Reading(1, 0, 0, false));
  }

  @Test
  void whatIsWrittenAnewReplacesWhatWasThere() throws IOException {
    write(lines("a", "b"));
    try (TwinFile twin = new TwinFile(file)) {
      twin.read(text -> {});
      twin.write(lines("c"));
      twin.append(lines("d"));
    }

    read();

    assertThat(read).containsExactly("c", "d");
  }

  @Test
  void killBetweenTheTwoFilesLeavesTheNewerContent() throws IOException {
    write(lines("a", "b"));
    byte[] before = Files.readAllBytes(copy);
    try (TwinFile twin = new TwinFile(file)) {
      twin.read(text -> {});
      twin.write(lines("c"));
    }
    Files.write(copy, before);

    assertThat(read().lost()).isZero();
    assertThat(read).containsExactly("c");
  }

  @Test
  void anyDamageToOneOfTheTwoLosesNothing() throws IOException {
    List<byte[]> many = many();
    write(many);
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(5);

    for (Path damaged : List.of(file, copy)) {
      for (int at = 0; at < whole.length; at += PAGE) {
        byte[] zeroed = whole.clone();
        Arrays.fill(zeroed, at, Math.min(at + PAGE, whole.length), (byte) 0);
        assertAllIsReadOf(damaged, zeroed, many);
        assertAllIsReadOf(damaged, Arrays.copyOf(whole, at), many);
      }
      for (int i = 0; i < 200; i++) {
        byte[] flipped = whole.clone();
        flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
        assertAllIsReadOf(damaged, flipped, many);
      }
      Files.write(damaged, whole);
    }
  }

  private void assertAllIsReadOf(Path damaged, byte[] content, List<byte[]> all)
      throws IOException {
    Files.write(damaged, content);

    assertThat(read().lost()).isZero();
    assertThat(read).hasSameSizeAs(all).startsWith(text(all.getFirst()));
  }

  @Test
  void whatIsDamagedInBothIsCountedAndTheRestIsRead() throws IOException {
    write(many());
    for (Path both : List.of(file, copy)) {
      byte[] bytes = Files.readAllBytes(both);
      Arrays.fill(bytes, PAGE, 2 * PAGE, (byte) 0);
      Files.write(both, bytes);
    }

    Reading reading = read();

    assertThat(reading.lost()).isPositive();
    assertThat(reading.damaged()).isPositive();
    assertThat(reading.read() + reading.lost()).isEqualTo(many().size());
    assertThat(read).hasSize((int) reading.read());
  }

  @Test
  void oneThatCannotBeReadAtAllIsReadFromTheOther() throws IOException {
    write(lines("a", "b"));
    Files.delete(file);
    Files.createDirectory(file);

    read();

    assertThat(read).containsExactly("a", "b");
  }

  @Test
  void lineThatWasBeingAppendedIsNoDamage() throws IOException {
    byte[] before;
    byte[] after;
    try (TwinFile twin = new TwinFile(file)) {
      twin.write(lines("a", "b"));
      before = Files.readAllBytes(file);
      twin.append(lines("c"));
      after = Files.readAllBytes(file);
    }

    for (int length = before.length; length <= after.length; length++) {
      Files.write(file, Arrays.copyOf(after, length));
      Files.write(copy, before);

      Reading reading = read();

      assertThat(reading).isEqualTo(new Reading(read.size(), 0, 0, false));
      assertThat(read).startsWith("a", "b");
    }
  }

  @Test
  void bothCutAnywhereIsNoticedAndWhatIsMissingCounted() throws IOException {
    write(lines("a", "b", "c", "d"));
    byte[] whole = Files.readAllBytes(file);

    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      Files.write(copy, Arrays.copyOf(whole, length));

      Reading reading = read();

      assertThat(reading.isCut() || reading.isNothingLeft()).as("%d bytes", length).isTrue();
      if (!reading.isNothingLeft()) {
        assertThat(reading.read() + reading.lost()).isEqualTo(4);
      }
    }
  }

  @Test
  void bothCutWithinWhatWasAppendedIsNoticed() throws IOException {
    try (TwinFile twin = new TwinFile(file)) {
      twin.write(lines("a", "b"));
      twin.append(lines("c"));
      twin.append(lines("d"));
    }
    byte[] whole = Files.readAllBytes(file);
    for (Path both : List.of(file, copy)) {
      Files.write(both, Arrays.copyOf(whole, whole.length / 3));
    }

    assertThat(read().isCut() || read().isNothingLeft()).isTrue();
  }

  @Test
  void oneThatIsCutOrEmptyIsToldAndLosesNothing() throws IOException {
    write(many());
    byte[] whole = Files.readAllBytes(file);
    for (Path one : List.of(file, copy)) {
      for (int length : new int[] {0, whole.length / 2}) {
        Files.write(one, Arrays.copyOf(whole, length));

        assertThat(read()).isEqualTo(new Reading(many().size(), 0, 1, false));
      }
      Files.write(one, whole);
    }
  }

  @Test
  void filesWithoutEndsOfTheFirstVersionAreWhole() throws IOException {
    String first = "a4754f4c 1 B \n203ec699 2 C a\n";
    for (Path both : List.of(file, copy)) {
      Files.writeString(both, first);
    }

    assertThat(read()).isEqualTo(new Reading(1, 0, 0, false));
    assertThat(read).containsExactly("a");
  }

  @Test
  void noFileIsNoDamage() throws IOException {
    assertThat(read()).isEqualTo(new Reading(0, 0, 0, false));
  }

  @Test
  @Timeout(10)
  void pipeInItsPlaceIsRefusedAtOnce() throws Exception {
    write(lines("a"));
    Files.delete(copy);
    pipe(copy);
    assertThat(read()).isEqualTo(new Reading(1, 0, 1, false));

    Files.delete(file);
    pipe(file);
    assertThatThrownBy(this::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no regular file");

    Files.delete(file);
    pipe(folder.resolve("some.state.new"));
    assertThatThrownBy(() -> write(lines("a")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no regular file");
  }

  private static void pipe(Path path) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
  }

  @Test
  void afterAFailureItIsWrittenAnew() throws IOException {
    try (TwinFile twin = new TwinFile(file)) {
      assertThatThrownBy(() -> twin.append(lines("a"))).isInstanceOf(IllegalStateException.class);
      Files.createDirectory(folder.resolve("some.state.new"));
      assertThatThrownBy(() -> twin.write(lines("a"))).isInstanceOf(IOException.class);
      assertThat(twin.isOpen()).isFalse();
      Files.delete(folder.resolve("some.state.new"));

      twin.write(lines("a"));
    }

    read();

    assertThat(read).containsExactly("a");
  }

  @Test
  @Proves("W27")
  void bothArePrivate() throws IOException {
    write(lines("a"));

    for (Path path : List.of(file, copy)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
    }
  }

  private void write(List<byte[]> lines) throws IOException {
    try (TwinFile twin = new TwinFile(file)) {
      twin.write(lines);
    }
  }

  private Reading read() throws IOException {
    read.clear();
    try (TwinFile twin = new TwinFile(file)) {
      return twin.read(text -> read.add(text(text)));
    }
  }

  private static List<byte[]> many() {
    return IntStream.range(0, 200)
        .mapToObj(i -> ("line " + i + " ").repeat(10).getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  private static List<byte[]> lines(String... texts) {
    return Arrays.stream(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  private static String text(byte[] line) {
    return new String(line, StandardCharsets.UTF_8);
  }
}
