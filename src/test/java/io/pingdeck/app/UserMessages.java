package io.pingdeck.app;

import io.pingdeck.audit.api.AuditApi;
import io.pingdeck.audit.api.AuditEntry;
import io.pingdeck.user.api.Directory;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.Token;
import io.pingdeck.user.api.User;
import io.pingdeck.user.api.UserApi;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One example of every message about users and of the audit log.
final class UserMessages {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");
  private static final User USER = new User("alice@example", Role.ADMIN, (1L << 53) - 1, AT);
  private static final Token TOKEN =
      new Token(
          "abcd2345", "ci", Role.VIEWER, "0a".repeat(32), AT, Optional.of(AT), Optional.of(AT));
  private static final AuditEntry ENTRY =
      new AuditEntry(AT, "alice", "admin", "password", "::1", "user.add", "bob", "\u202e", 201);

  private UserMessages() {}

  static Stream<Record> examples() {
    return Stream.of(
        new Directory(
            List.of(USER),
            List.of(
                TOKEN,
                new Token("b", "b", Role.ADMIN, "", AT, Optional.empty(), Optional.empty()))),
        new UserApi.ReadDirectory(),
        new UserApi.CheckPassword("alice", "\"secret\"", "192.0.2.1"),
        USER,
        new UserApi.AddUser("bob", Role.VIEWER, "secret"),
        new UserApi.ChangeUser("bob", Optional.empty(), Optional.of("secret")),
        new UserApi.ChangeUser("bob", Optional.of(Role.OPERATOR), Optional.empty()),
        new UserApi.RemoveUser("bob"),
        new UserApi.CreateToken("ci", Role.OPERATOR, Optional.of(Duration.ofDays(90))),
        new UserApi.CreatedToken(TOKEN, "pd_x"),
        new UserApi.RemoveToken("abcd2345"),
        TOKEN,
        new UserApi.TokenUsed("abcd2345"),
        new AuditApi.Write(ENTRY),
        new AuditApi.Written(AT),
        new AuditApi.Latest(Optional.of(AT), 7),
        new AuditApi.Entries(List.of(ENTRY)));
  }
}
