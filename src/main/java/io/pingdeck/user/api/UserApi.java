package io.pingdeck.user.api;

import io.pingdeck.bus.Request;
import io.pingdeck.bus.Service;
import io.pingdeck.bus.Topic;
import java.time.Duration;
import java.util.Optional;

/// Requests to the keeper of users and tokens, and what it publishes.
public final class UserApi {
  /// Web -> keeper of users.
  public static final Service<UserRequest<?>> USERS = new Service<>("users", UserRequest.class);

  /// Keeper of users -> web: the directory after each change, also after one that the command line
  /// made to the file. At most half a second after it.
  public static final Topic<Directory> CHANGED = new Topic<>("users-changed", Directory.class);

  private UserApi() {}

  public sealed interface UserRequest<A extends Record> extends Request<UserRequest<?>, A> {}

  public record ReadDirectory() implements UserRequest<Directory> {}

  /// Checks a password. Fails as refused, with the same words and after the same time, whether the
  /// name or the password is wrong. Fails as too soon after too many failures of one source.
  ///
  /// @param source address of the client
  public record CheckPassword(String name, String password, String source)
      implements UserRequest<User> {
    @Override
    public String toString() {
      return "CheckPassword[name=" + name + ", source=" + source + "]";
    }
  }

  /// Fails as conflict if the name exists.
  public record AddUser(String name, Role role, String password) implements UserRequest<User> {
    @Override
    public String toString() {
      return "AddUser[name=" + name + ", role=" + role + "]";
    }
  }

  /// Sets a role, a password, or both at once; all sessions of the user end. Fails as conflict if
  /// the last admin would be none.
  ///
  /// @param role empty: as it is
  /// @param password empty: as it is
  public record ChangeUser(String name, Optional<Role> role, Optional<String> password)
      implements UserRequest<User> {
    @Override
    public String toString() {
      return "ChangeUser[name=" + name + ", role=" + role + "]";
    }
  }

  /// Removes a user, whose sessions end. Fails as conflict for the last admin and the last user.
  public record RemoveUser(String name) implements UserRequest<User> {}

  /// @param lifetime empty: does not expire
  public record CreateToken(String name, Role role, Optional<Duration> lifetime)
      implements UserRequest<CreatedToken> {}

  /// @param secret shown once; what `Authorization: Bearer` carries
  public record CreatedToken(Token token, String secret) {
    @Override
    public String toString() {
      return "CreatedToken[token=" + token + "]";
    }
  }

  public record RemoveToken(String id) implements UserRequest<Token> {}

  /// Notes that a token was used, for its last use. Replies at once; written within a minute.
  public record TokenUsed(String id) implements UserRequest<Token> {}
}
