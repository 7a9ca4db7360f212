package io.pingdeck.user.file;

import static io.pingdeck.fuzz.FuzzCheck.require;
import static io.pingdeck.fuzz.FuzzCheck.requireMessage;

import io.pingdeck.base.FaultException;
import io.pingdeck.disk.NewerFormatException;
import io.pingdeck.fuzz.FuzzCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Every text is a file of users that is written as it was read, or refused with its place. A file
/// that is damaged never counts as one without users.
public final class UsersFileFuzz {
  private static final Path FILE = Path.of("users.json");

  private UsersFileFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    try {
      Accounts accounts = AccountsJson.read(FILE, input);
      require(accounts.users().size() <= Accounts.MOST, "too many users");
      require(
          AccountsJson.read(FILE, AccountsJson.write(accounts)).equals(accounts), "other users");
    } catch (DamagedUsersException | NewerFormatException e) {
      requireMessage(e.getMessage());
    }
    String text = FuzzCheck.text(input);
    refusable(() -> UserRules.checkNew(text, text));
    refusable(() -> UserRules.checkPassword("alice", text));
    require(!UserRules.isName(text) || text.length() <= 64, "too long a name");
    refusable(() -> UserRules.checkLifetime(Optional.of(Duration.ofNanos(input.length))));
  }

  private static void refusable(Runnable check) {
    try {
      check.run();
    } catch (FaultException e) {
      FuzzCheck.requireFaults(e);
    }
  }
}
