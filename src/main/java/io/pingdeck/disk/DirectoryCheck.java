package io.pingdeck.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Checks whether a directory is suitable for databases.
public final class DirectoryCheck {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryCheck.class);

  /// Their locks or syncs are unreliable, or their content disappears with the container.
  private static final Set<String> RISKY =
      Set.of("nfs", "nfs4", "cifs", "smb3", "9p", "overlay", "fuse.sshfs");

  private DirectoryCheck() {}

  /// Warnings in sentences, which are also logged.
  public static List<String> warnings(Path directory) throws IOException {
    String type = Files.getFileStore(directory).type().toLowerCase(Locale.ROOT);
    List<String> warnings = warnings(directory, type);
    warnings.forEach(warning -> LOG.warn("history: {}", warning));
    return warnings;
  }

  /// @param type type of the file system, as the operating system names it
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
