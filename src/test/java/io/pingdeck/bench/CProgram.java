package io.pingdeck.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The programs in `src/test/c`, compiled for this run and deleted after it.
final class CProgram implements AutoCloseable {
  private static final Path SOURCES = Path.of("src", "test", "c");
  private static final Duration COMPILING = Duration.ofSeconds(60);

  private final Path folder;

  private CProgram(Path folder) {
    this.folder = folder;
  }

  /// Compiles all of them.
  static CProgram compileAll() throws IOException {
    CProgram programs = new CProgram(Files.createTempDirectory("pingdeck-bench"));
    for (String name : List.of("icmp_probes", "udp_probes", "udp_echo", "stamp_gap")) {
      String said =
          Program.run(
              COMPILING,
              List.of(
                  "gcc",
                  "-O2",
                  "-o",
                  programs.path(name),
                  SOURCES.resolve(name + ".c").toString()));
      if (!Files.exists(Path.of(programs.path(name)))) {
        throw new IOException("gcc: " + said);
      }
    }
    return programs;
  }

  String path(String name) {
    return folder.resolve(name).toString();
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
