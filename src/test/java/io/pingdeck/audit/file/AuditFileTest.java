package io.pingdeck.audit.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.audit.api.AuditEntry;
import io.pingdeck.testing.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFileTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

  @TempDir private Path data;

  private static AuditEntry entry(Instant at, String object) {
    return new AuditEntry(
        at, "alice", "admin", "password", "192.0.2.7", "ping.start", object, "", 201);
  }

  private static List<String> objects(List<AuditEntry> entries) {
    return entries.stream().map(AuditEntry::object).toList();
  }

  private Path log(String name) {
    return data.resolve("audit").resolve(name);
  }

  @Test
  void thereIsNothingAtFirst() throws IOException {
    assertThat(new AuditFile(data).latest(Optional.empty(), 10)).isEmpty();
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void theNewestComesFirst() throws IOException {
    AuditFile file = new AuditFile(data);
    file.append(List.of(entry(AT, "1"), entry(AT.plusSeconds(1), "2")));
    new AuditFile(data).append(List.of(entry(AT.plusSeconds(2), "3")));

    assertThat(objects(file.latest(Optional.empty(), 10))).containsExactly("3", "2", "1");
    assertThat(objects(file.latest(Optional.empty(), 2))).containsExactly("3", "2");
    assertThat(objects(file.latest(Optional.of(AT.plusSeconds(2)), 2))).containsExactly("2", "1");
    assertThat(file.latest(Optional.empty(), 1).getFirst())
        .isEqualTo(entry(AT.plusSeconds(2), "3"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log("audit.log"))))
        .isEqualTo("rw-------");
  }

  /// Whoever pages by the moment of the last entry misses none.
  @Test
  void neighboursDifferInTheirMoment() throws IOException {
    AuditFile file = new AuditFile(data);

    List<Instant> kept = new ArrayList<>(file.append(List.of(entry(AT, "1"), entry(AT, "2"))));
    kept.addAll(file.append(List.of(entry(AT.plusNanos(1000), "3"))));

    assertThat(kept)
        .containsExactly(AT, AT.plusNanos(1000), AT.plusNanos(2000))
        .isEqualTo(
            file.latest(Optional.empty(), 10).reversed().stream().map(AuditEntry::at).toList());
  }

  @Test
  void aTornLineIsSkippedAndSpoilsNoOther() throws IOException {
    AuditFile file = new AuditFile(data);
    file.append(List.of(entry(AT, "1")));
    Files.writeString(log("audit.log"), "{\"at\":\"2026-01-02T03:0", APPEND);

    assertThat(objects(file.latest(Optional.empty(), 10))).containsExactly("1");
    file.append(List.of(entry(AT.plusSeconds(1), "2")));
    assertThat(objects(file.latest(Optional.empty(), 10))).containsExactly("2", "1");
  }

  @Test
  void linesThatAreNoEntriesAreSkipped() throws IOException {
    AuditFile file = new AuditFile(data);
    file.append(List.of(entry(AT, "1")));
    String garbage =
        "\n\nnull\n[]\n{}\n{\"at\":\"x\"}\n\u0000\u0000\n" + "y".repeat(200_000) + "\n";
    Files.writeString(log("audit.log"), garbage, APPEND);
    file.append(List.of(entry(AT.plusSeconds(1), "2")));

    assertThat(objects(file.latest(Optional.empty(), 10))).containsExactly("2", "1");
  }

  @Test
  @Proves("W18")
  void whatReordersOrHidesTextIsVisible() throws IOException {
    AuditFile file = new AuditFile(data);
    file.append(
        List.of(
            new AuditEntry(
                AT,
                "\u202ealice",
                "",
                "",
                "\u001b[31m",
                "a\nb",
                "\u0000\u200b",
                "<script>\u0007\ud800",
                401)));

    String line = Files.readString(log("audit.log"));
    assertThat(line.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 127)).as(line).isTrue();
    assertThat(line.lines()).hasSize(1);
    assertThat(file.latest(Optional.empty(), 1).getFirst())
        .isEqualTo(
            new AuditEntry(
                AT,
                "\\u202ealice",
                "",
                "",
                "\\u001b[31m",
                "a\\u000ab",
                "\\u0000\\u200b",
                "<script>\\u0007\\ud800",
                401));
  }

  @Test
  void eachFieldIsBounded() throws IOException {
    AuditFile file = new AuditFile(data);
    String lots = "\u202e".repeat(100_000);
    file.append(List.of(new AuditEntry(AT, lots, lots, lots, lots, lots, lots, lots, 0)));

    assertThat(Files.size(log("audit.log"))).isLessThan(10_000);
    AuditEntry read = file.latest(Optional.empty(), 1).getFirst();
    assertThat(read.detail()).hasSize(500 * 6 + 1).endsWith("…");
    assertThat(read.who()).hasSize(100 * 6 + 1);
  }

  @Test
  void fullFilesAreRotatedAndTheOldestGoes() throws IOException {
    int size = 1000;
    AuditFile file = new AuditFile(data, size);
    for (int i = 1; i <= 200; i++) {
      file.append(List.of(entry(AT.plusSeconds(i), String.valueOf(i))));
    }

    try (Stream<Path> files = Files.list(data.resolve("audit"))) {
      List<Path> logs = files.filter(path -> !path.endsWith("lock")).toList();
      assertThat(logs).hasSize(11);
      for (Path log : logs) {
        assertThat(Files.size(log)).isLessThanOrEqualTo(size);
      }
    }
    List<AuditEntry> all = file.latest(Optional.empty(), 1000);
    assertThat(all).hasSizeGreaterThan(50);
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).object()).isEqualTo(String.valueOf(200 - i));
    }
    Instant middle = AT.plusSeconds(170);
    assertThat(objects(file.latest(Optional.of(middle), 3))).containsExactly("169", "168", "167");
  }

  /// The buffer of the reader ends within lines and within characters.
  @Test
  void longFilesAreReadWhole() throws IOException {
    AuditFile file = new AuditFile(data);
    List<AuditEntry> many = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      many.add(entry(AT.plusSeconds(i), "é".repeat(i % 97) + i));
    }
    file.append(many);

    assertThat(Files.size(log("audit.log"))).isGreaterThan(3 * (64 << 10));
    assertThat(file.latest(Optional.empty(), 10_000).reversed()).isEqualTo(many);
    assertThat(new String(Files.readAllBytes(log("audit.log")), UTF_8).lines()).hasSize(5000);
  }

  /// Everyday actions push out everyday actions alone.
  @Test
  void whatIsAboutUsersOutlivesTheRotation() throws IOException {
    AuditFile file = new AuditFile(data, 1000);
    List<String> about =
        List.of("login", "setup", "session.password", "user.add", "token.create", "user.remove");
    for (int i = 0; i < about.size(); i++) {
      file.append(List.of(entry(AT.plusSeconds(i), about.get(i), 200)));
    }
    file.append(List.of(entry(AT.plusSeconds(10), "user.add", 403)));
    for (int i = 0; i < 200; i++) {
      file.append(List.of(entry(AT.plusSeconds(20 + i), "" + i)));
    }

    List<AuditEntry> all = file.latest(Optional.empty(), 1000);
    assertThat(all)
        .extracting(AuditEntry::action)
        .endsWith(about.reversed().toArray(new String[0]));
    assertThat(all).extracting(AuditEntry::status).doesNotContain(403);
    assertThat(all).isSortedAccordingTo(Comparator.comparing(AuditEntry::at).reversed());
    assertThat(objects(all)).startsWith("199").doesNotContain("0").doesNotHaveDuplicates();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log("audit.users.log"))))
        .isEqualTo("rw-------");
  }

  @Test
  void whatIsAboutUsersIsRotatedToo() throws IOException {
    AuditFile file = new AuditFile(data, 1000);
    for (int i = 0; i < 500; i++) {
      file.append(List.of(entry(AT.plusSeconds(i), "login", 201)));
    }

    assertThat(log("audit.users.log.10")).exists();
    assertThat(log("audit.users.log.11")).doesNotExist();
    assertThat(file.latest(Optional.empty(), 1000))
        .hasSizeBetween(100, 200)
        .extracting(AuditEntry::at)
        .isSortedAccordingTo(Comparator.reverseOrder())
        .doesNotHaveDuplicates();
  }

  private static AuditEntry entry(Instant at, String action, int status) {
    return new AuditEntry(
        at, "alice", "admin", "password", "192.0.2.7", action, action + at, "", status);
  }
}
