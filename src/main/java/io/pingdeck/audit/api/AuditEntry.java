package io.pingdeck.audit.api;

import java.time.Instant;
import java.util.Set;

/// One action of a caller.
///
/// @param who name of the user or token; empty if the caller is not known, as at a failed login
/// @param role the caller's role in lower case; empty if not known
/// @param proof how the caller proved who it is, in lower case: `loopback`, `password`, `token`,
///   `proxy`, `oidc`, `cli`; empty if not known
/// @param source address of the client; empty for the command line
/// @param action what was done, such as `ping.start`, `login`, `user.add`
/// @param object what it was done to, such as the id of a ping or the name of a user; may be empty
/// @param detail further facts for people; contains no secret; may be empty
/// @param status HTTP status of the response; 0 for the command line
public record AuditEntry(
    Instant at,
    String who,
    String role,
    String proof,
    String source,
    String action,
    String object,
    String detail,
    int status) {
  private static final int FIRST_ERROR = 400;
  private static final Set<String> ABOUT_USERS = Set.of("login", "setup", "session.password");

  /// Whether it tells who could use Pingdeck since when: a login, or a change of users, passwords
  /// or tokens, that succeeded.
  public boolean isAboutUsers() {
    return status < FIRST_ERROR
        && (ABOUT_USERS.contains(action)
            || action.startsWith("user.")
            || action.startsWith("token."));
  }
}
