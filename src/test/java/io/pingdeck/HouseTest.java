package io.pingdeck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The dependencies between packages. The format check verifies permitted imports; this test
/// verifies circles and sizes.
class HouseTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern IMPORT =
      Pattern.compile(
          "^import (?:static )?(io\\.pingdeck(?:\\.[a-z]\\w*)*)\\.[A-Z]", Pattern.MULTILINE);
  private static final int MOST_FILES = 28;

  @Test
  void noPackagesImportEachOtherInACircle() {
    assertThat(inCircles(imports())).isEmpty();
  }

  @Test
  void aCircleIsFound() {
    Map<String, Set<String>> imports =
        Map.of("a", Set.of("b"), "b", Set.of("c", "d"), "c", Set.of("a"), "d", Set.of());

    assertThat(inCircles(imports)).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void noPackageIsADrawer() {
    Map<String, Integer> sizes = new TreeMap<>();
    sources().forEach(source -> sizes.merge(packageOf(source), 1, Integer::sum));

    assertThat(sizes).hasSizeGreaterThan(40);
    assertThat(sizes).allSatisfy((name, size) -> assertThat(size).isLessThanOrEqualTo(MOST_FILES));
    List<Integer> sorted = sizes.values().stream().sorted().toList();
    assertThat(sorted.get(sorted.size() / 2)).isLessThanOrEqualTo(10);
  }

  /// Those that its profiles start.
  @Test
  void everyClassThatThePomNamesExists() {
    List<String> named =
        Pattern.compile("\\bio\\.pingdeck(\\.[a-z]+)*\\.[A-Z]\\w*")
            .matcher(text(Path.of("pom.xml")))
            .results()
            .map(match -> match.group().replace('.', '/') + ".java")
            .toList();

    assertThat(named)
        .isNotEmpty()
        .allSatisfy(file ->
            assertThat(List.of(SOURCES.resolve(file), Path.of("src/test/java").resolve(file)))
                .anyMatch(Files::exists));
  }

  /// The packages that depend on themselves.
  private static Set<String> inCircles(Map<String, Set<String>> imports) {
    Set<String> found = new TreeSet<>();
    for (String start : imports.keySet()) {
      Set<String> reached = new TreeSet<>();
      reach(start, imports, reached);
      if (reached.contains(start)) {
        found.add(start);
      }
    }
    return found;
  }

  private static void reach(String from, Map<String, Set<String>> imports, Set<String> reached) {
    for (String to : imports.getOrDefault(from, Set.of())) {
      if (reached.add(to)) {
        reach(to, imports, reached);
      }
    }
  }

  private static Map<String, Set<String>> imports() {
    Map<String, Set<String>> imports = new TreeMap<>();
    for (Path source : sources()) {
      Set<String> imported = imports.computeIfAbsent(packageOf(source), _ -> new TreeSet<>());
      Matcher line = IMPORT.matcher(text(source));
      while (line.find()) {
        imported.add(line.group(1));
      }
      imported.remove(packageOf(source)); // its own nested types
    }
    return imports;
  }

  private static String packageOf(Path source) {
    return SOURCES.relativize(source).getParent().toString().replace('/', '.');
  }

  private static List<Path> sources() {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
