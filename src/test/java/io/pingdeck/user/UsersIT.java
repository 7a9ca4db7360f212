package io.pingdeck.user;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.Codecs;
import io.pingdeck.audit.api.AuditEntry;
import io.pingdeck.audit.file.AuditFile;
import io.pingdeck.net.Lab;
import io.pingdeck.testing.Tool;
import io.pingdeck.user.api.Directory;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.User;
import io.pingdeck.user.api.UserApi;
import io.pingdeck.user.file.Accounts;
import io.pingdeck.user.file.UsersFile;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The commands as processes of their own, beside each other and beside a server.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@ExtendWith(VertxExtension.class)
class UsersIT {
  private static final String PASSWORD = "correct horse";
  private static final String NOBODY = "65534";
  private static final int KILLS = Integer.getInteger("pingdeck.crashes", 10);

  @TempDir private Path data;

  /// What a command printed on both streams.
  private record Ended(int code, String text) {}

  private static Path program() {
    String folder = System.getProperty("pingdeck.dist");
    return Path.of(Objects.requireNonNull(folder, "pingdeck.dist is not set"), "bin", "pingdeck");
  }

  private Ended run(List<String> before, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(before);
    command.add(program().toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("--set", "data.dir=" + data));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var in = process.outputWriter(UTF_8)) {
      in.write(PASSWORD + "\n");
    } catch (IOException e) {
      // It ended without reading.
    }
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), text);
  }

  private Ended add(String name, Role role) throws Exception {
    return run(List.of(), add(name, role.word()));
  }

  private static String[] add(String name, String role) {
    return new String[] {"user", "add", name, "--role", role, "--password-file", "-"};
  }

  private UsersFile file() {
    return new UsersFile(data, Clock.systemUTC());
  }

  private List<String> names() throws IOException {
    return file().read().accounts().directory().users().stream().map(User::name).toList();
  }

  @Test
  void aRunningServerTakesAChangeWithinHalfASecond(Vertx vertx) throws Exception {
    Codecs.register(vertx);
    BlockingQueue<Instant> seen = new LinkedBlockingQueue<>();
    BlockingQueue<Directory> changes = new LinkedBlockingQueue<>();
    UserApi.CHANGED.consume(
        vertx.eventBus(),
        directory -> {
          seen.add(Instant.now());
          changes.add(directory);
        });
    vertx
        .deployVerticle(new UsersVerticle(data))
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);

    List<Duration> delays = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      assertThat(add("user" + i, Role.ADMIN))
          .isEqualTo(new Ended(0, "added user" + i + ", admin\n"));
      delays.add(
          Duration.between(Files.getLastModifiedTime(file().path()).toInstant(), seen.take()));
      assertThat(changes.take().users()).hasSize(i);
    }

    // Another process of the machine may delay one of them.
    assertThat(delays).anySatisfy(delay -> assertThat(delay).isLessThan(Duration.ofMillis(500)));
  }

  @Test
  void twoProcessesThatAddUsersAtOnceLoseNone() throws Exception {
    List<Process> both = new ArrayList<>();
    for (String side : List.of("left", "right")) {
      both.add(java(CommandsProcess.class, data, side).start());
    }
    for (Process side : both) {
      assertThat(side.waitFor()).isZero();
    }

    assertThat(names()).hasSize(40);
    assertThat(new AuditFile(data).latest(Optional.empty(), 100))
        .hasSize(40)
        .extracting(AuditEntry::object)
        .containsExactlyInAnyOrderElementsOf(names());
  }

  private static ProcessBuilder java(Class<?> main, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  @Test
  void whatIsAcknowledgedSurvivesEveryKill() throws Exception {
    String id = file().createToken("ci", Role.VIEWER, Optional.empty()).what().token().id();
    Random random = new Random(42);
    long kept = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      long acknowledged = killKeeper(id, kept + 1, 1 + random.nextInt(30));

      Accounts accounts = file().read().accounts();
      long users = accounts.token("ci").lastUsed().orElseThrow().getEpochSecond();
      assertThat(users).as("kill %d", kill).isBetween(acknowledged, acknowledged + 1);
      List<Long> logged =
          new AuditFile(data)
              .latest(Optional.empty(), 1_000).stream()
                  .map(entry -> Long.parseLong(entry.object()))
                  .toList();
      assertThat(logged.getFirst()).isBetween(acknowledged, acknowledged + 1);
      assertThat(logged.subList(0, (int) Math.min(logged.size(), acknowledged - kept)))
          .isEqualTo(
              IntStream.range(0, (int) Math.min(logged.size(), acknowledged - kept))
                  .mapToObj(i -> logged.getFirst() - i)
                  .toList());
      kept = Math.max(users, logged.getFirst());
    }
  }

  /// @return the last number it printed
  private long killKeeper(String id, long first, int rounds) throws IOException {
    Process process = java(KeeperProcess.class, data, id, first).start();
    try (BufferedReader lines = process.inputReader()) {
      long last = 0;
      for (int i = 0; i < rounds; i++) {
        last = Long.parseLong(lines.readLine());
      }
      process.toHandle().destroyForcibly();
      process.onExit().join();
      String rest = lines.readAllAsString();
      for (String line : rest.substring(0, rest.lastIndexOf('\n') + 1).lines().toList()) {
        last = Long.parseLong(line);
      }
      return last;
    }
  }

  @Test
  void onAFullDiskTheOldFileStays() throws Exception {
    Path disk = Files.createDirectory(data.resolve("disk"));
    try {
      Lab.run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString());
    } catch (IOException e) {
      throw Tool.notAllowed("mounting a file system", e.getMessage());
    }
    try {
      data = disk;
      assertThat(add("alice", Role.ADMIN).code()).isZero();
      byte[] before = Files.readAllBytes(file().path());
      fill(disk.resolve("ballast"));

      Ended ended = add("bob", Role.VIEWER);

      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.text())
          .startsWith("pingdeck: " + file().path() + " cannot be written: No space left on device")
          .doesNotContain(PASSWORD);
      assertThat(Files.readAllBytes(file().path())).isEqualTo(before);
      assertThat(file().path().resolveSibling("users.json.new")).doesNotExist();
      Files.delete(disk.resolve("ballast"));
      assertThat(add("bob", Role.VIEWER).code()).isZero();
    } finally {
      Lab.run("umount", disk.toString());
    }
  }

  private static void fill(Path ballast) throws IOException {
    try (var out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  @Test
  void whatRootAddsBelongsToTheOwnerOfTheFolder() throws Exception {
    needRoot();
    Files.setAttribute(data, "unix:uid", Integer.valueOf(NOBODY));
    Files.setAttribute(data, "unix:gid", Integer.valueOf(NOBODY));

    assertThat(add("alice", Role.ADMIN).code()).isZero();

    for (String name :
        List.of(
            "users", "users/users.json", "users/lock", "audit", "audit/audit.log", "audit/lock")) {
      assertThat(Files.getAttribute(data.resolve(name), "unix:uid", LinkOption.NOFOLLOW_LINKS))
          .as(name)
          .isEqualTo(Integer.valueOf(NOBODY));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().path())))
        .isEqualTo("rw-------");
    assertThat(file().exposure()).isEmpty();
    Files.setAttribute(file().path(), "unix:uid", 0);
    assertThat(file().exposure().orElseThrow().mend())
        .matches("chown \\S+ (\\S+users.json) && chmod 600 \\1");
  }

  @Test
  void aUserWithoutPermissionIsToldWhoHasIt() throws Exception {
    needRoot();
    Tool.need(Tool.SETPRIV);
    assertThat(add("alice", Role.ADMIN).code()).isZero();
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> nobody =
        List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");

    for (List<String> arguments :
        List.of(Arrays.asList(add("bob", "viewer")), List.of("user", "list"))) {
      Ended ended = run(nobody, arguments.toArray(String[]::new));

      assertThat(ended.text())
          .contains("no permission", "belongs to root: run this as that user, sudo -u root")
          .doesNotContain("Exception");
      assertThat(ended.code()).isEqualTo(1);
    }
    assertThat(names()).containsExactly("alice");
  }

  private static void needRoot() {
    if (!"root".equals(System.getProperty("user.name"))) {
      throw Tool.notAllowed("acting as another user", "this is not root");
    }
  }
}
