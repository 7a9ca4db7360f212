package io.pingdeck.user;

import io.pingdeck.audit.api.AuditEntry;
import io.pingdeck.audit.file.AuditFile;
import io.pingdeck.user.file.UsersFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Changes the users and appends to the audit log until it is killed. Prints the number of each
/// round once both are on the disk.
public final class KeeperProcess {
  private KeeperProcess() {}

  /// @param arguments the data folder, the id of a token, and the first number
  public static void main(String[] arguments) throws IOException {
    Path data = Path.of(arguments[0]);
    UsersFile users = new UsersFile(data, Clock.systemUTC());
    AuditFile audit = new AuditFile(data);
    for (long round = Long.parseLong(arguments[2]); ; round++) {
      Instant at = Instant.ofEpochSecond(round);
      users.noteUses(Map.of(arguments[1], at));
      audit.append(List.of(new AuditEntry(at, "a", "admin", "cli", "", "test", "" + round, "", 0)));
      System.out.println(round);
    }
  }
}
