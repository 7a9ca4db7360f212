package io.pingdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.audit.api.AuditEntry;
import io.pingdeck.audit.file.AuditFile;
import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Slow;
import io.pingdeck.user.file.TokenSecret;
import io.pingdeck.user.file.UsersFile;
import io.pingdeck.user.password.PasswordHash;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `pingdeck user` and `pingdeck token`.
@Slow
class UserCommandTest {
  private static final String PASSWORD = "correct horse";

  @TempDir private Path home;
  private String out = "";
  private String err = "";

  private int run(String... args) {
    StringWriter toOut = new StringWriter();
    StringWriter toErr = new StringWriter();
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--set", "data.dir=" + home.resolve("data")));
    int code =
        CommandLines.create(
                home,
                Map.of(),
                _ -> false,
                new PrintWriter(toOut, true),
                new PrintWriter(toErr, true))
            .execute(all.toArray(String[]::new));
    out = toOut.toString();
    err = toErr.toString();
    assertThat(out + err).doesNotContain(PASSWORD);
    return code;
  }

  private Path passwordFile(String content) throws IOException {
    return Files.writeString(home.resolve("password"), content);
  }

  private int add(String name, String role) throws IOException {
    String file = passwordFile(PASSWORD + "\n").toString();
    return run("user", "add", name, "--role", role, "--password-file", file);
  }

  private UsersFile file() {
    return new UsersFile(home.resolve("data"), Clock.systemUTC());
  }

  @Test
  void aUserIsAddedChangedListedAndRemoved() throws IOException {
    assertThat(add("alice", "admin")).as(err).isZero();
    assertThat(out).isEqualTo("added alice, admin\n");
    assertThat(add("Bob", "viewer")).isZero();
    assertThat(run("user", "role", "bob", "--role", "operator")).isZero();
    assertThat(out).isEqualTo("Bob is operator now\n");
    assertThat(run("user", "list")).isZero();
    assertThat(out.lines().map(line -> line.split(" +")[0] + " " + line.split(" +")[1]))
        .containsExactly("NAME ROLE", "alice admin", "Bob operator");
    assertThat(run("user", "list", "--json")).isZero();
    assertThat(new JsonObject(out).getJsonArray("users").getJsonObject(1).getString("role"))
        .isEqualTo("operator");
    assertThat(run("user", "remove", "BOB")).isZero();
    assertThat(out).isEqualTo("removed Bob\n");
    assertThat(run("user", "remove", "bob")).isEqualTo(1);
    assertThat(err).isEqualTo("pingdeck: no user bob\n");
  }

  @Test
  void aFileThatIsGoneIsSaidBeforeItBeginsAnew() throws IOException {
    add("alice", "admin");
    assertThat(err).isEmpty();
    Files.delete(file().path());

    assertThat(add("bob", "admin")).isZero();
    assertThat(err)
        .startsWith("pingdeck: " + file().path() + " is missing, and the audit log tells of users")
        .contains("(user.add alice, ");
    assertThat(add("carol", "viewer")).isZero();
    assertThat(err).isEmpty();
    Files.delete(file().path());
    assertThat(run("token", "create", "--name", "ci", "--role", "viewer")).isZero();
    assertThat(err).contains(" is missing, ", "(user.add carol, ");
  }

  @Test
  void aForgottenPasswordIsSetAnew() throws IOException {
    add("alice", "admin");
    String file = passwordFile("battery staple").toString();

    assertThat(run("user", "password", "ALICE", "--password-file", file)).as(err).isZero();

    String kept = file().read().accounts().get("alice").hash();
    assertThat(new PasswordHash().matches("battery staple", kept)).isTrue();
    assertThat(out).isEqualTo("changed the password of alice\n");
    assertThat(run("user", "password", "bob", "--password-file", file)).isEqualTo(1);
    assertThat(err).isEqualTo("pingdeck: no user bob\n");
  }

  /// Whoever forgot the password may have other troubles too.
  @Test
  void faultsThatOnlyConcernServeDoNotMatter() throws IOException {
    Path yaml = home.resolve("my.yaml");
    Files.writeString(yaml, "web: {tls: {certificate: none.pem, key: none.key}}");

    String file = passwordFile(PASSWORD).toString();
    String config = yaml.toString();
    assertThat(
            run(
                "user",
                "add",
                "alice",
                "--role=admin",
                "--password-file",
                file,
                "--config",
                config))
        .as(err)
        .isZero();
    Files.writeString(yaml, "data: {dri: x}");
    assertThat(run("user", "list", "--config", config)).isEqualTo(2);
    assertThat(err).contains("data.dri");
  }

