package io.pingdeck.mutation;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs tests and writes a line for each: whether it failed, and its name. A skipped one has no
/// line.
final class TestRun {
  private static final String FAILED = "failed ";
  private static final String PASSED = "passed ";

  private TestRun() {}

  /// @param arguments the file for the lines, then tests as in a [Mutation]
  public static void main(String[] arguments) throws IOException {
    List<String> tests = List.of(arguments).subList(1, arguments.length);
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(tests.stream().map(TestRun::selector).toList())
            .build();
    Lines lines = new Lines();
    LauncherFactory.create().execute(request, lines);
    Files.write(Path.of(arguments[0]), lines.lines);
    System.exit(0); // whatever a test left running
  }

  static boolean isFailure(String line) {
    return line.startsWith(FAILED);
  }

  static String name(String line) {
    return line.substring(FAILED.length());
  }

  private static DiscoverySelector selector(String test) {
    String name = Mutation.fullName(test);
    return name.contains("#") ? selectMethodOf(name) : selectClass(name);
  }

  /// By its name alone; a test with parameters cannot be selected without their types.
  private static DiscoverySelector selectMethodOf(String name) {
    String[] parts = name.split("#");
    try {
      Class<?> type = Class.forName(parts[0]);
      return Stream.of(type.getDeclaredMethods())
          .filter(method -> method.getName().equals(parts[1]))
          .findFirst()
          .map(method -> selectMethod(type, method))
          .orElseThrow(() -> new IllegalArgumentException("no test " + name));
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("no test " + name, e);
    }
  }

  private static final class Lines implements TestExecutionListener {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (result.getStatus() == Status.ABORTED || test.isContainer() && isFine(result)) {
        return;
      }
      lines.add((isFine(result) ? PASSED : FAILED) + name(test));
    }

    private static boolean isFine(TestExecutionResult result) {
      return result.getStatus() == Status.SUCCESSFUL;
    }

    private static String name(TestIdentifier test) {
      return test.getSource()
          .filter(MethodSource.class::isInstance)
          .map(MethodSource.class::cast)
          .map(method -> method.getJavaClass().getSimpleName() + "." + method.getMethodName())
          .orElse(test.getDisplayName());
    }
  }
}
