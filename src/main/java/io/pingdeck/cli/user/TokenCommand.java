package io.pingdeck.cli.user;

import io.pingdeck.base.Durations;
import io.pingdeck.base.FaultException;
import io.pingdeck.base.GivenText;
import io.pingdeck.cli.print.Version;
import io.pingdeck.cli.settings.ConfigFile;
import io.pingdeck.json.UserJson;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.Token;
import io.pingdeck.user.api.UserApi.CreatedToken;
import io.pingdeck.user.file.UserRules;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
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

/// The logins of scripts.
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "(create | list | remove)",
    description = "Creates, lists and removes tokens, with which scripts log in.",
    footer = {
      "",
      "A script sends the secret as `Authorization: Bearer SECRET`. A running Pingdeck takes a"
          + " change within half a second.",
      "",
      "Examples:",
      "  pingdeck token create --name prometheus --role viewer > secret.txt",
      "  pingdeck token create --name deploy --role operator --expires 90d",
      "  pingdeck token remove deploy"
    })
public final class TokenCommand {
  private TokenCommand() {}

  /// @param files the flags of the configuration, new ones for each command
  public static CommandLine create(Supplier<ConfigFile> files) {
    return new CommandLine(new TokenCommand())
        .addSubcommand(new Create(new UsersAccess(files.get())))
        .addSubcommand(new ListAll(new UsersAccess(files.get())))
        .addSubcommand(new Remove(new UsersAccess(files.get())));
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Prints the secret of a new token. It is not kept and cannot be shown again.",
      footer = {
        "",
        "Only the secret goes to standard output.",
        "",
        "Example:",
        "  pingdeck token create --name deploy --role operator --expires 90d > secret.txt"
      })
  private static final class Create implements Callable<Integer> {
    @Mixin private final UsersAccess access;
    @Mixin private final RoleOption role = new RoleOption();

    @Option(
        names = "--name",
        required = true,
        paramLabel = "NAME",
        description = "What it is for; 1-64 letters, digits and . _ - @, no - at the start.")
    private String name;

    @Option(
        names = "--expires",
        paramLabel = "DURATION",
        description = "How long it is valid, such as 90d; for ever if missing.")
    private String expires;

    Create(UsersAccess access) {
      this.access = access;
    }

    @Override
    public Integer call() throws IOException {
      Role wanted = role.read();
      UserRules.checkNewName(name);
      Optional<Duration> lifetime = lifetime();
      UsersAccess.Opened opened = access.openToAdd();
      CreatedToken created = opened.users().createToken(name, wanted, lifetime).what();
      Token token = created.token();
      opened.note("token.create", token.name(), "id " + token.id() + ", role " + wanted.word());
      access.say(
          "token "
              + token.id()
              + " ("
              + token.name()
              + "), "
              + wanted.word()
              + ", "
              + validity(token));
      opened.print(created.secret());
      return 0;
    }

    private Optional<Duration> lifetime() {
      if (expires == null) {
        return Optional.empty();
      }
      try {
        Optional<Duration> given = Optional.of(Durations.parse(expires));
        UserRules.checkLifetime(given);
        return given;
      } catch (IllegalArgumentException e) {
        throw new FaultException("--expires", GivenText.show(expires) + " is " + e.getMessage());
      }
    }

    private static String validity(Token token) {
      return token.expires().map(at -> "valid until " + at).orElse("valid for ever");
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Lists the tokens, without their secrets.",
      footer = {
        "",
        "The last use is exact to a minute, and written a minute later at most.",
        "",
        "Example:",
        "  pingdeck token list --json"
      })
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
      List<Token> tokens = opened.users().read().accounts().tokens();
      if (json) {
        opened.print(UserJson.tokens(tokens).encodePrettily());
      } else if (tokens.isEmpty()) {
        access.say(
            "there are no tokens; pingdeck token create --name NAME --role viewer makes one");
      } else {
        TableText.lines(rows(tokens)).forEach(opened::print);
      }
      return 0;
    }

    private static List<List<String>> rows(List<Token> tokens) {
      Instant now = Instant.now();
      List<List<String>> rows =
          new ArrayList<>(
              List.of(List.of("ID", "NAME", "ROLE", "CREATED", "EXPIRES", "LAST USED")));
      for (Token token : tokens) {
        rows.add(
            List.of(
                token.id(),
                token.name(),
                token.role().word(),
                token.created().toString(),
                token
                    .expires()
                    .map(at -> at + (token.isValidAt(now) ? "" : " (expired)"))
                    .orElse("never"),
                token.lastUsed().map(Instant::toString).orElse("never")));
      }
      return rows;
    }
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Removes a token, which is refused from then on.",
      footer = {"", "Example:", "  pingdeck token remove deploy"})
  private static final class Remove implements Callable<Integer> {
    @Mixin private final UsersAccess access;

    @Parameters(paramLabel = "NAME|ID", description = "The token; an id goes before a name.")
    private String nameOrId;

    Remove(UsersAccess access) {
      this.access = access;
    }

    @Override
    public Integer call() throws IOException {
      UserRules.checkName(nameOrId);
      UsersAccess.Opened opened = access.open();
      Token removed = opened.users().removeToken(nameOrId).what();
      opened.note("token.remove", removed.name(), "id " + removed.id());
      opened.print("removed " + removed.name() + " (" + removed.id() + ")");
      return 0;
    }
  }
}
