package io.pingdeck.history.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether a directory is a good place for databases.
public final class DirectoryCheck {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryCheck.class);

  /// Their locks or their syncs cannot be relied on, or they are gone with the container.
  private static final Set<String> RISKY =
      Set.of("nfs", "nfs4", "cifs", "smb3", "9p", "overlay", "fuse.sshfs");

  private DirectoryCheck() {}

  /// In sentences; they are in the log as well.
  public static List<String> warnings(Path directory) throws IOException {
    String type = Files.getFileStore(directory).type().toLowerCase(Locale.ROOT);
    List<String> warnings = warnings(directory, type);
    warnings.forEach(warning -> LOG.warn("history: {}", warning));
    return warnings;
  }

  /// @param type the file system's, as the system names it
  public static List<String> warnings(Path directory, String type) {
    return RISKY.contains(type)
        ? List.of(
            directory
                + " is on "
                + type
                + ", which may lose what was written: choose a local disk (data.dir)")
        : List.of();
  }
}
