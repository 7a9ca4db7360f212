package io.pingdeck.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pingdeck.echo.server.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `bin/pingdeck` says to the JVM. The JVM here is a script that prints its arguments.
@Timeout(60)
class LauncherTest {
  private static final String ARGUMENTS =
      """
      #!/bin/sh
      for argument in "$@"; do
        echo "$argument"
        case $argument in -XX:AOTCacheOutput=*) echo cache >"${argument#*=}" ;; esac
      done
      """;

  private static final List<String> MADE = List.of("start-25.0.9.aot", "start-25.0.9.aot.sum");
  private static final FileTime LONG_AGO = FileTime.fromMillis(0);

  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private Path home;
  private Path caches;
  private Path cache;

  @BeforeEach
  void install() throws Exception {
    home = folder.resolve("a place with spaces").resolve("pingdeck");
    for (String file : List.of("bin/pingdeck", "lib/find-jdk.sh", "lib/jvm-flags.sh")) {
      copy(file);
    }
    copy("lib/start-cache.sh");
    Files.setLastModifiedTime(Files.writeString(home.resolve("lib/pingdeck-1.jar"), ""), LONG_AGO);
    Files.setLastModifiedTime(Files.writeString(home.resolve("lib/another.jar"), ""), LONG_AGO);
    Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
    script(java, ARGUMENTS);
    Files.writeString(folder.resolve("jdk/release"), "A=\"1\"\nJAVA_VERSION=\"25.0.9\"\n");
    caches = Files.createDirectories(folder.resolve("caches"));
    permit(caches, "rwx------");
    cache = Files.writeString(caches.resolve("start-25.0.9.aot"), "classes");
    permit(cache, "rw-------");
    sum(cache);
    environment.put("JAVA_HOME", folder.resolve("jdk").toString());
    environment.put("PINGDECK_START_CACHE", caches.toString());
    environment.put("PATH", System.getenv("PATH"));
  }

