package io.pingdeck.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A child process: it runs on the given cores, and is ended when closed.
final class Program implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 5;
  private static final int LONG_WORD = 200;
  private static final double CLOCK_TICKS = 100; // per second, in /proc

  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroy)));
  }

  private final List<String> command;
  private final Process process;

  private Program(List<String> command, Process process) {
    this.command = command;
    this.process = process;
    RUNNING.add(process);
  }

  /// Starts a command; its stderr goes to this process's stderr.
  static Program start(List<String> command) {
    return start(command, Redirect.INHERIT);
  }

  /// @param errors destination of its stderr
  static Program start(List<String> command, Redirect errors) {
    try {
      return new Program(command, new ProcessBuilder(command).redirectError(errors).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs a command to its end.
  ///
  /// @return its output, of both streams
  /// @throws IllegalStateException if it takes longer than the limit
  static String run(Duration limit, List<String> command) {
    try {
      Path output = Files.createTempFile("bench", ".out");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try (Program program = new Program(command, process)) {
          program.await(limit);
        }
        return Files.readString(output);
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs a command to its end, with this process's own streams.
  static int show(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    try (Program program = new Program(command, process)) {
      return program.process.waitFor();
    }
  }

  /// Waits for the end of the process.
  ///
  /// @throws IllegalStateException if it takes longer than the limit
  void await(Duration limit) {
    if (!hasEnded(limit)) {
      throw new IllegalStateException("still running after " + limit + ": " + this);
    }
  }

  /// Waits for the end of the process, at most this long.
  boolean hasEnded(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + this, e);
    }
  }

  /// Stops all its threads until [#goOn()]. No-op after its end.
  void stop() {
    signal("STOP");
  }

  void goOn() {
    signal("CONT");
  }

  private void signal(String name) {
    if (process.isAlive()) {
      run(Duration.ofSeconds(PATIENCE_SECONDS), List.of("kill", "-" + name, String.valueOf(pid())));
    }
  }

  /// The command, restricted to this core.
  static List<String> onCore(int core, List<String> command) {
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", String.valueOf(core)));
    pinned.addAll(command);
    return pinned;
  }

  /// Another program of these benchmarks, in a separate Java process.
  static List<String> java(Class<?> main, Object... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dlogback.configurationFile=config/build/logback-test.xml",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return command;
  }

  static boolean isInstalled(String name) {
    return List.of((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":")).stream()
        .anyMatch(folder -> new File(folder, name).canExecute());
  }

  /// The next line of its output.
  String line() {
    try {
      @SuppressWarnings("resource") // closed with the process
      BufferedReader reader = process.inputReader(UTF_8);
      String line = reader.readLine();
      if (line == null) {
        throw new IllegalStateException("ended without a word: " + this);
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /// CPU time used so far by all its threads.
  double cpuSeconds() {
    return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L) / 1e9;
  }

  /// CPU time used so far by its thread with this name.
  double cpuSeconds(String thread) {
    try {
      // After the name, which is in parentheses, state and so on follow; utime and stime are 14 and
      // 15.
      String stat = Files.readString(threads(thread).getFirst().resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / CLOCK_TICKS;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (IOException e) {
      return ""; // it has ended
    }
  }

  /// The /proc folders of its threads with this name, of which the system keeps the first 15
  /// characters.
  List<Path> threads(String name) {
    List<Path> found = new ArrayList<>();
    try (var threads = Files.list(Path.of("/proc", String.valueOf(pid()), "task"))) {
      for (Path task : (Iterable<Path>) threads::iterator) {
        if (name(task).equals(name)) {
          found.add(task);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (found.isEmpty()) {
      throw new IllegalStateException("no thread called " + name);
    }
    return found;
  }

  /// The command without its class path.
  @Override
  public String toString() {
    return command.stream()
        .filter(word -> word.length() < LONG_WORD)
        .collect(Collectors.joining(" "));
  }

  @Override
  public void close() {
    RUNNING.remove(process);
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
