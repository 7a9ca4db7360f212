package io.pingdeck.user.file;

import java.io.IOException;
import java.nio.file.Path;

/// Users or tokens that this process has read are no longer in the file, and no change of Pingdeck
/// removed them. The file is never overwritten then.
public final class LostUsersException extends IOException {
  private static final long serialVersionUID = 1;

  LostUsersException(Path file, String fault) {
    super(file + " " + fault + ": restore a copy, or restart Pingdeck to begin without users");
  }
}
