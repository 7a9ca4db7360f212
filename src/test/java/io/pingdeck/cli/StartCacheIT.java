package io.pingdeck.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The packaged program with a start cache that a real JVM made. It is made once, because that
/// takes many seconds of a core.
@Timeout(300)
class StartCacheIT {
  @TempDir private static Path folder;
  private static Path made;

  @BeforeAll
  static void makeACache() throws Exception {
    Path caches = folder.resolve("made");
    Process process = start(caches, List.of("start-cache"));
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8)).isEmpty();
    try (Stream<Path> files = Files.list(caches)) {
      made = files.filter(file -> file.toString().endsWith(".aot")).findFirst().orElseThrow();
    }
    assertThat(out).isEqualTo("The start cache is " + made + "\n");
    assertThat(Files.size(made)).isGreaterThan(10_000_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "check-config", "--version"})
  void theJvmLoadsIt(String command) throws Exception {
    Path caches = copyOfTheCache("used by " + command);
    Path log = folder.resolve(command + ".log");

    Run run = run(caches, command, "-Xlog:class+load:file=" + log);

    assertThat(run.err()).isEmpty();
    try (Stream<String> lines = Files.lines(log)) {
      assertThat(lines.filter(line -> line.contains("io.pingdeck.")))
          .anyMatch(line -> line.contains("shared objects file"));
    }
  }

  /// The JVM alone does not start with a byte that is wrong near the end.
  @ParameterizedTest
  @ValueSource(strings = {"truncated", "garbage", "flipped", "one byte"})
  void aDamagedOneIsHarmlessAndSilent(String damage) throws Exception {
    Path caches = copyOfTheCache(damage);
    Path cache = caches.resolve(made.getFileName());
    try (RandomAccessFile file = new RandomAccessFile(cache.toFile(), "rw")) {
      switch (damage) {
        case "truncated" -> file.setLength(file.length() / 2);
        case "garbage" -> {
          file.setLength(0);
          file.writeBytes("this is no cache");
        }
        case "one byte" -> {
          file.seek(file.length() - 3_000_000);
          int good = file.read();
          file.seek(file.length() - 3_000_000);
          file.write(~good);
        }
        default -> {
          for (long at = 10_000_000; at < file.length(); at += 1_000_000) {
            file.seek(at);
            file.write(new byte[4096]);
          }
        }
      }
    }

    Process serve = start(caches, serving());
    try {
      assertThat(serve.inputReader(UTF_8).readLine()).startsWith("Pingdeck is ready: ");
    } finally {
      serve.toHandle().destroy();
    }
    assertThat(serve.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(new String(serve.getErrorStream().readAllBytes(), UTF_8)).isEmpty();
  }

  @Test
  void oneOfOtherJarsIsHarmlessAndSilent() throws Exception {
    Path home = Path.of(System.getProperty("pingdeck.dist"));
    Path other = folder.resolve("copy");
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.toList()) {
        Path relative = home.relativize(file);
        if (!relative.startsWith("data") && !relative.toString().startsWith("data-")) {
          Files.copy(file, other.resolve(relative.toString()), REPLACE_EXISTING);
        }
      }
    }
    other.resolve("bin/pingdeck").toFile().setExecutable(true);
    Path caches = copyOfTheCache("of other JARs");
    Path cache = caches.resolve(made.getFileName());
    Files.setLastModifiedTime(cache, FileTime.fromMillis(System.currentTimeMillis() + 60_000));

    ProcessBuilder builder =
        new ProcessBuilder(other.resolve("bin/pingdeck").toString(), "--version");
    builder.environment().put("PINGDECK_START_CACHE", caches.toString());
    Process process = builder.start();

    assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8)).isEmpty();
    assertThat(process.waitFor()).isZero();
  }

  private record Run(String err) {}

  private Path copyOfTheCache(String name) throws IOException {
    Path caches = Files.createDirectory(folder.resolve(name));
    Files.copy(made, caches.resolve(made.getFileName()));
    Files.copy(Path.of(made + ".sum"), caches.resolve(made.getFileName() + ".sum"));
    return caches;
  }

  private List<String> serving() throws IOException {
    String data = Files.createTempDirectory(folder, "data").toString();
    return List.of(
        "serve",
        "--web-port",
        "0",
        "--heartbeat-port",
        "0",
        "--set",
        "echo.servers=[]",
        "--set",
        "data.dir=" + data);
  }

  private Run run(Path caches, String command, String option) throws Exception {
    ProcessBuilder builder =
        builder(caches, command.equals("serve") ? serving() : List.of(command));
    builder.environment().put("PINGDECK_JAVA_OPTS", option);
    Process process = builder.start();
    if (command.equals("serve")) {
      process.inputReader(UTF_8).readLine();
      process.toHandle().destroy();
    }
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return new Run(err);
  }

  private static Process start(Path caches, List<String> arguments) throws IOException {
    return builder(caches, arguments).start();
  }

  private static ProcessBuilder builder(Path caches, List<String> arguments) {
    Path program = Path.of(System.getProperty("pingdeck.dist"), "bin", "pingdeck");
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(program.toString()), arguments.stream()).toList());
    builder.environment().put("PINGDECK_START_CACHE", caches.toString());
    return builder;
  }
}
