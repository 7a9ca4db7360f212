package io.pingdeck.history.days;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A [CrashingWriter] in a separate process; killed when closed, if not before.
final class WriterProcess implements AutoCloseable {
  private final Process process;

  private WriterProcess(Process process) {
    this.process = process;
  }

  /// @param before command prefix that runs the writer
  /// @param arguments arguments of the writer
  static WriterProcess start(List<String> before, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            CrashingWriter.class.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new WriterProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// The lines of its output.
  BufferedReader lines() {
    return process.inputReader();
  }

  /// @return the last acknowledged sequence, including those acknowledged before the signal arrived
  long killAfter(int batches) throws IOException {
    long acknowledged = 0;
    for (int i = 0; i < batches; i++) {
      acknowledged = Long.parseLong(lines().readLine());
    }
    close();
    return lastAfter(acknowledged);
  }

  /// The last sequence that it acknowledged before its end.
  ///
  /// @param acknowledged the last sequence read so far
  long lastAfter(long acknowledged) throws IOException {
    // A line truncated by the signal has no line break, and is not an acknowledgement.
    StringWriter text = new StringWriter();
    lines().transferTo(text);
    String rest = text.toString();
    long last = acknowledged;
    for (String line : rest.substring(0, rest.lastIndexOf('\n') + 1).split("\n")) {
      last = line.isEmpty() ? last : Long.parseLong(line);
    }
    return last;
  }

  /// Uses the process handle, which leaves the printed output open; with strace, also kills the
  /// traced process.
  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(handle -> handle.onExit().join());
  }
}