  @Test
  void passesFlagsClassPathAndArguments() throws Exception {
    environment.put("PINGDECK_JAVA_OPTS", "-Xmx64m  -Dfile=*.sh");

    Run run = start("ping", "udp://a b", "");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsSequence("-Xmx64m", "-Dfile=*.sh")
        .containsSequence(
            "-cp",
            home.resolve("lib/another.jar") + ":" + home.resolve("lib/pingdeck-1.jar"),
            "io.pingdeck.Main",
            "ping",
            "udp://a b",
            "")
        .contains("-Dpingdeck.home=" + home, "-XX:+UseSerialGC")
        .doesNotContain("-XX:+UseG1GC");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-Dname=\"a b\"", "'-Dname=a b'", "-Dname=\"a", "-XX:OnError='kill -9 %p'"})
  void quotesInFlagsAreRefusedBecauseTheyAreNotRead(String flags) throws Exception {
    environment.put("PINGDECK_JAVA_OPTS", flags);

    Run run = start("serve");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "pingdeck: PINGDECK_JAVA_OPTS is split at white space, and quotes are not read:"
                + " JDK_JAVA_OPTIONS, which Java reads itself, may hold them\n");
  }

  /// Java would read it as two places.
  @Test
  void aPlaceWithAColonIsRefused() throws Exception {
    Path place = Files.move(home, folder.resolve("a:b"));

    Run run = start(builder().command(place.resolve("bin/pingdeck").toString(), "serve"));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "pingdeck: Java cannot start from "
                + place
                + ": a colon separates the parts of its class path. Move the folder.\n");
  }

  @Test
  void aWorkingDirectoryThatWasDeletedIsNamed() throws Exception {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    String script = "rmdir '" + gone + "'; exec '" + home.resolve("bin/pingdeck") + "' ping";

    Run run = start(builder().command("sh", "-c", script).directory(gone.toFile()));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .endsWith("pingdeck: the working directory was deleted: cd to another one\n");
  }

  /// A file may name a collector and a heap.
  @ParameterizedTest
  @ValueSource(strings = {"@flags", "-Da=b @flags", "-XX:VMOptionsFile=flags", "-XX:Flags=flags"})
  void flagsInAFileReplaceOurs(String option) throws Exception {
    environment.put("PINGDECK_JAVA_OPTS", option);

    assertThat(start("serve").out())
        .containsSequence(option.split(" "))
        .doesNotContain("-XX:+UseG1GC", "-Xms32m")
        .noneMatch(LauncherTest::isCache);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PINGDECK_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
  void theUsersCollectorReplacesOurs(String variable) throws Exception {
    environment.put(variable, "-Xmx1g -XX:+UseZGC");

    Run run = start("serve");

    assertThat(run.out())
        .doesNotContain("-XX:+UseG1GC", "-Xms32m")
        .noneMatch(LauncherTest::isCache);
  }

  /// Ours may not fit: a heap that is larger at the start than -Xmx allows is an error of the JVM.
  @ParameterizedTest
  @ValueSource(strings = {"-Xmx2g", "-Xms1g", "-Xmn8m", "-XX:MaxRAMPercentage=10"})
  void theUsersHeapReplacesOurs(String option) throws Exception {
    assertThat(start("serve").out()).contains("-Xms32m");
    environment.put("PINGDECK_JAVA_OPTS", option);

    assertThat(start("serve").out())
        .contains("-XX:+UseG1GC", option)
        .noneMatch(word -> word.startsWith("-Xm") && !word.equals(option));
  }

  @Test
  void usesACacheThatOnlyThisUserCanWrite() throws Exception {
    assertThat(start("serve").out())
        .contains("-XX:AOTCache=" + cache, "-Dpingdeck.startCache=" + cache);
  }

  /// The JVM may refuse it because of these flags, so it is not deleted then.
  @Test
  void doesNotLetACacheBeDeletedThatIsUsedWithOtherFlags() throws Exception {
    environment.put("PINGDECK_JAVA_OPTS", "-Dsome=thing");

    assertThat(start("serve").out())
        .contains("-XX:AOTCache=" + cache)
        .noneMatch(argument -> argument.startsWith("-Dpingdeck.startCache"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw--w----", "rw-----w-", "rw-rw-r--"})
  void usesNoCacheThatOthersCanWrite(String permissions) throws Exception {
    permit(cache, permissions);
    assertThat(start("ping").out()).noneMatch(LauncherTest::isCache);
  }

  @Test
  void usesNoCacheInAFolderThatOthersCanWrite() throws Exception {
    permit(caches, "rwxrwxrwx");
    assertThat(start("ping").out()).noneMatch(LauncherTest::isCache);
  }

  @Test
  void usesNoCacheOfAnotherUser() throws Exception {
    assumeTrue(isRoot(), "only root can give a file away");
    Files.setAttribute(cache, "unix:uid", 12345);
    assertThat(start("ping").out()).noneMatch(LauncherTest::isCache);
  }

  @Test
  void usesNoCacheOlderThanAJar() throws Exception {
    Files.setLastModifiedTime(cache, LONG_AGO);
    Files.writeString(home.resolve("lib/another.jar"), "new");
    assertThat(start("ping").out()).noneMatch(LauncherTest::isCache);
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "/dev/null/nowhere", "/proc/nowhere"})
  void startsWithoutACache(String place) throws Exception {
    environment.put("PINGDECK_START_CACHE", place);
    Run run = start("serve");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("serve").noneMatch(LauncherTest::isCache);
  }

  @Test
  void startsWithoutAHomeFolder() throws Exception {
    environment.remove("PINGDECK_START_CACHE");
    Run run = start("serve");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("serve").noneMatch(LauncherTest::isCache);
    assertThat(home.resolve("cache")).doesNotExist();
  }

  @Test
  void prefersTheCacheOfTheInstallationThenTheOneOfTheService() throws Exception {
    environment.remove("PINGDECK_START_CACHE");
    environment.put("CACHE_DIRECTORY", caches + ":/other");
    assertThat(start("start-cache").out().getFirst()).startsWith("The start cache is " + caches);
    assertThat(start("ping").out()).anyMatch(word -> word.startsWith("-XX:AOTCache=" + caches));

    permit(Files.createDirectory(home.resolve("cache")), "rwx------");
    assertThat(start("start-cache").out().getFirst()).contains(home + "/cache/start-25.0.9.aot");
    assertThat(start("ping").out())
        .contains("-XX:AOTCache=" + home.resolve("cache/start-25.0.9.aot"));
  }

  @Test
  void makesACacheAndLeavesNothingElse() throws Exception {
    Files.delete(cache);
    environment.put("PINGDECK_JAVA_OPTS", "-Xmx1g -XX:+UseZGC");

    Run run = start("start-cache");

    assertThat(run.code()).isZero();
    assertThat(run.out()).containsExactly("The start cache is " + cache);
    assertThat(names(caches)).containsExactlyElementsOf(MADE);
    assertThat(Files.readString(cache)).isEqualTo("cache\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#!/bin/sh\necho no space left; exit 1",
        "#!/bin/sh\nexit 0",
        "#!/bin/sh\n"
            + "for a in \"$@\"; do case $a in -XX:AOTCacheOutput=*) : >\"${a#*=}\" ;; esac; done"
      })
  void aCacheThatCannotBeMadeLeavesTheOldOne(String java) throws Exception {
    script(folder.resolve("jdk/bin/java"), java);

    Run run = start("start-cache");

    assertThat(run.code()).isOne();
    assertThat(run.err()).endsWith("pingdeck: no start cache was made in " + caches + "\n");
    assertThat(names(caches)).containsExactlyElementsOf(MADE);
    assertThat(Files.readString(cache)).isEqualTo("classes");
  }

  @Test
  void makesNoCacheWhileAnotherProcessDoes() throws Exception {
    Path lock = Files.writeString(caches.resolve("start-25.0.9.aot.lock"), pid() + "\n");

    Run run = start("start-cache");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .containsExactly("Another process (" + pid() + ") makes the start cache already");
    assertThat(lock).exists();
    assertThat(Files.readString(cache)).isEqualTo("classes");
  }

  @Test
  void makesACacheIfTheOneThatMadeItWasKilled() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Files.writeString(caches.resolve("start-25.0.9.aot.lock"), ended.pid() + "\n");

    assertThat(start("start-cache").code()).isZero();

    assertThat(names(caches)).containsExactlyElementsOf(MADE);
    assertThat(Files.readString(cache)).isEqualTo("cache\n");
  }

  @Test
  void aLockFromLongAgoIsOfAKilledProcessWhoseNumberAnotherHas() throws Exception {
    Path lock = Files.writeString(caches.resolve("start-25.0.9.aot.lock"), pid() + "\n");
    Files.setLastModifiedTime(lock, LONG_AGO);
    Files.writeString(caches.resolve("start-25.0.9.aot.4711.config"), "half");

    assertThat(start("start-cache").code()).isZero();

    assertThat(names(caches)).containsExactlyElementsOf(MADE);
    assertThat(Files.readString(cache)).isEqualTo("cache\n");
  }

  @Test
  void aCacheIsOnTheDiskBeforeAnyStartUsesIt() throws Exception {
    Path tools = Files.createDirectory(folder.resolve("tools"));
    script(tools.resolve("sync"), "#!/bin/sh\ncat \"$1\" '" + cache + "' >'" + tools + "/saw'");
    environment.put("PATH", tools + ":" + System.getenv("PATH"));

    assertThat(start("start-cache").code()).isZero();

    assertThat(tools.resolve("saw")).hasContent("cache\nclasses");
  }

  /// No start would use it.
  @Test
  void makesNoCacheWhereOthersCanWrite() throws Exception {
    deleteCache();
    permit(caches, "rwxrwxrwx");

    Run run = start("start-cache");

    assertThat(run.code()).isOne();
    assertThat(run.err()).contains(caches + " cannot be written, or not by this user alone");
    assertThat(names(caches)).isEmpty();
  }

  @Test
  void startsByARelativePathWithCdpath() throws Exception {
    environment.put("CDPATH", home.toString());
    ProcessBuilder builder =
        builder("ping").command("bin/pingdeck", "ping").directory(home.toFile());

    Run run = start(builder);

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("-Dpingdeck.home=" + home);
  }

  @Test
  void theFirstServeMakesACacheInTheBackground() throws Exception {
    deleteCache();
    Path tools = Files.createDirectory(folder.resolve("tools"));
    script(tools.resolve("sleep"), "#!/bin/sh\n"); // the pause before it
    environment.put("PATH", tools + ":" + System.getenv("PATH"));

    assertThat(start("ping").out()).noneMatch(LauncherTest::isCache);
    assertThat(names(caches)).as("ping makes none").isEmpty();
    script(folder.resolve("jdk/bin/java"), ARGUMENTS + "cat >/dev/null\n");
    Process serve = builder("serve").start();
    while (!names(caches).equals(MADE)) {
      Await.pause();
    }
    serve.getOutputStream().close();
    assertThat(serve.inputReader(UTF_8).lines()).noneMatch(LauncherTest::isCache);
    assertThat(start("serve").out()).contains("-XX:AOTCache=" + cache);
  }

  @Test
  void aServeThatHasEndedMakesNoCache() throws Exception {
    deleteCache();
    Path tools = Files.createDirectory(folder.resolve("tools"));
    Path ended = folder.resolve("ended");
    script(
        tools.resolve("sleep"),
        "#!/bin/sh\nwhile [ ! -e '" + ended + "' ]; do :; done\necho $PPID >'" + ended + ".by'\n");
    script(tools.resolve("nice"), "#!/bin/sh\necho >'" + ended + ".made'\n");
    environment.put("PATH", tools + ":" + System.getenv("PATH"));

    start("serve");
    Files.createFile(ended);
    Path by = folder.resolve("ended.by");
    while (!Files.exists(by) || !Files.readString(by).endsWith("\n")) {
      Await.pause();
    }
    ProcessHandle.of(Long.parseLong(Files.readString(by).strip()))
        .ifPresent(process -> process.onExit().join());

    assertThat(folder.resolve("ended.made")).doesNotExist();
  }

  /// The JVM finds some damage too late to start without it.
  @ParameterizedTest
  @ValueSource(strings = {"", "classe", "classeS", "classes\n"})
  void usesNoCacheThatIsDamaged(String damaged) throws Exception {
    Files.writeString(cache, damaged);

    assertThat(start("check-config").out()).noneMatch(LauncherTest::isCache);
  }

  @Test
  void usesNoCacheWithoutItsSum() throws Exception {
    Files.delete(caches.resolve("start-25.0.9.aot.sum"));

    assertThat(start("check-config").out()).noneMatch(LauncherTest::isCache);
  }

  private record Run(int code, List<String> out, String err) {}

  private Run start(String... arguments) throws IOException, InterruptedException {
    return start(builder(arguments));
  }

  private ProcessBuilder builder(String... arguments) {
    Stream<String> program = Stream.of(home.resolve("bin/pingdeck").toString());
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(program, Stream.of(arguments)).toList());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  private void deleteCache() throws IOException {
    for (String file : MADE) {
      Files.delete(caches.resolve(file));
    }
  }

  private static void sum(Path file) throws IOException, InterruptedException {
    new ProcessBuilder("cksum")
        .redirectInput(file.toFile())
        .redirectOutput(Path.of(file + ".sum").toFile())
        .start()
        .waitFor();
  }

  private Run start(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.start();
    process.getOutputStream().close();
    List<String> out = process.inputReader(UTF_8).lines().toList();
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), out, err);
  }

  private static boolean isCache(String argument) {
    return argument.startsWith("-XX:AOT");
  }

  private void copy(String file) throws IOException {
    Path to = home.resolve(file);
    Files.createDirectories(to.getParent());
    Files.copy(Path.of("src/main/dist").resolve(file), to);
    permit(to, "rwxr-xr-x");
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    permit(file, "rwxr-xr-x");
  }

  private static void permit(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
