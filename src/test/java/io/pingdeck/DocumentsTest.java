package io.pingdeck;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.cli.CommandLines;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.Standing;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.OptionSpec;

/// README.md and src/docs agree with each other and with the program.
class DocumentsTest {
  private static final Path README = Path.of("README.md");
  private static final Path FOLDER = Path.of("src/docs");
  private static final Path SOURCES = Path.of("src/main/java/io/pingdeck");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern FLAG = Pattern.compile("(?<=`|, |/)--?[A-Za-z0-9][a-z0-9-]*");
  private static final Set<String> OF_EVERY_COMMAND = Set.of("-h", "--help", "-V", "--version");

  @ParameterizedTest
  @MethodSource("documents")
  void everyRelativeLinkResolves(Path document) {
    for (MatchResult link : LINK.matcher(prose(document)).results().toList()) {
      if (link.group(1).contains("://")) {
        continue;
      }
      Path target =
          link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1)).normalize();
      assertThat(target).as("%s: %s", document, link.group()).exists();
      if (link.group(2) != null) {
        assertThat(anchors(target)).as("%s: %s", document, link.group()).contains(link.group(2));
      }
    }
  }

  @Test
  void theReadmeLinksToEveryDocument() {
    Set<Path> linked =
        LINK.matcher(prose(README))
            .results()
            .map(link -> Path.of(link.group(1).isEmpty() ? "." : link.group(1)))
            .collect(Collectors.toSet());

    assertThat(linked).containsAll(documents().filter(path -> !path.equals(README)).toList());
  }

  /// `probe/ProbeEngine.reply` is a method of a class, `webroot/main.js` a file.
  @Test
  void whereTheReadmePointsThereIsSomething() {
    List<String> answers =
        rows(section(README, "Where is …?")).stream()
            .flatMap(row -> CODE.matcher(row.getLast()).results().map(code -> code.group(1)))
            .filter(code -> code.contains("/"))
            .toList();

    assertThat(answers).hasSizeGreaterThan(20);
    for (String answer : answers) {
      if (Files.exists(Path.of(answer))) {
        continue;
      }
      String[] parts = answer.split("\\.");
      Path source = SOURCES.resolve(parts[0] + ".java");
      assertThat(source).as(answer).exists();
      if (parts.length > 1) {
        assertThat(text(source)).as(answer).containsPattern("\\b" + parts[1] + "\\(");
      }
    }
  }

  @Test
  void theReadmeKnowsEveryPackage() throws IOException {
    Set<String> named =
        rows(section(README, "Layout")).stream()
            .flatMap(row -> CODE.matcher(row.getFirst()).results().map(code -> code.group(1)))
            .collect(Collectors.toCollection(TreeSet::new));

    try (Stream<Path> packages = Files.list(SOURCES)) {
      assertThat(packages.filter(Files::isDirectory).map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(named);
    }
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void everyOutcomeIsExplained(Outcome outcome) {
    List<List<String>> explained =
        rows(section(FOLDER.resolve("targets.md"), "Outcomes")).stream()
            .filter(row -> row.getFirst().equals("`" + outcome.json() + "`"))
            .toList();

    assertThat(explained).hasSize(1);
    assertThat(explained.getFirst().getLast()).startsWith(words(outcome.standing()));
  }

  private static String words(Standing standing) {
    return switch (standing) {
      case SERVED -> "answered as asked";
      case REACHED -> "reached";
      case UNREACHED -> "not reached";
    };
  }

  @Test
  void theTablesOfFlagsAreThoseOfPing() {
    List<String> explained =
        Stream.of("command-line.md", "targets.md")
            .flatMap(document -> rows(text(FOLDER.resolve(document))).stream())
            .map(List::getFirst)
            .filter(cell -> cell.startsWith("`-"))
            .flatMap(cell -> FLAG.matcher(cell).results().map(MatchResult::group))
            .toList();

    assertThat(explained).containsExactlyInAnyOrderElementsOf(flags("ping"));
  }

  @Test
  void theTableOfImpairmentsHasAFlagOfEchoForEachKey() {
    List<String> explained =
        rows(section(FOLDER.resolve("echo-servers.md"), "Impairments")).stream()
            .flatMap(row -> Stream.of(row.getFirst(), row.getLast()))
            .flatMap(cell -> CODE.matcher(cell).results().map(code -> code.group(1)))
            .map(key -> "--" + key.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
            .toList();
    Set<String> keys = flags("echo");
    keys.removeAll(Set.of("--mode", "-v", "--verbose"));

    assertThat(new HashSet<>(explained)).containsAll(keys);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyConfigurationKeyThatIsNamedExists(Path document) throws IOException {
    Pattern key = Pattern.compile("`((?:web|ping|echo|heartbeat|history|data)\\.[a-zA-Z.]+)`");
    String shipped = Files.readString(Path.of("config/pingdeck.yaml"));

    for (MatchResult named : key.matcher(prose(document)).results().toList()) {
      String indented =
          Arrays.stream(named.group(1).split("\\."))
              .map(part -> "\\s" + part + ":[^\\x00]*?")
              .collect(Collectors.joining());
      assertThat("\n" + shipped).as("%s: %s", document, named.group(1)).containsPattern(indented);
    }
  }

  @Test
  void everyPackageThatTheGateInstallsIsNamed() {
    String gate = text(Path.of(".ci/run"));
    String list = gate.substring(gate.indexOf("needed=("), gate.indexOf("\n)\n"));
    Set<String> installed =
        Pattern.compile("=([a-z][a-z0-9.-]+)")
            .matcher(list)
            .results()
            .map(match -> match.group(1))
            .filter(name -> !Set.of("maven", "nodejs", "npm").contains(name))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(installed).hasSizeGreaterThan(10);
    assertThat(text(FOLDER.resolve("building.md")).split("\\s+")).containsAll(installed);
  }

  @Test
  void theGateRunsTheTestCommand() {
    assertThat(section(README, "Test")).contains("\n./mvnw verify\n");
    assertThat(text(Path.of(".ci/run"))).endsWith("exec ./mvnw verify\n");
  }

  static Stream<Path> documents() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> found = new ArrayList<>(List.of(README));
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(found::add);
      return found.stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<String> flags(String command) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return CommandLines.create(nowhere, nowhere)
        .getSubcommands()
        .get(command)
        .getCommandSpec()
        .options()
        .stream()
        .map(OptionSpec::names)
        .flatMap(Arrays::stream)
        .filter(name -> !OF_EVERY_COMMAND.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Removes code blocks.
  private static String prose(Path document) {
    return text(document).replaceAll("(?ms)^```.*?^```", "");
  }

  /// The content below a second-level heading.
  private static String section(Path document, String heading) {
    String text = text(document);
    int start = text.indexOf("\n## " + heading + "\n");
    assertThat(start).as("%s has a section %s", document, heading).isNotNegative();
    int end = text.indexOf("\n## ", start + 1);
    return end < 0 ? text.substring(start) : text.substring(start, end);
  }

  /// The cells of each row of a table.
  private static List<List<String>> rows(String text) {
    return text.lines()
        .filter(line -> line.startsWith("| "))
        .map(line -> Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList())
        .toList();
  }

  /// The anchors that GitHub generates for headings.
  private static Set<String> anchors(Path document) {
    return prose(document)
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} -]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }
}