  /// The tests have no terminal.
  @Test
  void withoutATerminalThePasswordNeedsAFile() {
    assertThat(run("user", "add", "alice", "--role", "admin")).isEqualTo(2);

    assertThat(err)
        .isEqualTo(
            "pingdeck: --password-file: is missing, and there is no terminal to ask for the"
                + " password (- reads stdin)\n");
    assertThat(home.resolve("data")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a b|admin|long enough|2|name: a b is not a name (1-64 of A-Z, a-z, 0-9 and . _ - @)",
        "..|admin|long enough|2|name: .. cannot be a new name (not . or .., no - at the start)",
        "alice|boss|long enough|2|--role: boss is not a role (viewer, operator, admin)",
        "alice|ADMIN|long enough|2|--role: ADMIN is not a role (viewer, operator, admin)",
        "alice|admin|short|2|password: has 5 characters (8-256 are allowed)",
        "alice|admin|''|2|password: has 0 characters (8-256 are allowed)",
        "alice123|admin|Alice123|2|password: must differ from the name"
      })
  void badInputIsRefused(String name, String role, String password, int code, String text)
      throws IOException {
    String file = passwordFile(password).toString();

    assertThat(run("user", "add", name, "--role", role, "--password-file", file)).isEqualTo(code);

    assertThat(err).isEqualTo("pingdeck: " + text + "\n");
    assertThat(home.resolve("data")).doesNotExist();
  }

  /// Every user of the machine sees the arguments, and logs may keep what is printed.
  @Test
  void aPasswordInTheArgumentsIsRefusedAndNotRepeated() throws IOException {
    add("alice", "admin");
    for (String[] args :
        List.of(
            new String[] {"user", "add", "bob", "--role", "viewer", "--password", PASSWORD},
            new String[] {"user", "add", "bob", "--role", "viewer", "--password=" + PASSWORD},
            new String[] {"user", "add", "bob", PASSWORD, "--role", "viewer"},
            new String[] {"user", "password", "alice", PASSWORD},
            new String[] {"user", "password", "alice", "--password", PASSWORD})) {
      assertThat(run(args)).isEqualTo(2);
      assertThat(err).contains(": a password does not belong in the command line");
    }
    String secret = "pd_" + "x".repeat(43);
    assertThat(run("token", "remove", secret)).isEqualTo(1);
    assertThat(err).doesNotContain(secret);
  }

  @Test
  void aFileOfAPasswordHoldsThatAlone() throws IOException {
    String[] args = {"user", "add", "alice", "--role", "admin", "--password-file", ""};
    args[6] = passwordFile(PASSWORD + "\nand more\n").toString();
    assertThat(run(args)).isEqualTo(2);
    assertThat(err).isEqualTo("pingdeck: --password-file: holds more than one line\n");

    args[6] = Files.write(home.resolve("latin"), new byte[] {'p', (byte) 0xe9}).toString();
    assertThat(run(args)).isEqualTo(2);
    assertThat(err).isEqualTo("pingdeck: --password-file: is not UTF-8\n");

    args[6] = passwordFile("x".repeat(5000)).toString();
    assertThat(run(args)).isEqualTo(2);
    assertThat(err).isEqualTo("pingdeck: --password-file: holds more than 4096 bytes\n");

    args[6] = home.resolve("none").toString();
    assertThat(run(args)).isEqualTo(1);
    assertThat(err).isEqualTo("pingdeck: " + args[6] + " does not exist\n");

    args[6] = home.toString();
    assertThat(run(args)).isEqualTo(1);
    assertThat(err).isEqualTo("pingdeck: " + home + " cannot be read: Is a directory\n");

    args[6] = passwordFile(PASSWORD + "\r\n").toString();
    assertThat(run(args)).isZero();
    String kept = file().read().accounts().get("alice").hash();
    assertThat(new PasswordHash().matches(PASSWORD, kept)).isTrue();
  }

  @Test
  void aNameThatExistsAndTheLastAdminAreConflicts() throws IOException {
    add("alice", "admin");

    assertThat(add("ALICE", "viewer")).isEqualTo(1);
    assertThat(err).isEqualTo("pingdeck: user ALICE exists already\n");
    assertThat(run("user", "remove", "alice")).isEqualTo(1);
    assertThat(err).isEqualTo("pingdeck: alice is the last admin: add or make another one first\n");
    assertThat(run("user", "role", "alice", "--role", "viewer")).isEqualTo(1);
  }

