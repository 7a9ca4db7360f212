package io.pingdeck.user.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/// The identity of a file at one moment: differs after each change of it.
///
/// @param key of the file system, the inode on Unix
/// @param modifiedNanos time of the last change
public record FileStamp(boolean exists, String key, long modifiedNanos, long size) {
  private static final FileStamp MISSING = new FileStamp(false, "", 0, 0);

  /// A file that cannot be looked at has the identity of a missing one with another key.
  static FileStamp of(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(
          true,
          String.valueOf(now.fileKey()),
          now.lastModifiedTime().to(TimeUnit.NANOSECONDS),
          now.size());
    } catch (NoSuchFileException e) {
      return MISSING;
    } catch (IOException e) {
      return new FileStamp(true, e.toString(), 0, 0);
    }
  }
}
