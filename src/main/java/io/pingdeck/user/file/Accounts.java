package io.pingdeck.user.file;

import io.pingdeck.bus.RequestFailure;
import io.pingdeck.user.api.Directory;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.Token;
import io.pingdeck.user.api.User;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// All users with their passwords' hashes, and all tokens. Immutable: a change makes another one.
/// Names are compared without regard to case.
public record Accounts(List<Account> users, List<Token> tokens) {
  public static final Accounts EMPTY = new Accounts(List.of(), List.of());

  /// Maximum number of users, and of tokens.
  public static final int MOST = 1000;

  public Accounts {
    users =
        users.stream()
            .sorted(
                Comparator.comparing(
                    account -> account.user().name(), String.CASE_INSENSITIVE_ORDER))
            .toList();
    tokens =
        tokens.stream()
            .sorted(Comparator.comparing(Token::name, String.CASE_INSENSITIVE_ORDER))
            .toList();
  }

  public Directory directory() {
    return new Directory(users.stream().map(Account::user).toList(), tokens);
  }

  public Optional<Account> find(String name) {
    return users.stream().filter(isCalled(name)).findFirst();
  }

  /// @throws RequestFailure as unknown
  public Account get(String name) {
    return find(name).orElseThrow(() -> RequestFailure.unknown("no user " + name));
  }

  private static Predicate<Account> isCalled(String name) {
    return account -> account.user().name().equalsIgnoreCase(name);
  }

  /// @throws RequestFailure as conflict if the name exists, or there is no room
  Accounts add(Account account) {
    find(account.user().name())
        .ifPresent(existing -> {
          throw RequestFailure.conflict("user " + existing.user().name() + " exists already");
        });
    if (users.size() >= MOST) {
      throw RequestFailure.conflict("there are " + MOST + " users, the maximum; remove one first");
    }
    return new Accounts(Stream.concat(users.stream(), Stream.of(account)).toList(), tokens);
  }

  /// @param role empty: as it is
  /// @param hash of the password; empty: as it is
  /// @throws RequestFailure as unknown, or as conflict if the last admin would be none
  Accounts with(String name, Optional<Role> role, Optional<String> hash, long generation) {
    Account old = get(name);
    Role wanted = role.orElse(old.user().role());
    if (wanted != Role.ADMIN) {
      refuseLastAdmin(old);
    }
    User user = new User(old.user().name(), wanted, generation, old.user().created());
    Account changed = new Account(user, hash.orElse(old.hash()));
    return new Accounts(
        users.stream().map(one -> one.equals(old) ? changed : one).toList(), tokens);
  }

  /// @throws RequestFailure as unknown, or as conflict for the last admin and the last user
  Accounts remove(String name) {
    Account old = get(name);
    refuseLastAdmin(old);
    if (users.size() == 1) {
      throw RequestFailure.conflict(old.user().name() + " is the last user: add an admin first");
    }
    return new Accounts(users.stream().filter(one -> !one.equals(old)).toList(), tokens);
  }

  private void refuseLastAdmin(Account old) {
    boolean another =
        users.stream().anyMatch(one -> !one.equals(old) && one.user().role() == Role.ADMIN);
    if (old.user().role() == Role.ADMIN && !another) {
      throw RequestFailure.conflict(
          old.user().name() + " is the last admin: add or make another one first");
    }
  }

  /// @throws RequestFailure as conflict if the name exists, or there is no room
  Accounts add(Token token) {
    if (tokens.stream().anyMatch(one -> one.name().equalsIgnoreCase(token.name()))) {
      throw RequestFailure.conflict("token " + token.name() + " exists already");
    }
    if (tokens.size() >= MOST) {
      throw RequestFailure.conflict("there are " + MOST + " tokens, the maximum; remove one first");
    }
    return new Accounts(users, Stream.concat(tokens.stream(), Stream.of(token)).toList());
  }

  /// @param nameOrId an id is preferred
  /// @throws RequestFailure as unknown
  public Token token(String nameOrId) {
    return tokens.stream()
        .filter(token -> token.id().equals(nameOrId))
        .findFirst()
        .or(() ->
            tokens.stream().filter(token -> token.name().equalsIgnoreCase(nameOrId)).findFirst())
        .orElseThrow(() ->
            RequestFailure.unknown(
                TokenSecret.isSecret(nameOrId)
                    ? "a secret does not name its token; its name or id does"
                    : "no token " + nameOrId));
  }

  Accounts remove(Token token) {
    return new Accounts(users, tokens.stream().filter(one -> !one.equals(token)).toList());
  }

  /// @param uses last uses by id; ids of tokens that are gone have no effect
  Accounts withUses(Map<String, Instant> uses) {
    return new Accounts(users, tokens.stream().map(token -> used(token, uses)).toList());
  }

  private static Token used(Token token, Map<String, Instant> uses) {
    Instant at = uses.get(token.id());
    if (at == null || token.lastUsed().filter(last -> !last.isBefore(at)).isPresent()) {
      return token;
    }
    return new Token(
        token.id(),
        token.name(),
        token.role(),
        token.hash(),
        token.created(),
        token.expires(),
        Optional.of(at));
  }
}
