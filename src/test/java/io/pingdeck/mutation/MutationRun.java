package io.pingdeck.mutation;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Tries the tests: puts one [Mutation] after the other into the program and runs its tests, which
/// must fail. First they must pass without one. The sources stay as they are: the mutant's classes
/// stand before the program's on the class path.
///
/// Ends with 1 if a mutation survived, or was not tried.
final class MutationRun {
  private static final String CLASS_PATH = System.getProperty("java.class.path");
  private static final long LONGEST_MINUTES = 5;

  /// Of all tests together.
  private static final long LONGEST_OF_ALL_MINUTES = 30;

  private MutationRun() {}

  enum Result {
    CAUGHT,
    SURVIVED,
    /// Its tests were skipped.
    NOT_TRIED
  }

  /// @param failed names of the tests that failed
  private record Tried(Result result, List<String> failed) {}

  /// @param arguments a part of the names of the mutations to try; none for all
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<Mutation> mutations =
        Mutations.all().stream()
            .filter(
                mutation -> Stream.of(arguments).allMatch(part -> mutation.name().contains(part)))
            .toList();
    List<String> tests = mutations.stream().flatMap(m -> m.tests().stream()).distinct().toList();
    Path folder = Files.createTempDirectory("pingdeck-mutations");
    boolean fine = true;
    try {
      Tried unchanged = run(folder, folder.resolve("none"), tests, LONGEST_OF_ALL_MINUTES);
      if (!unchanged.failed().isEmpty()) {
        System.out.println("fail without a mutation: " + unchanged.failed());
        System.exit(1);
      }
      int number = 0;
      for (Mutation mutation : mutations) {
        Path classes = Files.createDirectory(folder.resolve("mutant-" + number++));
        compile(mutation, folder, classes);
        Tried tried = run(folder, classes, mutation.tests(), LONGEST_MINUTES);
        fine &= tried.result() == Result.CAUGHT;
        System.out.printf(
            "%-9s | %-55s | %s%n", words(tried.result()), mutation.name(), shown(tried, mutation));
      }
      System.out.println(number + " mutations");
    } finally {
      delete(folder);
    }
    System.exit(fine ? 0 : 1);
  }

  private static String words(Result result) {
    return result.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String shown(Tried tried, Mutation mutation) {
    List<String> tests = tried.failed().isEmpty() ? mutation.tests() : tried.failed();
    return tests.getFirst() + (tests.size() > 1 ? " and " + (tests.size() - 1) + " more" : "");
  }

  private static void compile(Mutation mutation, Path folder, Path classes) throws IOException {
    Path source = folder.resolve(mutation.source() + ".java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, mutation.mutant());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiles =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("-d", classes.toString(), "-classpath", CLASS_PATH, "-proc:none"),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      if (!compiles) {
        throw new IllegalStateException(mutation.name() + " does not compile: " + messages);
      }
    }
  }

  /// Runs tests in a JVM of their own, with other classes before those of the program.
  private static Tried run(Path folder, Path classes, List<String> tests, long minutes)
      throws IOException, InterruptedException {
    Path report = folder.resolve("report");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=config/build/logback-test.xml",
                "-classpath",
                classes + File.pathSeparator + CLASS_PATH,
                TestRun.class.getName(),
                report.toString()));
    command.addAll(tests);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      return new Tried(Result.CAUGHT, List.of("(they did not end)"));
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException(Files.readString(folder.resolve("output")));
    }
    Map<Boolean, List<String>> lines =
        Files.readAllLines(report).stream().collect(Collectors.partitioningBy(TestRun::isFailure));
    List<String> failed = lines.get(true).stream().map(TestRun::name).toList();
    if (!failed.isEmpty()) {
      return new Tried(Result.CAUGHT, failed);
    }
    return new Tried(lines.get(false).isEmpty() ? Result.NOT_TRIED : Result.SURVIVED, failed);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
