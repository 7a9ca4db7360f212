package io.pingdeck.app;

import io.pingdeck.disk.PrivateFiles;
import io.pingdeck.doctor.api.Check;
import io.pingdeck.doctor.api.Diagnosis;
import io.pingdeck.user.api.Directory;
import io.pingdeck.user.file.UsersFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The doctor's check of users and tokens. The doctor itself does not know their file.
public final class UserChecks {
  private static final String ID = "users";
  private static final String TITLE = "Users";

  private UserChecks() {}

  /// Adds the check, if there is a file.
  ///
  /// @param data the data folder
  public static Diagnosis add(Diagnosis diagnosis, Path data) {
    List<Check> checks = new ArrayList<>(diagnosis.checks());
    UsersFile file = new UsersFile(data, Clock.systemUTC());
    if (file.stamp().exists()) {
      checks.add(check(file));
    }
    return new Diagnosis(checks);
  }

  private static Check check(UsersFile file) {
    try {
      Directory all = file.read().accounts().directory();
      Optional<PrivateFiles.Exposure> exposure = file.exposure();
      if (exposure.isPresent()) {
        String mend = "`" + exposure.get().mend() + "`";
        return Check.warn(ID, TITLE, exposure.get().text(), mend);
      }
      return Check.ok(ID, TITLE, all.users().size() + " users, " + all.tokens().size() + " tokens");
    } catch (IOException | RuntimeException e) {
      return Check.fail(ID, TITLE, e.getMessage(), "");
    }
  }
}
