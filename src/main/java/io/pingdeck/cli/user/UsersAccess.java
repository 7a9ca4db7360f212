package io.pingdeck.cli.user;

import static java.util.Objects.requireNonNull;

import io.pingdeck.audit.api.AuditEntry;
import io.pingdeck.audit.file.AuditFile;
import io.pingdeck.cli.settings.ConfigFile;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.file.UsersFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What all commands about users and tokens do: find the data folder as `serve` does, warn of a
/// file that others can read, and write to the audit log. A mixin.
final class UsersAccess {
  private static final int MOST_READ = 1000;
  private static final Set<String> MAKING = Set.of("user.add", "setup", "token.create");

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

  /// The same for a command that may make the first user or token. Tells if there were others once:
  /// their file may be lost, and the new one replaces it.
  Opened openToAdd() {
    Opened opened = open();
    lastChange(opened.audit())
        .filter(_ -> !opened.users().stamp().exists())
        .ifPresent(entry ->
            say(
                opened.users().path()
                    + " is missing, and the audit log tells of users and tokens ("
                    + entry.action()
                    + " "
                    + entry.object()
                    + ", "
                    + entry.at()
                    + "): it begins anew. Restore a copy if this is not what you want"));
    return opened;
  }

  /// Looked for before the file, which another process may be making now.
  private static Optional<AuditEntry> lastChange(AuditFile audit) {
    try {
      return audit.latest(Optional.empty(), MOST_READ).stream()
          .filter(entry -> MAKING.contains(entry.action()) && entry.status() < 400)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty(); // the note after the change tells it
    }
  }

  void say(String text) {
    say(spec, text);
  }

  private static void say(CommandSpec spec, String text) {
    spec.commandLine().getErr().println("pingdeck: " + text);
  }
}
