package io.pingdeck.cli.user;

import io.pingdeck.cli.print.Version;
import io.pingdeck.cli.settings.ConfigFile;
import io.pingdeck.json.UserJson;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.User;
import io.pingdeck.user.file.UserRules;
import io.pingdeck.user.password.PasswordHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The people who log in.
@Command(
    name = "user",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "(add | list | remove | password | role)",
    description = "Adds, lists, changes and removes the people who log in to the page.",
    footer = {
      "",
      "A running Pingdeck takes the change within half a second. The data folder is that of the"
          + " configuration.",
      "",
      "Examples:",
      "  pingdeck user add alice --role admin",
      "  pingdeck user add bob --role viewer --password-file bob.txt",
      "  pingdeck user password alice",
      "  pingdeck user list"
    })
public final class UserCommand {
  private static final String NAME_LABEL = "NAME";

  private UserCommand() {}

  /// @param files the flags of the configuration, new ones for each command
  public static CommandLine create(Supplier<ConfigFile> files) {
    return new CommandLine(new UserCommand())
        .addSubcommand(new Add(new UsersAccess(files.get())))
        .addSubcommand(new ListAll(new UsersAccess(files.get())))
        .addSubcommand(new Remove(new UsersAccess(files.get())))
        .addSubcommand(new Password(new UsersAccess(files.get())))
        .addSubcommand(new ChangeRole(new UsersAccess(files.get())));
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Adds a user.",
      footer = {
        "",
        "A name has 1-64 letters, digits and . _ - @, and no - at the start.",
        "",
        "viewer: sees everything. operator: also starts, changes and stops. admin: also users,"
            + " tokens and the audit log.",
        "",
        "Examples:",
        "  pingdeck user add alice --role admin",
        "  pass show pingdeck | pingdeck user add alice --role admin --password-file -"
      })
  private static final class Add implements Callable<Integer> {
    @Mixin private final UsersAccess access;
    @Mixin private final PasswordSource source = new PasswordSource();
    @Mixin private final RoleOption role = new RoleOption();

    Add(UsersAccess access) {
      this.access = access;
    }

    @Override
    public Integer call() throws IOException {
      String name = source.name();
      UserRules.checkNewName(name);
      Role wanted = role.read();
      UsersAccess.Opened opened = access.openToAdd();
      if (opened.users().read().accounts().find(name).isPresent()) {
        throw new IOException("user " + name + " exists already");
      }
      String password = source.read(name);
      UserRules.checkNew(name, password);
      User added = opened.users().add(name, wanted, new PasswordHash().of(password)).what();
      opened.note("user.add", added.name(), "role " + wanted.word());
      opened.print("added " + added.name() + ", " + wanted.word());
      return 0;
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Lists the users.",
      footer = {"", "Example:", "  pingdeck user list --json"})
  private static final class ListAll implements Callable<Integer> {
    @Mixin private final UsersAccess access;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    ListAll(UsersAccess access) {
      this.access = access;
    }

    @Override
    public Integer call() throws IOException {
      UsersAccess.Opened opened = access.open();
      List<User> users = opened.users().read().accounts().directory().users();
      if (json) {
        opened.print(UserJson.users(users).encodePrettily());
      } else if (users.isEmpty()) {
        access.say("there are no users; pingdeck user add NAME --role admin adds one");
      } else {
        List<List<String>> rows = new ArrayList<>(List.of(List.of("NAME", "ROLE", "CREATED")));
        for (User user : users) {
          rows.add(List.of(user.name(), user.role().word(), user.created().toString()));
        }
        TableText.lines(rows).forEach(opened::print);
      }
      return 0;
    }
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Removes a user, who is logged out at once.",
      footer = {"", "The last admin stays.", "", "Example:", "  pingdeck user remove bob"})
  private static final class Remove implements Callable<Integer> {
    @Mixin private final UsersAccess access;

    @Parameters(paramLabel = NAME_LABEL, description = "The user.")
    private String name;

    Remove(UsersAccess access) {
      this.access = access;
    }

    @Override
    public Integer call() throws IOException {
      UserRules.checkName(name);
      UsersAccess.Opened opened = access.open();
      User removed = opened.users().remove(name).what();
      opened.note("user.remove", removed.name(), "");
      opened.print("removed " + removed.name());
      return 0;
    }
  }

  @Command(
      name = "password",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Sets the password of a user, who is logged out everywhere.",
      footer = {
        "",
        "Needs no old password, because whoever runs this owns the data.",
        "",
        "Example:",
        "  pingdeck user password alice"
      })
  private static final class Password implements Callable<Integer> {
    @Mixin private final UsersAccess access;
    @Mixin private final PasswordSource source = new PasswordSource();

    Password(UsersAccess access) {
      this.access = access;
    }

    @Override
    public Integer call() throws IOException {
      String name = source.name();
      UsersAccess.Opened opened = access.open();
      String known = opened.users().read().accounts().get(name).user().name();
      String password = source.read(known);
      UserRules.checkPassword(known, password);
      String hash = new PasswordHash().of(password);
      opened.users().change(known, Optional.empty(), Optional.of(hash));
      opened.note("user.password", known, "");
      opened.print("changed the password of " + known);
      return 0;
    }
  }

  @Command(
      name = "role",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Changes the role of a user, who is logged out everywhere.",
      footer = {
        "",
        "The last admin stays one.",
        "",
        "Example:",
        "  pingdeck user role bob --role operator"
      })
  private static final class ChangeRole implements Callable<Integer> {
    @Mixin private final UsersAccess access;
    @Mixin private final RoleOption role = new RoleOption();

    @Parameters(paramLabel = NAME_LABEL, description = "The user.")
    private String name;

    ChangeRole(UsersAccess access) {
      this.access = access;
    }

    @Override
    public Integer call() throws IOException {
      Role wanted = role.read();
      UserRules.checkName(name);
      UsersAccess.Opened opened = access.open();
      User changed = opened.users().change(name, Optional.of(wanted), Optional.empty()).what();
      opened.note("user.role", changed.name(), "role " + wanted.word());
      opened.print(changed.name() + " is " + wanted.word() + " now");
      return 0;
    }
  }
}
