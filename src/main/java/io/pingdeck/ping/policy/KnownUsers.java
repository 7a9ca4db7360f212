package io.pingdeck.ping.policy;

import io.pingdeck.user.api.Caller;
import io.pingdeck.user.api.Directory;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.Token;
import io.pingdeck.user.api.User;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The users and tokens as they are now: whoever started a ping may have left since, or have
/// another role. Thread-safe.
public final class KnownUsers {
  private volatile Optional<Known> latest = Optional.empty();

  /// @param users by name in lower case
  private record Known(Map<String, User> users, Map<String, Token> tokens) {
    static Known of(Directory directory) {
      return new Known(
          directory.users().stream()
              .collect(Collectors.toUnmodifiableMap(user -> lower(user.name()), user -> user)),
          directory.tokens().stream()
              .collect(Collectors.toUnmodifiableMap(Token::name, token -> token)));
    }
  }

  /// Until the first call, callers are taken to be as they were when they started their pings.
  public void set(Directory directory) {
    latest = Optional.of(Known.of(directory));
  }

  /// The role of a caller now.
  ///
  /// @param role the present role; empty if the caller may not ping any more
  /// @param reason why not, as a sentence; otherwise empty
  record Standing(Optional<Role> role, String reason) {
    static Standing of(Role role, String name) {
      return role.includes(Role.OPERATOR)
          ? new Standing(Optional.of(role), "")
          : gone("%s started it and is now a %s, who may not ping".formatted(name, role.word()));
    }

    static Standing gone(String reason) {
      return new Standing(Optional.empty(), reason);
    }
  }

  /// Callers that a proxy or an OpenID provider names are not in the directory. They keep the role
  /// that they had.
  Standing standing(Caller caller, Instant now) {
    Optional<Known> known = latest;
    if (known.isEmpty()) {
      return Standing.of(caller.role(), caller.name());
    }
    return switch (caller.proof()) {
      case PASSWORD -> user(known.get(), caller.name());
      case TOKEN -> token(known.get(), caller.name(), now);
      case LOOPBACK, PROXY, OIDC -> Standing.of(caller.role(), caller.name());
    };
  }

  private static Standing user(Known known, String name) {
    User user = known.users().get(lower(name));
    return user == null
        ? Standing.gone(name + " started it and is no longer a user")
        : Standing.of(user.role(), name);
  }

  private static Standing token(Known known, String name, Instant now) {
    Token token = known.tokens().get(name);
    if (token == null) {
      return Standing.gone("the token " + name + " started it and no longer exists");
    }
    return token.isValidAt(now)
        ? Standing.of(token.role(), "the token " + name)
        : Standing.gone("the token " + name + " started it and has expired");
  }

  /// Names are unique without regard to case.
  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
