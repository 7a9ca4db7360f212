package io.pingdeck.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pingdeck.app.Codecs;
import io.pingdeck.bus.Request;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.testing.Slow;
import io.pingdeck.user.api.Directory;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.Token;
import io.pingdeck.user.api.User;
import io.pingdeck.user.api.UserApi;
import io.pingdeck.user.api.UserApi.CheckPassword;
import io.pingdeck.user.api.UserApi.UserRequest;
import io.pingdeck.user.file.UsersFile;
import io.pingdeck.user.password.PasswordHash;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Slow
@ExtendWith(VertxExtension.class)
@Timeout(60)
class UsersVerticleTest {
  private static final String PASSWORD = "correct horse";
  private static final String WRONG = "password: wrong name or password";

  @TempDir private Path data;
  private Vertx vertx;
  private final PasswordHash hash = new PasswordHash();
  private final BlockingQueue<Directory> changes = new LinkedBlockingQueue<>();

  @BeforeEach
  void listen(Vertx newVertx) throws Exception {
    vertx = newVertx;
    Codecs.register(vertx);
    await(UserApi.CHANGED.consume(vertx.eventBus(), changes::add));
  }

  private String deploy() throws Exception {
    return await(vertx.deployVerticle(new UsersVerticle(data, Clock.systemUTC(), hash, 3)));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private <A extends Record> A ask(Request<UserRequest<?>, A> request) throws Exception {
    return await(UserApi.USERS.request(vertx.eventBus(), request));
  }

  private RequestFailure.Reason refused(Request<UserRequest<?>, ?> request) {
    Throwable failure = catchThrowable(() -> ask(request));
    assertThat(failure).isInstanceOf(ExecutionException.class);
    assertThat(failure.getCause()).isInstanceOf(RequestFailure.class);
    return ((RequestFailure) failure.getCause()).reason();
  }

  private CheckPassword login(String name, String password) {
    return new CheckPassword(name, password, "192.0.2.7");
  }

  private UsersFile file() {
    return new UsersFile(data, Clock.systemUTC());
  }

  @Test
  void aUserLogsInWithThePassword() throws Exception {
    deploy();
    User alice = ask(new UserApi.AddUser("alice", Role.ADMIN, PASSWORD));

    assertThat(ask(login("Alice", PASSWORD))).isEqualTo(alice);
    assertThat(ask(new UserApi.ReadDirectory()).users()).containsExactly(alice);
    assertThat(changes.take().users()).containsExactly(alice);
    assertThat(Files.readString(file().path())).doesNotContain(PASSWORD);
  }

  @Test
  void theAnswerDoesNotTellWhetherTheNameOrThePasswordIsWrong() throws Exception {
    deploy();
    ask(new UserApi.AddUser("alice", Role.ADMIN, PASSWORD));
    long before = hash.computed();

    assertThat(refused(login("alice", "wrong")).text()).isEqualTo(WRONG);
    long known = hash.computed() - before;
    assertThat(refused(login("mallory", "wrong")).text()).isEqualTo(WRONG);
    assertThat(refused(login("b b", "wrong")).text()).isEqualTo(WRONG);

    assertThat(known).isEqualTo(1);
    assertThat(hash.computed() - before).isEqualTo(3);
  }

  @Test
  void aSourceThatGuessesMustWaitAndItsGuessesAreNotChecked() throws Exception {
    deploy();
    ask(new UserApi.AddUser("alice", Role.ADMIN, PASSWORD));
    long before = hash.computed();

    List<RequestFailure.Reason> reasons = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      reasons.add(refused(login("alice", "wrong " + i)));
    }

    assertThat(reasons.subList(0, 5)).hasOnlyElementsOfType(RequestFailure.Refused.class);
    assertThat(reasons.getLast()).isInstanceOf(RequestFailure.TooSoon.class);
    assertThat(((RequestFailure.TooSoon) reasons.getLast()).retryAfter()).isPositive();
    assertThat(reasons)
        .filteredOn(RequestFailure.Refused.class::isInstance)
        .hasSize((int) (hash.computed() - before));
    assertThat(ask(new CheckPassword("alice", PASSWORD, "192.0.2.8")).name()).isEqualTo("alice");
  }

  @Test
  void moreLoginsAtOnceThanMayWaitAreRefusedAndCountAsNoFailure() throws Exception {
    deploy();
    List<Future<User>> logins = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      CheckPassword one = new CheckPassword("alice", "wrong", "10.0.0." + i);
      logins.add(UserApi.USERS.request(vertx.eventBus(), one));
    }
    await(Future.join(logins).otherwiseEmpty());

