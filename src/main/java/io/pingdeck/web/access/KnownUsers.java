package io.pingdeck.web.access;

import static java.util.stream.Collectors.toMap;

import io.pingdeck.user.api.Directory;
import io.pingdeck.user.api.Token;
import io.pingdeck.user.api.User;
import io.pingdeck.user.api.UserApi;
import io.pingdeck.user.api.UserApi.UserRequest;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.util.Map;
import java.util.Optional;

/// The users and tokens, as their keeper told last.
///
/// Used by the server's event loop only.
final class KnownUsers {
  private final EventBus bus;
  private final Runnable changed;
  private Directory directory = Directory.EMPTY;
  private Map<String, User> users = Map.of();
  private Map<String, Token> tokens = Map.of();

  /// @param changed called after each change
  KnownUsers(EventBus bus, Runnable changed) {
    this.bus = bus;
    this.changed = changed;
  }

  Future<?> start() {
    return UserApi.CHANGED.consume(bus, this::take).compose(_ -> refresh());
  }

  /// Makes a change. What follows it sees its result.
  <A extends Record> Future<A> change(UserRequest<A> request) {
    return UserApi.USERS.request(bus, request).compose(done -> refresh().map(done));
  }

  Directory directory() {
    return directory;
  }

  boolean isEmpty() {
    return users.isEmpty();
  }

  Optional<User> user(String name) {
    return Optional.ofNullable(users.get(name));
  }

  /// Whether nothing of a user has changed that ends its sessions.
  boolean isCurrent(User user) {
    return user(user.name())
        .filter(known -> known.generation() == user.generation() && known.role() == user.role())
        .isPresent();
  }

  Optional<Token> token(String secret) {
    return Optional.ofNullable(tokens.get(Secrets.hash(secret)));
  }

  boolean isCurrent(Token token) {
    return Optional.ofNullable(tokens.get(token.hash()))
        .filter(known -> known.role() == token.role())
        .isPresent();
  }

  /// Asks the keeper. What follows sees what is there now.
  Future<Void> refresh() {
    return UserApi.USERS.request(bus, new UserApi.ReadDirectory()).onSuccess(this::take).mapEmpty();
  }

  private void take(Directory now) {
    directory = now;
    users = now.users().stream().collect(toMap(User::name, user -> user));
    tokens = now.tokens().stream().collect(toMap(Token::hash, token -> token));
    changed.run();
  }
}
