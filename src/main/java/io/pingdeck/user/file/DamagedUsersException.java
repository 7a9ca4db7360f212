package io.pingdeck.user.file;

import java.io.IOException;
import java.nio.file.Path;

/// The file of users cannot be understood. It is never taken for an empty one, and never
/// overwritten. The message says where and what.
public final class DamagedUsersException extends IOException {
  private static final long serialVersionUID = 1;

  DamagedUsersException(Path file, String fault) {
    super(
        file
            + " is damaged: "
            + fault
            + ". Mend it or restore a copy; Pingdeck does not start or change it before");
  }
}