    assertThat(logins.stream().map(login -> reason(login.cause())))
        .filteredOn(RequestFailure.Busy.class::isInstance)
        .hasSizeBetween(1, 12 - 4);
    assertThat(hash.computed()).isBetween(4L, 11L);
  }

  @Test
  void whoLoggedInFromThereDoesNotWaitForStrangers() throws Exception {
    deploy();
    ask(new UserApi.AddUser("alice", Role.ADMIN, PASSWORD));
    ask(login("alice", PASSWORD));
    List<String> ended = Collections.synchronizedList(new ArrayList<>());
    List<Future<User>> logins = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      CheckPassword one = new CheckPassword("alice", "wrong", "10.0.0." + i);
      Future<User> login = UserApi.USERS.request(vertx.eventBus(), one);
      logins.add(
          login.onFailure(e -> {
            if (!(reason(e) instanceof RequestFailure.Busy)) {
              ended.add("stranger");
            }
          }));
    }
    logins.add(
        UserApi.USERS
            .request(vertx.eventBus(), login("alice", PASSWORD))
            .onSuccess(user -> ended.add(user.name())));
    await(Future.join(logins).otherwiseEmpty());

    assertThat(ended).contains("alice").endsWith("stranger").hasSizeGreaterThan(4);
  }

  private static RequestFailure.Reason reason(Throwable failure) {
    return ((RequestFailure) failure).reason();
  }

  @Test
  void badInputIsRefusedByNameAndChangesNothing() throws Exception {
    deploy();

    assertThat(refused(new UserApi.AddUser("b b", Role.ADMIN, "short")).text())
        .isEqualTo(
            "name: b b is not a name (1-64 of A-Z, a-z, 0-9 and . _ - @); password: has 5"
                + " characters (8-256 are allowed)");
    assertThat(refused(new UserApi.AddUser("alice@home", Role.ADMIN, "Alice@HOME")).text())
        .isEqualTo("password: must differ from the name");
    assertThat(refused(new UserApi.AddUser("alice", Role.ADMIN, "x".repeat(257))).text())
        .isEqualTo("password: has 257 characters (8-256 are allowed)");
    assertThat(
            refused(new UserApi.CreateToken("ci", Role.VIEWER, Optional.of(Duration.ofSeconds(1))))
                .text())
        .isEqualTo("expires: must be 1m-3650d");
    assertThat(refused(new UserApi.ChangeUser("bob", Optional.empty(), Optional.of(PASSWORD))))
        .isEqualTo(new RequestFailure.Unknown("no user bob"));
    assertThat(hash.computed()).isZero();
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void aNewPasswordReplacesTheOldOneAndTheGeneration() throws Exception {
    deploy();
    User before = ask(new UserApi.AddUser("alice", Role.ADMIN, PASSWORD));
    User after =
        ask(new UserApi.ChangeUser("ALICE", Optional.empty(), Optional.of("battery staple")));

    assertThat(after.generation()).isNotEqualTo(before.generation());
    assertThat(ask(login("alice", "battery staple"))).isEqualTo(after);
    assertThat(refused(login("alice", PASSWORD)).text()).isEqualTo(WRONG);
  }

  @Test
  void conflictsAreToldApart() throws Exception {
    deploy();
    ask(new UserApi.AddUser("alice", Role.ADMIN, PASSWORD));

    assertThat(refused(new UserApi.AddUser("ALICE", Role.VIEWER, PASSWORD)))
        .isEqualTo(new RequestFailure.Conflict("user alice exists already"));
    assertThat(refused(new UserApi.RemoveUser("alice")))
        .isInstanceOf(RequestFailure.Conflict.class);
    assertThat(refused(new UserApi.ChangeUser("alice", Optional.of(Role.VIEWER), Optional.empty())))
        .isInstanceOf(RequestFailure.Conflict.class);
    assertThat(refused(new UserApi.RemoveToken("none")))
        .isEqualTo(new RequestFailure.Unknown("no token none"));
  }

  @Test
  void whatAnotherProcessChangesIsAnnounced() throws Exception {
    deploy();

    User bob = file().add("bob", Role.ADMIN, hash.of(PASSWORD)).what();
    assertThat(changes.take().users()).containsExactly(bob);
    assertThat(ask(login("bob", PASSWORD))).isEqualTo(bob);

    User demoted = file().add("eve", Role.ADMIN, hash.of(PASSWORD)).what();
    assertThat(changes.take().users()).containsExactly(bob, demoted);
    file().remove("bob");
    assertThat(changes.take().users()).containsExactly(demoted);
    assertThat(refused(login("bob", PASSWORD)).text()).isEqualTo(WRONG);
  }

  @Test
  void changesHereAndElsewhereAreBothKept() throws Exception {
    deploy();
    file().add("bob", Role.ADMIN, hash.of(PASSWORD));
    ask(new UserApi.AddUser("alice", Role.ADMIN, PASSWORD));

    assertThat(file().read().accounts().users()).hasSize(2);
    assertThat(ask(new UserApi.ReadDirectory()).users()).hasSize(2);
  }

  @Test
  void aFileThatIsSpoiledOrGoneLetsNobodyInOrOut() throws Exception {
    deploy();
    User alice = ask(new UserApi.AddUser("alice", Role.ADMIN, PASSWORD));
    changes.take();
    String good = Files.readString(file().path());

    Files.writeString(file().path(), good.replace("\"admin\"", "\"boss\""));
    assertThat(refused(new UserApi.AddUser("bob", Role.ADMIN, PASSWORD)).text())
        .contains("users.json is damaged: users[0].role: boss is not a role");
    assertThat(ask(login("alice", PASSWORD))).isEqualTo(alice);
    Files.delete(file().path());
    assertThat(ask(login("alice", PASSWORD))).isEqualTo(alice);
    Files.writeString(
        file().path(), good.replace("\"admin\"", "\"viewer\"").replace("alice", "al"));

    assertThat(changes.take().users()).extracting(User::name).containsExactly("al");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"format\":1,\"users\":[],\"tokens\":[]}"})
  void aFileThatLostItsUsersIsNeitherTakenNorOverwritten(String content) throws Exception {
    String deployment = deploy();
    User alice = ask(new UserApi.AddUser("alice", Role.ADMIN, PASSWORD));
    Token token = ask(new UserApi.CreateToken("ci", Role.VIEWER, Optional.empty())).token();
    changes.clear();

    Files.delete(file().path());
    if (!content.isEmpty()) {
      Files.writeString(file().path(), content);
    }
    for (UserRequest<?> request :
        List.<UserRequest<?>>of(
            new UserApi.AddUser("bob", Role.ADMIN, PASSWORD),
            new UserApi.CreateToken("new", Role.ADMIN, Optional.empty()))) {
      assertThat(refused(request))
          .isInstanceOf(RequestFailure.Unavailable.class)
          .extracting(RequestFailure.Reason::text)
          .asString()
          .contains("users.json ", "restore a copy");
    }
    ask(new UserApi.TokenUsed(token.id()));
    assertThat(ask(login("alice", PASSWORD))).isEqualTo(alice);
    assertThat(ask(new UserApi.ReadDirectory()))
        .isEqualTo(new Directory(List.of(alice), List.of(token)));
    await(vertx.undeploy(deployment));

    assertThat(changes).isEmpty();
    assertThat(Files.exists(file().path()) ? Files.readString(file().path()) : "")
        .isEqualTo(content);
  }

  @Test
  void aSpoiledFileKeepsItFromStarting() throws Exception {
    Files.createDirectories(file().path().getParent());
    Files.writeString(file().path(), "");

    assertThat(catchThrowable(this::deploy).getCause())
        .hasMessageStartingWith(file().path() + " is damaged: ");
  }

  @Test
  void theLastUseOfATokenIsWrittenAtTheLatestAtTheEnd() throws Exception {
    String deployment = deploy();
    Token token = ask(new UserApi.CreateToken("ci", Role.VIEWER, Optional.empty())).token();

    assertThat(ask(new UserApi.TokenUsed(token.id()))).isEqualTo(token);
    assertThat(refused(new UserApi.TokenUsed("none")))
        .isEqualTo(new RequestFailure.Unknown("no token none"));
    await(vertx.undeploy(deployment));

    assertThat(file().read().accounts().token("ci").lastUsed()).isPresent();
  }

  @Test
  void whatCannotBeWrittenIsToldAndChangesNothing() throws Exception {
    Files.writeString(data.resolve("users"), "a file where the folder should be");
    deploy();

    assertThat(refused(new UserApi.AddUser("alice", Role.ADMIN, PASSWORD)))
        .isInstanceOf(RequestFailure.Unavailable.class);
    assertThat(ask(new UserApi.ReadDirectory())).isEqualTo(Directory.EMPTY);
  }
}