  @Test
  void onlyTheSecretOfATokenGoesToStandardOutput() throws IOException {
    assertThat(run("token", "create", "--name", "ci", "--role", "viewer", "--expires", "90d"))
        .as(err)
        .isZero();

    String secret = out.strip();
    assertThat(out).matches("pd_[A-Za-z0-9_-]{43}\n");
    assertThat(err).startsWith("pingdeck: token ").contains("(ci), viewer, valid until ");
    assertThat(file().read().accounts().token("ci").hash()).isEqualTo(TokenSecret.hash(secret));
    assertThat(run("token", "list")).isZero();
    assertThat(out).contains("ci    viewer").contains("never").doesNotContain(secret);
    assertThat(run("token", "list", "--json")).isZero();
    JsonObject listed = new JsonObject(out).getJsonArray("tokens").getJsonObject(0);
    assertThat(listed.fieldNames()).containsExactly("id", "name", "role", "created", "expires");
    assertThat(run("token", "create", "--name", "CI", "--role", "viewer")).isEqualTo(1);
    assertThat(err).isEqualTo("pingdeck: token CI exists already\n");
    assertThat(run("token", "remove", listed.getString("id"))).isZero();
    assertThat(run("token", "remove", "ci")).isEqualTo(1);
    assertThat(err).isEqualTo("pingdeck: no token ci\n");
    assertThat(Files.readString(new AuditFile(home.resolve("data")).path())).doesNotContain(secret);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5x|--expires: 5x is not a duration (such as 200ms, 1s, 1m30s)",
        "-1d|--expires: -1d is not a duration (such as 200ms, 1s, 1m30s)",
        "1s|expires: must be 1m-3650d",
        "3651d|expires: must be 1m-3650d"
      })
  void aLifetimeIsBounded(String expires, String text) {
    assertThat(run("token", "create", "--name", "ci", "--role", "viewer", "--expires=" + expires))
        .isEqualTo(2);
    assertThat(err).isEqualTo("pingdeck: " + text + "\n");
  }

  @Test
  void eachChangeIsInTheAuditLog() throws IOException {
    add("alice", "admin");
    add("bob", "viewer");
    run("user", "role", "bob", "--role", "admin");
    run("user", "remove", "alice");
    run("user", "remove", "alice");
    run("token", "create", "--name", "ci", "--role", "viewer");

    List<AuditEntry> entries =
        new AuditFile(home.resolve("data")).latest(Optional.empty(), 10).reversed();
    assertThat(entries)
        .extracting(entry -> entry.action() + " " + entry.object())
        .containsExactly(
            "user.add alice",
            "user.add bob",
            "user.role bob",
            "user.remove alice",
            "token.create ci");
    assertThat(entries)
        .allSatisfy(entry -> {
          assertThat(entry.proof()).isEqualTo("cli");
          assertThat(entry.who()).isEqualTo(System.getProperty("user.name"));
        });
  }

  @Test
  void aLogThatCannotBeWrittenIsToldAndStopsNothing() throws IOException {
    Files.createDirectory(home.resolve("data"));
    Files.writeString(home.resolve("data/audit"), "a file where the folder should be");

    assertThat(add("alice", "admin")).isZero();

    assertThat(err).startsWith("pingdeck: this is not in the audit log: ");
  }

  @Test
  @Proves("W27")
  void aFileThatOthersReadIsToldByTheCommandsAndTheDoctor() throws IOException {
    add("alice", "admin");
    Path users = file().path();
    Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-r--r--"));

    run("user", "list");
    assertThat(err)
        .isEqualTo(
            "pingdeck: %1$s is open to others (rw-r--r--): chmod 600 %1$s\n".formatted(users));
    run("doctor");
    assertThat(out).contains("is open to others (rw-r--r--)", "mend: `chmod 600 " + users + "`");
  }

  @Test
  void aSpoiledFileIsRefusedByAllAndChangedByNone() throws IOException {
    add("alice", "admin");
    Files.writeString(file().path(), "{\"format\":1");

    String fault = file().path() + " is damaged: it is not JSON (line 1)";
    for (String[] args :
        List.of(
            new String[] {"user", "list"},
            new String[] {"user", "remove", "alice"},
            new String[] {"token", "list"},
            new String[] {"token", "create", "--name", "ci", "--role", "viewer"})) {
      assertThat(run(args)).isEqualTo(1);
      assertThat(err).startsWith("pingdeck: " + fault);
    }
    assertThat(add("bob", "viewer")).isEqualTo(1);
    assertThat(file().path()).hasContent("{\"format\":1");
    assertThat(run("doctor")).isEqualTo(1);
    assertThat(out).contains(fault);
  }
}
