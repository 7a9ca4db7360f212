package io.pingdeck.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.Codecs;
import io.pingdeck.user.api.Directory;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.User;
import io.pingdeck.user.api.UserApi;
import io.pingdeck.user.api.UserApi.UserRequest;
import io.pingdeck.user.file.TokenSecret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Starts with the files of users that released versions wrote: alice and bob@example.org, both
/// with the same password, and the token ci. Every release that changes the format adds its file.
@ExtendWith(VertxExtension.class)
@Timeout(60)
class UsersUpgradeTest {
  private static final String PASSWORD = "correct horse";
  private static final String SECRET = "pd_1i4rNvFps-61qxmn9depP2-y-ld1QOR7Q5bFn8AZDqA";

  @TempDir private Path data;
  private Vertx vertx;

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private <A extends Record> A ask(UserRequest<A> request) throws Exception {
    return await(UserApi.USERS.request(vertx.eventBus(), request));
  }

  @ParameterizedTest
  @ValueSource(strings = "users-1.0.0.json")
  void whoCouldLogInStillCan(String name, Vertx made) throws Exception {
    vertx = made;
    Codecs.register(vertx);
    Path file = Files.createDirectory(data.resolve("users")).resolve("users.json");
    try (InputStream in = UsersUpgradeTest.class.getResourceAsStream("/upgrade/" + name)) {
      Files.copy(in, file);
    }
    await(vertx.deployVerticle(new UsersVerticle(data)));
    Directory before = ask(new UserApi.ReadDirectory());

    assertThat(before.users()).extracting(User::name).containsExactly("alice", "bob@example.org");
    assertThat(before.tokens())
        .singleElement()
        .satisfies(token -> assertThat(token.hash()).isEqualTo(TokenSecret.hash(SECRET)))
        .satisfies(token -> assertThat(token.role()).isEqualTo(Role.OPERATOR));
    for (User user : before.users()) {
      assertThat(ask(new UserApi.CheckPassword(user.name(), PASSWORD, "192.0.2.1")))
          .isEqualTo(user);
    }
    ask(new UserApi.ChangeUser("bob@example.org", Optional.of(Role.OPERATOR), Optional.empty()));
    Directory after = ask(new UserApi.ReadDirectory());
    assertThat(after.users().getFirst()).isEqualTo(before.users().getFirst());
    assertThat(after.users().getLast().role()).isEqualTo(Role.OPERATOR);
    assertThat(after.tokens()).isEqualTo(before.tokens());
  }
}
