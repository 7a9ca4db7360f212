package io.pingdeck.user.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.base.FaultException;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.disk.NewerFormatException;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.Token;
import io.pingdeck.user.api.User;
import io.pingdeck.user.api.UserApi.CreatedToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsersFileTest {
  /// Of "password", by the reference program.
  private static final String HASH =
      "$argon2id$v=19$m=7168,t=5,p=1$c29tZXNhbHRzb21lc2FsdA"
          + "$r4Oo1wGvZA95Ee2ql0BxTjPMLtEb2RJx3pJ/l+PU2ts";

  private static final String ALICE =
      "{\"name\":\"alice\",\"role\":\"admin\",\"generation\":7,"
          + "\"created\":\"2026-01-02T03:04:05Z\",\"hash\":\""
          + HASH
          + "\"}";
  private static final String TOKEN =
      "{\"id\":\"abcd2345\",\"name\":\"ci\",\"role\":\"viewer\",\"hash\":\""
          + "0a".repeat(32)
          + "\",\"created\":\"2026-01-02T03:04:05Z\"}";
  private static final Instant NOW = Instant.parse("2026-05-06T07:08:09Z");

  @TempDir private Path data;

  private UsersFile file() {
    return new UsersFile(data, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private List<String> names() throws IOException {
    return file().read().accounts().directory().users().stream().map(User::name).toList();
  }

  @Test
  void thereAreNoUsersAtFirst() throws IOException {
    assertThat(names()).isEmpty();
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void whatIsAddedIsReadBack() throws IOException {
    User bob = file().add("bob", Role.VIEWER, HASH).what();
    User alice = file().add("alice@example", Role.ADMIN, HASH).what();

    Accounts read = file().read().accounts();

    assertThat(read.directory().users()).containsExactly(alice, bob);
    assertThat(read.get("ALICE@example").hash()).isEqualTo(HASH);
    assertThat(bob).isEqualTo(new User("bob", Role.VIEWER, bob.generation(), NOW));
    assertThat(mode(file().path())).isEqualTo("rw-------");
    assertThat(mode(file().path().getParent())).isEqualTo("rwx------");
    assertThat(Files.readString(file().path())).endsWith("}\n");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void caseDoesNotMakeAnotherUser() throws IOException {
    file().add("alice", Role.ADMIN, HASH);

    assertThatThrownBy(() -> file().add("Alice", Role.VIEWER, HASH))
        .isInstanceOf(RequestFailure.class)
        .hasMessage("user alice exists already");
    assertThat(names()).containsExactly("alice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "b b", "bü", "\u212aelvin", "a/b", "\u202ebob", "a\n", "a:b"})
  void namesAreOfPlainCharacters(String name) {
    assertThatThrownBy(() -> file().add(name, Role.VIEWER, HASH))
        .isInstanceOf(FaultException.class)
        .hasMessageEndingWith(" is not a name (1-64 of A-Z, a-z, 0-9 and . _ - @)");
    assertThat(data).isEmptyDirectory();
  }

  /// Sessions hold the generation they began with.
  @Test
  void theGenerationChangesWithPasswordAndRoleAndWhenANameComesBack() throws IOException {
    file().add("root", Role.ADMIN, HASH);
    List<Long> generations = new ArrayList<>();

    generations.add(file().add("bob", Role.ADMIN, HASH).what().generation());
    generations.add(file().change("bob", Optional.empty(), Optional.of(HASH)).what().generation());
    generations.add(
        file().change("bob", Optional.of(Role.VIEWER), Optional.empty()).what().generation());
    file().remove("bob");
    generations.add(file().add("bob", Role.VIEWER, HASH).what().generation());

    assertThat(generations).doesNotHaveDuplicates();
    assertThat(file().read().accounts().get("bob").user().generation())
        .isEqualTo(generations.getLast());
  }

  @Test
  void theLastAdminStays() throws IOException {
    file().add("alice", Role.ADMIN, HASH);
    file().add("bob", Role.VIEWER, HASH);

    assertThatThrownBy(() -> file().remove("alice"))
        .hasMessage("alice is the last admin: add or make another one first");
    assertThatThrownBy(() -> file().change("alice", Optional.of(Role.OPERATOR), Optional.empty()))
        .hasMessage("alice is the last admin: add or make another one first");
    file().change("bob", Optional.of(Role.ADMIN), Optional.empty());
    file().remove("alice");
    assertThat(names()).containsExactly("bob");
  }

  @Test
  void whoDoesNotExistIsToldByName() {
    assertThatThrownBy(() -> file().remove("bob")).hasMessage("no user bob");
    assertThatThrownBy(() -> file().change("bob", Optional.empty(), Optional.of(HASH)))
        .hasMessage("no user bob");
    assertThatThrownBy(() -> file().removeToken("ci")).hasMessage("no token ci");
  }

  @Test
  void theSecretOfATokenIsNotKept() throws IOException {
    CreatedToken made =
        file().createToken("ci", Role.OPERATOR, Optional.of(Duration.ofDays(90))).what();

    Token read = file().read().accounts().token("CI");
    assertThat(made.secret()).matches("pd_[A-Za-z0-9_-]{43}");
    assertThat(read).isEqualTo(made.token());
    assertThat(read.hash()).isEqualTo(TokenSecret.hash(made.secret()));
    assertThat(read.expires()).contains(NOW.plus(Duration.ofDays(90)));
    assertThat(read.isValidAt(NOW)).isTrue();
    assertThat(Files.readString(file().path())).doesNotContain(made.secret());
    assertThat(made.toString()).doesNotContain(made.secret());
  }

  @Test
  void tokensAreFoundByIdAndByName() throws IOException {
    Token one = file().createToken("one", Role.VIEWER, Optional.empty()).what().token();
    Token two = file().createToken("two", Role.VIEWER, Optional.empty()).what().token();

    assertThat(file().removeToken(one.id()).what()).isEqualTo(one);
    assertThat(file().removeToken("TWO").what()).isEqualTo(two);
    assertThat(file().read().accounts().tokens()).isEmpty();
  }

  @Test
  void theLastUseIsKeptAndNeverGoesBack() throws IOException {
    Token token = file().createToken("ci", Role.VIEWER, Optional.empty()).what().token();

    file().noteUses(Map.of(token.id(), NOW, "gone2345", NOW));
    file().noteUses(Map.of(token.id(), NOW.minusSeconds(60)));

    assertThat(file().read().accounts().token("ci").lastUsed()).contains(NOW);
  }

  @Test
  void changesOfManyThreadsAreAllKept() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<User>> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String name = "user" + i;
        all.add(() -> file().add(name, Role.VIEWER, HASH).what());
      }
      for (Future<User> added : threads.invokeAll(all)) {
        added.get();
      }
    }

    assertThat(names()).hasSize(40);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|it has no format, a number such as 1",
        "{|it is not JSON (line 1)",
        "[]|it has no format, a number such as 1",
        "{\"format\":\"1\"}|it has no format, a number such as 1",
        "{\"format\":0}|format: 0 is none (1)",
        "{\"format\":1}|users is missing or no list",
        "{\"format\":1,\"users\":[]}|tokens is missing or no list",
        "{\"format\":1,\"users\":[],\"tokens\":[]} x|it is not JSON (line 1)",
        "{\"format\":1,\"users\":[],\"users\":[],\"tokens\":[]}|it is not JSON (line 1)",
        "{\"format\":1,\"users\":[1],\"tokens\":[]}|users[0] is no object",
        "{\"format\":1,\"users\":[],\"tokens\":[],\"admins\":[]}"
            + "|admins is no key (format, tokens, users)"
      })
  void whatIsNoFileOfUsersIsDamaged(String content, String fault) throws IOException {
    assertDamaged(content, fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"admin\"|\"boss\"|users[0].role: boss is not a role (viewer, operator, admin)",
        "\"admin\"|\"Admin\"|users[0].role: Admin is not a role (viewer, operator, admin)",
        "\"admin\"|1|users[0].role is missing or no text",
        "\"role\"|\"rol\"|users[0]: rol is no key (created, generation, hash, name, role)",
        "\"alice\"|\"\"|users[0].name: nothing is not a name (1-64 of A-Z, a-z, 0-9 and . _ - @)",
        "\"alice\"|null|users[0].name is missing or no text",
        ":7|:-1|users[0].generation is missing or no whole number (0-9007199254740991)",
        ":7|:7.5|users[0].generation is missing or no whole number (0-9007199254740991)",
        "$argon2id|$argon2i|users[0].hash: is no Argon2id hash of this version",
        "2026-01-02T|on|users[0].created: on03:04:05Z is not a time" + " (2026-01-02T03:04:05Z)"
      })
  void whatIsNoUserIsDamaged(String right, String wrong, String fault) throws IOException {
    assertThat(ALICE).contains(right);
    assertDamaged(content(ALICE.replace(right, wrong), ""), fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "abcd2345|../x|tokens[0].id: ../x is no id (8 letters and digits)",
        "0a0a|0A0A|tokens[0].hash: is no SHA-256 in lower-case hex",
        "\"ci\"|\"c i\"|tokens[0].name: c i is not a name (1-64 of A-Z, a-z, 0-9 and . _ - @)",
        "viewer|root|tokens[0].role: root is not a role (viewer, operator, admin)",
        "\"created\"|\"expires\":5,\"created\"|tokens[0].expires is missing or no text"
      })
  void whatIsNoTokenIsDamaged(String right, String wrong, String fault) throws IOException {
    assertThat(TOKEN).contains(right);
    assertDamaged(content(ALICE, TOKEN.replace(right, wrong)), fault);
  }

  @Test
  void namesThatDifferInCaseOnlyAreDamage() throws IOException {
    assertDamaged(
        content(ALICE + "," + ALICE.replace("alice", "ALICE"), ""),
        "users: ALICE is there twice; case does not matter");
    assertDamaged(
        content(ALICE, TOKEN + "," + TOKEN.replace("ci", "ci2")),
        "tokens: abcd2345 is there twice; case does not matter");
  }

  private static String content(String users, String tokens) {
    return "{\"format\":1,\"users\":[" + users + "],\"tokens\":[" + tokens + "]}";
  }

  private void assertDamaged(String content, String fault) throws IOException {
    UsersFile file = file();
    Files.createDirectories(file.path().getParent());
    Files.writeString(file.path(), content);
    String message =
        file.path()
            + " is damaged: "
            + fault
            + ". Mend it or restore a copy; Pingdeck does not start or change it before";

    assertThatThrownBy(file::read).isInstanceOf(IOException.class).hasMessage(message);
    assertThatThrownBy(() -> file.add("bob", Role.ADMIN, HASH)).hasMessage(message);
    assertThat(file.path()).hasContent(content);
  }

  @Test
  void whatIsWrittenByHandIsRead() throws IOException {
    Files.createDirectories(file().path().getParent());
    Files.writeString(file().path(), content(ALICE, TOKEN));

    assertThat(names()).containsExactly("alice");
    assertThat(file().read().accounts().token("ci").expires()).isEmpty();
  }

  @Test
  void aNewerFormatIsLeftAlone() throws IOException {
    Files.createDirectories(file().path().getParent());
    Files.writeString(file().path(), "{\"format\":2,\"people\":[]}");

    assertThatThrownBy(() -> file().add("bob", Role.ADMIN, HASH))
        .isInstanceOf(NewerFormatException.class)
        .hasMessageContaining("users.json has format 2");
    assertThat(file().path()).hasContent("{\"format\":2,\"people\":[]}");
  }

  @Test
  void aFileThatOthersReadIsToldWithTheCommandThatMendsIt() throws IOException {
    file().add("alice", Role.ADMIN, HASH);
    assertThat(file().exposure()).isEmpty();
    Files.setPosixFilePermissions(file().path(), PosixFilePermissions.fromString("rw-r-----"));

    assertThat(file().exposure().orElseThrow().toString())
        .isEqualTo("%1$s is open to others (rw-r-----): chmod 600 %1$s".formatted(file().path()));
  }

  /// Of a process that was killed while it wrote.
  @Test
  void remainsOfAnotherWriteAreReplaced() throws IOException {
    file().add("alice", Role.ADMIN, HASH);
    Path remains = Files.writeString(file().path().resolveSibling("users.json.new"), "{\"for");

    file().add("bob", Role.VIEWER, HASH);

    assertThat(names()).containsExactly("alice", "bob");
    assertThat(remains).doesNotExist();
  }

  @Test
  void usersThatWereReadAreNotOverwrittenOnceTheFileIsGoneOrEmptied() throws IOException {
    UsersFile file = file();
    file.add("alice", Role.ADMIN, HASH);
    Token token = file.createToken("ci", Role.VIEWER, Optional.empty()).what().token();
    byte[] good = Files.readAllBytes(file.path());

    Files.delete(file.path());
    assertLost(file, token, " is gone: ");
    assertThat(file.path()).doesNotExist();
    Files.writeString(file.path(), content("", TOKEN));
    assertLost(file, token, " has lost all users: ");
    assertThat(file.path()).hasContent(content("", TOKEN));

    Files.write(file.path(), good);
    file.add("bob", Role.VIEWER, HASH);
    assertThat(names()).containsExactly("alice", "bob");
  }

  private static void assertLost(UsersFile file, Token token, String fault) {
    String message =
        file.path() + fault + "restore a copy, or restart Pingdeck to begin without users";
    List<ThrowingCallable> all =
        List.of(
            file::read,
            () -> file.noteUses(Map.of(token.id(), NOW)),
            () -> file.add("bob", Role.ADMIN, HASH),
            () -> file.change("alice", Optional.of(Role.ADMIN), Optional.empty()),
            () -> file.createToken("new", Role.VIEWER, Optional.empty()),
            () -> file.removeToken("ci"));
    for (ThrowingCallable one : all) {
      assertThatThrownBy(one).isInstanceOf(LostUsersException.class).hasMessage(message);
    }
  }

  @Test
  void tokensWithoutUsersAreNotOverwrittenEither() throws IOException {
    UsersFile file = file();
    file.createToken("ci", Role.VIEWER, Optional.empty());
    Files.delete(file.path());

    assertThatThrownBy(() -> file.add("bob", Role.ADMIN, HASH))
        .isInstanceOf(LostUsersException.class);
    assertThat(file.path()).doesNotExist();
  }

  @Test
  void theLastUserStaysWhateverTheRole() throws IOException {
    file().add("bob", Role.VIEWER, HASH);

    assertThatThrownBy(() -> file().remove("bob"))
        .isInstanceOf(RequestFailure.class)
        .hasMessage("bob is the last user: add an admin first");
    assertThat(names()).containsExactly("bob");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mkfifo", "mkdir", "ln -s /dev/zero"})
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whatIsNoRegularFileIsRefusedAtOnce(String command) throws Exception {
    UsersFile file = file();
    Files.createDirectories(file.path().getParent());
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.add(file.path().toString());
    assertThat(new ProcessBuilder(words).start().waitFor()).isZero();

    assertThatThrownBy(file::read)
        .hasMessage(file.path() + " cannot be read: it is no regular file");
    assertThatThrownBy(() -> file.add("bob", Role.ADMIN, HASH))
        .hasMessage(file.path() + " cannot be read: it is no regular file");
  }

  /// A URL cannot end with the dots, and the command line takes the hyphen for an option.
  @ParameterizedTest
  @ValueSource(strings = {".", "..", "-", "-x", "--help"})
  void namesThatCannotBeAddressedAreNotGivenButRead(String name) throws IOException {
    String message = "name: " + name + " cannot be a new name (not . or .., no - at the start)";
    assertThatThrownBy(() -> file().add(name, Role.VIEWER, HASH)).hasMessage(message);
    assertThatThrownBy(() -> file().createToken(name, Role.VIEWER, Optional.empty()))
        .hasMessage(message);
    assertThat(data).isEmptyDirectory();

    Files.createDirectories(file().path().getParent());
    String older = "\"" + name + "\"";
    Files.writeString(
        file().path(),
        content(ALICE + "," + ALICE.replace("\"alice\"", older), TOKEN.replace("\"ci\"", older)));
    file().change(name, Optional.empty(), Optional.of(HASH));
    file().removeToken(name);
    file().remove(name);
    assertThat(names()).containsExactly("alice");
  }
}
