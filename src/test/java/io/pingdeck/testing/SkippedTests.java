package io.pingdeck.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/// Prints which tests are skipped and why, and at the end of the build one line that counts them.
/// JUnit finds it by META-INF/services. Every JVM with tests appends to the file that the property
/// `pingdeck.skipped` names.
public final class SkippedTests implements TestExecutionListener {
  private static final Pattern MISSING = Pattern.compile("needs (.+): apt install (.+)");
  private static final String SEPARATOR = "\t";

  private final Set<String> said = ConcurrentHashMap.newKeySet();
  private TestPlan plan;

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    skipped(test, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == Status.ABORTED) {
      skipped(test, result.getThrowable().map(Throwable::getMessage).orElse("unknown"));
    }
  }

  private void skipped(TestIdentifier test, String reason) {
    String line = reason.lines().map(String::strip).collect(Collectors.joining(" "));
    String printed = "skipped: " + name(test) + " " + line;
    if (said.add(printed)) {
      System.out.println(printed);
    }
    Optional.ofNullable(System.getProperty("pingdeck.skipped"))
        .ifPresent(file -> append(Path.of(file), count(test) + SEPARATOR + line + "\n"));
  }

  /// `EchoPageIT`, or with the method `EchoPageIT.aPingFollowsTheKnobs()`.
  private String name(TestIdentifier test) {
    String name = test.getLegacyReportingName();
    if (test.isContainer() && !name.contains("(")) {
      return name.substring(name.lastIndexOf('.') + 1);
    }
    String parent = plan.getParent(test).map(this::name).orElse("");
    return parent.contains("(") ? parent : parent + "." + name; // of a test with parameters
  }

  /// A test with parameters counts once: what they are is unknown if it is not run.
  private long count(TestIdentifier test) {
    return Stream.concat(Stream.of(test), plan.getDescendants(test).stream())
        .filter(each -> plan.getChildren(each).isEmpty())
        .count();
  }

  private static void append(Path file, String line) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Prints the line that counts, if there is something to count.
  ///
  /// @param args the file
  public static void main(String... args) throws IOException {
    Path file = Path.of(args[0]);
    if (Files.exists(file)) {
      System.out.println(summary(Files.readAllLines(file)));
      Files.delete(file);
    }
  }

  /// @param lines of the file; at least one
  static String summary(List<String> lines) {
    Map<String, Long> tests = new TreeMap<>();
    for (String line : lines) {
      String[] fields = line.split(SEPARATOR, 2);
      tests.merge(fields[1], Long.valueOf(fields[0]), Long::sum);
    }
    Set<String> tools = new TreeSet<>();
    Set<String> packages = new TreeSet<>();
    long withoutTool = 0;
    long others = 0;
    for (Map.Entry<String, Long> reason : tests.entrySet()) {
      Optional<MatchResult> missing = MISSING.matcher(reason.getKey()).results().findFirst();
      if (missing.isPresent()) {
        withoutTool += reason.getValue();
        tools.addAll(List.of(missing.get().group(1).split(" ")));
        packages.addAll(List.of(missing.get().group(2).split(" ")));
      } else {
        others += reason.getValue();
      }
    }
    String because =
        withoutTool == 0
            ? ""
            : tests(withoutTool)
                + " because "
                + (tools.size() == 1 ? "a tool is" : tools.size() + " tools are")
                + " missing: "
                + Tool.install(String.join(" ", packages));
    String rest =
        others == 0
            ? ""
            : (because.isEmpty() ? tests(others) : "; " + others)
                + " because this user, kernel or system does not allow what they test";
    return because + rest;
  }

  private static String tests(long count) {
    return count + (count == 1 ? " test was" : " tests were") + " skipped";
  }
}
