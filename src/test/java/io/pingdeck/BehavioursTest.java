package io.pingdeck;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.testing.Proves;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/// The table of behaviours names the tests that prove each row, as [Proves] says. A row without one
/// must say why.
class BehavioursTest {
  private static final Path TABLE = Path.of("src/docs/behaviours.md");
  private static final Path WRITTEN = Path.of("target/behaviours.md");
  private static final Pattern ROW =
      Pattern.compile("\\| ([A-Z]\\d+) \\| ([^|]+) \\| ([^|]*?) ?\\|");
  private static final String UNPROVEN = "not proven: ";

  @Test
  void theTableNamesTheTestsThatProveEachRow() throws Exception {
    Map<String, Set<String>> proofs = proofs();
    List<String> lines = new ArrayList<>();
    Set<String> rows = new LinkedHashSet<>();
    Set<String> unproven = new LinkedHashSet<>();
    for (String line : Files.readAllLines(TABLE)) {
      Matcher row = ROW.matcher(line);
      if (!row.matches()) {
        lines.add(line);
        continue;
      }
      String id = row.group(1);
      assertThat(rows.add(id)).as("row %s is there once", id).isTrue();
      Set<String> tests = proofs.getOrDefault(id, Set.of());
      boolean isOpen = tests.isEmpty() && row.group(3).startsWith(UNPROVEN);
      if (tests.isEmpty() && !isOpen) {
        unproven.add(id);
      }
      String proof = isOpen ? row.group(3) : code(tests);
      lines.add("| " + id + " | " + row.group(2) + " | " + proof + " |");
    }
    Files.createDirectories(WRITTEN.getParent());
    Files.write(WRITTEN, lines);

    assertThat(unproven).as("rows without a test that do not say '%swhy'", UNPROVEN).isEmpty();
    assertThat(rows).as("rows that tests name").containsAll(proofs.keySet());
    assertThat(Files.readAllLines(TABLE))
        .as("the table is not what the tests say: cp %s %s", WRITTEN, TABLE)
        .isEqualTo(lines);
  }

  private static String code(Set<String> tests) {
    return tests.stream().map(test -> "`" + test + "`").collect(Collectors.joining(", "));
  }

  /// Tests by row, as `Class.method`.
  private static Map<String, Set<String>> proofs() throws IOException, URISyntaxException {
    Map<String, Set<String>> proofs = new TreeMap<>();
    for (Method method : methods()) {
      Proves proves = method.getAnnotation(Proves.class);
      if (proves == null) {
        continue;
      }
      String test = method.getDeclaringClass().getSimpleName() + "." + method.getName();
      assertThat(AnnotationSupport.isAnnotated(method, Testable.class))
          .as("%s is a test", test)
          .isTrue();
      for (String row : proves.value()) {
        proofs.computeIfAbsent(row, _ -> new TreeSet<>()).add(test);
      }
    }
    return proofs;
  }

  private static List<Method> methods() throws IOException, URISyntaxException {
    Path classes =
        Path.of(BehavioursTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .map(file -> classes.relativize(file).toString())
          .filter(name -> name.matches("io/pingdeck/.*(Test|IT|Contract)\\.class"))
          .map(name -> name.replaceAll("\\.class$", "").replace('/', '.'))
          .sorted()
          .flatMap(name -> Stream.of(load(name).getDeclaredMethods()))
          .toList();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, BehavioursTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError("it lies there", e);
    }
  }
}
