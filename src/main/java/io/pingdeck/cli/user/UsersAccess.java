package io.pingdeck.cli.user;

import static java.util.Objects.requireNonNull;

import io.pingdeck.audit.api.AuditEntry;
import io.pingdeck.audit.file.AuditFile;
import io.pingdeck.base.FaultException;
import io.pingdeck.base.GivenText;
import io.pingdeck.cli.settings.ConfigFile;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.file.UserRules;
import io.pingdeck.user.file.UsersFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What all commands about users and tokens do: find the data folder as `serve` does, warn of a
/// file that others can read, and write to the audit log. A mixin.
final class UsersAccess {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Mixin private final ConfigFile file;

  UsersAccess(ConfigFile file) {
    this.file = requireNonNull(file, "file");
  }

  /// The users on disk, and the way to log what becomes of them.
  record Opened(UsersFile users, AuditFile audit, CommandSpec spec) {
    /// Notes a change in the audit log. That this fails is told, but the change is made.
    void note(String action, String object, String detail) {
      String who = System.getProperty("user.name", "");
      String role = Role.ADMIN.word();
      try {
        audit.append(
            List.of(
                new AuditEntry(Instant.now(), who, role, "cli", "", action, object, detail, 0)));
      } catch (IOException e) {
        say(spec, "this is not in the audit log: " + e.getMessage());
      }
    }

    void print(String line) {
      spec.commandLine().getOut().println(line);
    }
  }

  Opened open() {
    Path data = file.place().folder();
    UsersFile users = new UsersFile(data, Clock.systemUTC());
    users.exposure().ifPresent(open -> say(spec, open.toString()));
    return new Opened(users, new AuditFile(data), spec);
  }

  void say(String text) {
    say(spec, text);
  }

  private static void say(CommandSpec spec, String text) {
    spec.commandLine().getErr().println("pingdeck: " + text);
  }

  /// @throws FaultException naming `--role`
  static Role role(String given) {
    return Role.of(given)
        .orElseThrow(() ->
            new FaultException(
                "--role", GivenText.show(given) + " is not a role (" + UserRules.roles() + ")"));
  }
}
